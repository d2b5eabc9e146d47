"""The commitments of an archive as columns of arrays, in the order of reports and lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.commitments.classes import CommitmentClass
from indexer.commitments.record import STATE_NAMES
from indexer.commitments.vocabulary import list_topics
from indexer.report.report import Kind, Region
from indexer.search.query.division_test import make_division_test
from indexer.search.query.tree import District, Years
from indexer.text.fold import fold

Mask = NDArray[np.bool_]
STATES = tuple(state.value for state in STATE_NAMES)
"""Values of states by the numbers that stand for them in the columns."""
CLASSES = tuple(CommitmentClass)
"""Classes by the numbers that stand for them in the columns."""
_REMEMBERED = 500


class SearchRow(NamedTuple):
    """What searching takes of one commitment.

    Attributes:
        number: the catalogue's own number of it.
        text: its words, with the number that they begin with (`label`).
        year: the year that it is for; None where it is not known.
        topics: numbers of its topics, as JSON.
        has_figure, has_deadline: whether it has any.
        class_name: its class (`classes.CommitmentClass`); "" or None where none is stored.
        state: whether later reports speak of it (`record.FollowUp`).
        region_codes, region_path: of the report's division, from the top down, joined by "/"; "" where it is
            not known.
        report, report_year, kind, title: of the report; section: of its sections, the one that it is in.
    """

    number: int
    key: str
    text: str
    label: str
    year: int | None
    topics: str
    has_figure: bool
    has_deadline: bool
    state: str
    region_codes: str
    region_path: str
    kind: str
    section: int
    title: str
    report: str
    report_year: int | None
    class_name: str | None


class CommitmentColumns:
    """What searching and counting takes of every commitment.

    Attributes:
        made: the year for which a report promises if it names none, 0 where it is not known.
        repeated: which of them say what one before them in the same report says.
        ranks: place of each in the order newest first, checkable first, the reports taking turns.
    """

    def __init__(self, rows: Iterable[SearchRow]) -> None:
        table = list(rows)
        self.numbers = np.array([row.number for row in table], dtype=np.int64)
        self.places = {row.key: place for place, row in enumerate(table)}
        self.texts = [fold(row.text[len(row.label) :]) for row in table]
        self.classes = np.array([_number_class(row) for row in table], dtype=np.int8)
        self.years = np.array([row.year or 0 for row in table], dtype=np.int32)
        self.topics = np.zeros((len(list_topics()), len(table)), dtype=bool)
        topics_of = {given: json.loads(given) for given in {row.topics for row in table}}
        for place, row in enumerate(table):
            for topic in topics_of[row.topics]:
                self.topics[topic, place] = True
        self.having = {
            "figure": np.array([bool(row.has_figure) for row in table], dtype=bool),
            "deadline": np.array([bool(row.has_deadline) for row in table], dtype=bool),
        }
        self.states = np.array([STATES.index(row.state) for row in table], dtype=np.int8)
        paths: dict[tuple[str, str], int] = {}
        self.regions = np.array(
            [paths.setdefault((row.region_codes, row.region_path), len(paths)) for row in table],
            dtype=np.int64,
        )
        self.paths = [Region.parse(*joined) for joined in paths]
        self.kinds = np.array([row.kind for row in table], dtype=object)
        self.sections = np.array([row.section for row in table], dtype=np.int32)
        self.lengths = np.array([len(text) for text in self.texts], dtype=np.float64)
        titles: dict[str, int] = {}
        self._reports = np.array([titles.setdefault(row.title, len(titles)) for row in table], dtype=np.int64)
        self._titles = [fold(title) for title in titles]
        reports: dict[str, int] = {}
        report = np.array([reports.setdefault(row.report, len(reports)) for row in table], dtype=np.int64)
        self.repeated = _find_repeats(report, self.texts)
        self.made = np.array(
            [(row.report_year or 0) + (row.kind == Kind.DISCLOSURE) * bool(row.report_year) for row in table],
            dtype=np.int32,
        )
        order = np.lexsort((_count_before(report, self.classes), self.classes, -self.made))
        self.ranks = np.empty(len(table), dtype=np.int64)
        self.ranks[order] = np.arange(len(table))
        self._known: dict[str, Mask] = {}

    def titled(self, folded: str) -> Mask:
        """Which stand in a report with these characters in its title."""
        return np.array([folded in title for title in self._titles], dtype=bool)[self._reports]

    def has(self, folded: str) -> Mask:
        """Which commitments have these characters in them."""
        mask = self._known.get(folded)
        if mask is None:
            mask = np.fromiter((folded in text for text in self.texts), dtype=bool, count=len(self.texts))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[folded] = mask
        return mask

    def in_years(self, spans: Iterable[Years]) -> Mask:
        """Which are for a year in one of these ranges."""
        mask = np.zeros(len(self.texts), dtype=bool)
        for span in spans:
            if span.without:
                mask |= self.years == 0
            else:
                first, last = span.first or 1, span.last or 9999
                mask |= (self.years >= first) & (self.years <= last)
        return mask

    def in_districts(self, districts: tuple[District, ...]) -> Mask:
        """Which are about one of these divisions or one below it."""
        is_chosen = make_division_test(districts)
        chosen = [
            place for place, region in enumerate(self.paths) if is_chosen(region.codes if region else ())
        ]
        return np.isin(self.regions, chosen)


def _number_class(row: SearchRow) -> int:
    if row.class_name:
        return CLASSES.index(CommitmentClass(row.class_name))
    # Stored by a program that knew no classes: what has a figure or a date can be checked.
    return CLASSES.index(
        CommitmentClass.CHECKABLE if row.has_figure or row.has_deadline else CommitmentClass.TASK
    )


def _find_repeats(reports: NDArray[np.int64], texts: list[str]) -> Mask:
    seen: set[tuple[int, str]] = set()
    repeated = np.zeros(len(texts), dtype=bool)
    for place, (report, text) in enumerate(zip(reports.tolist(), texts, strict=True)):
        said = report, "".join(text.split()).rstrip("。;,.")
        repeated[place] = said in seen
        seen.add(said)
    return repeated


def _count_before(reports: NDArray[np.int64], classes: NDArray[np.int8]) -> NDArray[np.int64]:
    """How many of the same report and class stand before each."""
    counts: dict[tuple[int, int], int] = {}
    before = np.empty(len(reports), dtype=np.int64)
    for place, key in enumerate(zip(reports.tolist(), classes.tolist(), strict=True)):
        before[place] = counts.get(key, 0)
        counts[key] = int(before[place]) + 1
    return before
