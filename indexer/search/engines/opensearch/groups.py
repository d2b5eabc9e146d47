"""Groups the hits of a query by report, place and year, when that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import NamedTuple

from indexer.report.report import Region
from indexer.search.engines.opensearch.clauses import Filter
from indexer.search.engines.opensearch.cluster import Document
from indexer.search.engines.opensearch.passages import FetchedPassage, read_passage
from indexer.search.engines.opensearch.published import PublishedIndex
from indexer.search.groups import PlaceCell, ReportGroup
from indexer.search.hit_order import NO_YEAR, choose_sort
from indexer.search.query.tree import Query, Sort

_BEST = {
    "best": {
        "top_hits": {
            "size": 1,
            "sort": [{"_score": "desc"}, {"ordinal": "asc"}],
            "_source": {"excludes": ["shown.text"]},
        }
    }
}


class _ReportGroup(NamedTuple):
    """A report with hits: its best hit, its score, and how many there are."""

    best: FetchedPassage
    score: float
    hits: int


class ClusterGroups:
    """The hits of one query, in groups (`indexer.search.groups.Groups`)."""

    def __init__(
        self, ask: Callable[[Sequence[Filter]], Document], query: Query, published: PublishedIndex
    ) -> None:
        """Args:
        ask: makes the question for the hits among some passages.
        """
        self._ask, self._published = ask, published
        self._sort = choose_sort(query)

    def count_reports(self) -> int:
        """Number of reports with hits."""
        return len(self._groups)

    def list_reports(self, start: int, end: int) -> tuple[ReportGroup, ...]:
        """Reports in the order of the query, each where its best hit is."""
        return tuple(map(_show, self._ordered[start:end]))

    def list_ids(self) -> tuple[str, ...]:
        """The ids of all reports with hits, in no order."""
        return tuple(group.best.report for group in self._groups)

    def find_reports(self, ids: Collection[str]) -> dict[str, ReportGroup]:
        """Those of these reports that have hits, by their ids."""
        return {group.best.report: _show(group) for group in self._groups if group.best.report in ids}

    def list_cells(self) -> tuple[PlaceCell, ...]:
        """Divisions and years with hits, by division and year."""
        found: dict[tuple[Region | None, int | None], list[int]] = {}
        for group in self._groups:
            found.setdefault((group.best.region, group.best.year), []).append(group.hits)
        cells = [
            PlaceCell(
                region.codes if region else (), region.path if region else (), year, sum(hits), len(hits)
            )
            for (region, year), hits in found.items()
        ]
        return tuple(sorted(cells, key=lambda each: (not each.codes, each.codes, -(each.year or 0))))

    @cached_property
    def _groups(self) -> tuple[_ReportGroup, ...]:
        found = self._published.list_scored_values(self._ask([]), ["report"], _BEST)
        return tuple(map(_read, found))

    @cached_property
    def _ordered(self) -> tuple[_ReportGroup, ...]:
        def key(group: _ReportGroup) -> tuple[float, str]:
            if self._sort is Sort.RELEVANCE:
                return -group.score, group.best.report
            year = group.best.year
            return (-(year or 0) if self._sort is Sort.NEWEST else year or NO_YEAR), group.best.report

        return tuple(sorted(self._groups, key=key))


def _read(value: Document) -> _ReportGroup:
    (hit,) = value["best"]["hits"]["hits"]
    source = hit["_source"]
    source["shown"]["text"] = ""
    return _ReportGroup(read_passage(source), hit["_score"] or hit["sort"][0], value["doc_count"])


def _show(group: _ReportGroup) -> ReportGroup:
    best = group.best
    return ReportGroup(
        best.report,
        best.title,
        best.year,
        best.path,
        best.body,
        best.kind,
        group.hits,
        best.section,
        best.first,
    )
