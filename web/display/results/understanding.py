"""How a query was understood, for showing: what can be taken off, and what else can be asked."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.search.hints import Absence, StrictSearch
from indexer.search.query.tree import Grasp, Query, Understood
from indexer.search.results import Results
from web.display.names import filter_value
from web.parameters.search import LITERAL, Asked

FACETS_OF_GRASPS = {Grasp.PLACE: "district", Grasp.YEAR: "year", Grasp.KIND: "kind"}
"""Facets that could be chosen instead of what was understood."""


@dataclass(frozen=True, slots=True)
class Grasped:
    """A part of the query that was taken for a place, a year or a kind of report.

    Attributes:
        facet: name of the facet that it could be.
        label: what it was taken for, in words.
        url: the same search with all such parts taken as characters.
    """

    facet: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that was understood of a query.

    Attributes:
        marked: the words to mark in a report: those typed, with slips corrected.
        grasped: places, years and kinds.
        corrected: what was searched for instead of slips, "" where nothing was corrected.
        corrected_url: the same search without corrections.
        question: words that only ask, and were left out of the search; "" where there were none.
        question_url: the same search with them.
        synonyms: what else was searched for.
        synonyms_url: the same search without synonyms.
        literal_url: the same search for the characters alone; "" where nothing was understood.
        strict_label, strict_url, strict_total: the search with what was understood as filters.
        is_literal: whether something was taken off before.
        undo_url: the same search with everything understood again.
    """

    marked: str
    grasped: tuple[Grasped, ...] = ()
    corrected: str = ""
    corrected_url: str = ""
    question: str = ""
    question_url: str = ""
    synonyms: tuple[str, ...] = ()
    synonyms_url: str = ""
    literal_url: str = ""
    strict_label: str = ""
    strict_url: str = ""
    strict_total: int = 0
    is_literal: bool = False
    undo_url: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.grasped or self.corrected or self.question or self.synonyms or self.is_literal)


def describe(asked: Asked, query: Query, results: Results) -> Understanding:
    """Return what is said of how a query was understood."""
    if not (results.understood or query.literal):
        return Understanding(results.searched)
    by_grasp: dict[Grasp, list[Understood]] = {}
    for each in results.understood:
        by_grasp.setdefault(each.grasp, []).append(each)
    grasped = tuple(
        Grasped(FACETS_OF_GRASPS[grasp], _label(grasp, each), asked.taking_literally(grasp.value).url())
        for grasp in FACETS_OF_GRASPS
        for each in by_grasp.get(grasp, ())
    )
    corrections = by_grasp.get(Grasp.CORRECTION, ())
    synonyms = dict.fromkeys(
        word for each in by_grasp.get(Grasp.SYNONYM, ()) for word in each.values if word != each.typed
    )
    strict = results.hints.strict
    return Understanding(
        results.searched,
        grasped,
        " ".join(each.values[0] for each in corrections),
        asked.taking_literally(Grasp.CORRECTION.value).url(),
        "、".join(each.typed for each in by_grasp.get(Grasp.QUESTION, ())),
        asked.taking_literally(Grasp.QUESTION.value).url(),
        tuple(synonyms),
        asked.taking_literally(Grasp.SYNONYM.value).url(),
        asked.taking_literally(LITERAL).url() if results.understood else "",
        _strict_label(strict) if strict else "",
        _strict_url(asked, strict) if strict else "",
        (strict.total or strict.total_partial) if strict else 0,
        bool(query.literal),
        asked.understanding_all().url(),
    )


def describe_absence(absence: Absence) -> tuple[str, tuple[tuple[str, tuple[int, ...]], ...]]:
    """Return a sentence on what is not held, and what is: places with their years."""
    years = "、".join(filter_value("year", year) for year in absence.years.split("、") if year)
    spaced = f" {years}" if years else ""
    return f"没有收录{absence.place}{spaced}的报告", tuple((held.place, held.years) for held in absence.held)


def _label(grasp: Grasp, understood: Understood) -> str:
    values = dict.fromkeys(filter_value(FACETS_OF_GRASPS[grasp], value) for value in understood.values)
    shown = "、".join(list(values)[:3])
    return f"{shown} 等 {len(values)} 处" if len(values) > 3 else shown


def _strict_label(strict: StrictSearch) -> str:
    values = (
        *(filter_value("district", value) for value in strict.districts),
        *(filter_value("year", value) for value in strict.years),
        *(filter_value("kind", value) for value in strict.kinds),
    )
    return " · ".join(values)


def _strict_url(asked: Asked, strict: StrictSearch) -> str:
    narrowed = asked.with_words(strict.typed)
    for facet, values in (("year", strict.years), ("district", strict.districts), ("kind", strict.kinds)):
        narrowed = narrowed.choosing(facet, values)
    return narrowed.url()
