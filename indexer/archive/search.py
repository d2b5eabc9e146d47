"""Answers a query: interprets it, searches, corrects it, and finds what to tell beside the hits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.coverage import Coverage
from indexer.archive.catalogue.records import Summary
from indexer.report.beijing import read_today
from indexer.report.regions import read_divisions
from indexer.search.analysis import query_words
from indexer.search.engines.base import Engine
from indexer.search.groups import Groups, NoGroups
from indexer.search.hints import Absence, HeldYears, Hints, NamedReport, StrictSearch
from indexer.search.query.interpretation.correction import correct
from indexer.search.query.interpretation.interpretation import interpret
from indexer.search.query.interpretation.synonyms import Synonyms
from indexer.search.query.interpretation.vocabulary import Vocabulary
from indexer.search.query.relaxation import to_typed
from indexer.search.query.tree import (
    About,
    Grasp,
    InDistricts,
    InYears,
    Node,
    OfKinds,
    Or,
    Phrase,
    Query,
    Words,
    Years,
    join,
)
from indexer.search.results import Results
from indexer.text.fold import fold

_NAMED = 5
"""Reports that are offered as what was asked for by name."""
_LISTED = 300
"""Reports of a place that are looked through for one that is named."""
_LITTLE = 3
"""Hits up to which something else was perhaps meant…"""
_MORE_BY = 10
"""… if that has so many times as many."""
_WRITTEN_OUT, _TELLING = 4, 10
"""Of so many passages with a place's name one at least writes it out (从化区), or it is a word (公安); fewer
passages than the second do not tell."""
_GOVERNMENTS = ("人民政府", "政府办公室", "政府办公厅", "国务院")


class ArchiveSearch:
    """Answers queries from one catalogue and its index. May be shared by threads."""

    def __init__(
        self,
        engine: Engine,
        catalogue: Catalogue,
        coverage: Callable[[], Sequence[Coverage]],
        synonyms: Synonyms,
    ) -> None:
        """Args:
        coverage: gives the reports held by division and year; asked for only where a place is named.
        synonyms: what else is said for a word.
        """
        self._engine, self._catalogue, self._coverage, self._synonyms = engine, catalogue, coverage, synonyms

    def answer(self, query: Query) -> Results:
        """Return the hits of a query; the first page has hints.

        Raises:
            QueryError: it cannot be answered.
            ArchiveMissing, ArchiveDamaged: the archive cannot answer.
        """
        known = self._vocabulary(query)
        understood = interpret(query, known)
        results = self._engine.search(understood)
        alternatives: tuple[str, ...] = ()
        if understood.terms and Grasp.CORRECTION not in query.literal:
            if not results.total and (corrected := self._correct(understood, known)):
                understood, results = corrected[0], replace(corrected[1], typed=query.typed)
            elif results.total <= _LITTLE and query.page == 1:
                alternatives = self._alternatives(understood, results.total, known)
        if query.page > 1:
            return replace(results, interpreted=understood)
        if facts := _facts(understood):
            hints = Hints(
                tuple(self._named(understood, facts)),
                tuple(self._absences(facts)),
                self._strict(understood, facts),
                alternatives,
            )
        else:
            hints = Hints(alternatives=alternatives)
        return replace(results, hints=hints, interpreted=understood)

    def find_matching(self, query: Query) -> Groups:
        """Return the reports with hits of a whole query, uncorrected; those with a part of it are none.

        Raises:
            QueryError: it cannot be answered.
            ArchiveMissing, ArchiveDamaged: the archive cannot answer.
        """
        uncorrected = replace(query, literal=query.literal | {Grasp.CORRECTION})
        results = self._engine.search(replace(self.interpret(uncorrected), page=1, limit=1))
        return results.groups if results.total else NoGroups()

    def interpret(self, query: Query) -> Query:
        """Return a query with its places, years, kinds of report, questions and synonyms understood."""
        return interpret(query, self._vocabulary(query))

    def _vocabulary(self, query: Query) -> Vocabulary:
        return Vocabulary(read_divisions(), read_today().year, self._synonyms, query.literal, self._is_place)

    def _is_place(self, name: str, full: tuple[str, ...]) -> bool:
        """Whether the texts that have a name mostly mean a division: a fourth of them write it out."""
        whole = self._count(Phrase(name))
        return whole < _TELLING or self._count(Or(tuple(map(Phrase, full)))) * _WRITTEN_OUT >= whole

    def _count(self, tree: Node) -> int:
        return self._engine.search(Query(tree=tree, limit=1)).total

    def _correct(self, query: Query, known: Vocabulary) -> tuple[Query, Results] | None:
        """Return a query that finds nothing with its slips corrected, and what that finds, if it does."""
        corrected = correct(query, self._engine.corrections)
        if corrected is None:
            return None
        again = interpret(corrected, known)
        found = self._engine.search(again)
        return (again, found) if found.total else None

    def _alternatives(self, query: Query, total: int, known: Vocabulary) -> tuple[str, ...]:
        """Return what was perhaps meant by a query that finds little."""

        def corrections(run: str) -> tuple[str, ...]:
            return () if len(query_words(run)) == 1 else self._engine.corrections(run, _LITTLE)

        corrected = correct(query, corrections, is_sure=False)
        if corrected is None:
            return ()
        found = self._engine.search(replace(interpret(corrected, known), limit=1))
        return (to_typed(corrected.tree),) if found.total >= max(1, _MORE_BY * total) else ()

    def _named(self, query: Query, facts: Query) -> Iterator[NamedReport]:
        """Yield the reports that a query names: by place, and year, body or kind, and nothing else."""
        if not facts.districts or query.required or (query.runs and not facts.kinds):
            return
        named: list[Summary] = []
        for code in dict.fromkeys(code for district in facts.districts for code in district.codes):
            if region := read_divisions().find_by_code(code):
                years = [year for each in facts.years for year in _listed_years(each)]
                named += self._catalogue.reports.list_reports(region.codes, years, _LISTED)[1]
        fitting = [
            report
            for report in named
            if (not facts.kinds or report.kind in facts.kinds)
            and all(run in fold(report.body + report.title) for run in query.runs)
        ]
        fitting.sort(key=lambda report: (not report.body.endswith(_GOVERNMENTS), -(report.year or 0)))
        for report in fitting[:_NAMED]:
            region_path = report.region.path if report.region else ()
            yield NamedReport(
                report.id, report.title, report.year, region_path, report.body, report.kind, report.sections
            )

    def _absences(self, facts: Query) -> Iterator[Absence]:
        """Places, with the years asked for, of which nothing is held."""
        if not facts.districts:
            return
        held = {each.area.codes: set(filter(None, each.years)) for each in self._coverage()}
        for district in facts.districts:
            paths = [
                region.codes for code in district.codes if (region := read_divisions().find_by_code(code))
            ]
            # What lies below a division is about it too.
            for path in paths:
                held[path] = set().union(*(held[codes] for codes in held if codes[: len(path)] == path))
            if any(held[path] if not facts.years else _any_of(facts.years, held[path]) for path in paths):
                continue
            above = dict.fromkeys(path[:end] for path in paths for end in range(len(path), 0, -1))
            there = [
                HeldYears(read_divisions().to_value(path[-1]), tuple(sorted(held[path])))
                for path in above
                if held.get(path)
            ]
            asked = "、".join(years.value for years in facts.years)
            place = "、".join(dict.fromkeys(map(read_divisions().to_value, district.codes))) or district.value
            yield Absence(place, asked, tuple(there))

    def _strict(self, query: Query, facts: Query) -> StrictSearch | None:
        """Return the query with what was understood as filters; None where that is nothing."""
        if not (facts.districts or facts.years or facts.kinds):
            return None
        tree = join((*query.required, *map(Words, query.runs)))
        terms = tuple(term for term in query.terms if not isinstance(term, About))
        strict = replace(
            query,
            typed=to_typed(tree),
            tree=tree,
            terms=terms,
            years=query.years or facts.years,
            districts=query.districts or facts.districts,
            kinds=query.kinds or facts.kinds,
            limit=1,
        )
        found = self._engine.search(strict)
        return StrictSearch(
            strict.typed,
            tuple(years.value for years in strict.years),
            tuple(district.value for district in strict.districts),
            tuple(str(kind) for kind in strict.kinds),
            found.total,
            found.total_partial,
        )


def _facts(query: Query) -> Query | None:
    """Return a query that has only the filters that were understood of another; None without any."""
    facts = [term.fact for term in query.terms if isinstance(term, About)]
    if not facts:
        return None
    districts = tuple(d for fact in facts if isinstance(fact, InDistricts) for d in fact.districts)
    years = tuple(y for fact in facts if isinstance(fact, InYears) for y in fact.years)
    kinds = tuple(k for fact in facts if isinstance(fact, OfKinds) for k in fact.kinds)
    return Query(districts=districts, years=years, kinds=kinds)


def _listed_years(years: Years) -> Sequence[int]:
    first, last = years.first or years.last, years.last or years.first
    return range(first, last + 1) if first and last else ()


def _any_of(asked: Sequence[Years], held: set[int]) -> bool:
    return any(not held.isdisjoint(_listed_years(years)) for years in asked)
