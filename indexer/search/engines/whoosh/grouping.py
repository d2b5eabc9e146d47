"""Groups the hits of a query by report, place and year, when that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.matches import Matches
from indexer.search.engines.whoosh.ordering import make_keys
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.groups import PlaceCell, ReportGroup
from indexer.search.hit_order import choose_sort
from indexer.search.query.tree import Query


class FoundGroups:
    """The hits of one query, in groups (`indexer.search.groups.Groups`)."""

    def __init__(self, find: Callable[[], Matches], query: Query, snapshot: Snapshot) -> None:
        """Args:
        find: gives the hits, when they are first asked for.
        """
        self._find, self._snapshot = find, snapshot
        self._sort = choose_sort(query)

    def count_reports(self) -> int:
        """Number of reports with hits."""
        return len(self._best)

    def list_reports(self, start: int, end: int) -> tuple[ReportGroup, ...]:
        """Reports in the order of the query, each where its best hit is."""
        return tuple(map(self._group, self._ordered[start:end].tolist()))

    def list_ids(self) -> tuple[str, ...]:
        """The ids of all reports with hits, in no order."""
        return tuple(map(self._snapshot.reports.of, self._found.docs[self._best].tolist()))

    def find_reports(self, ids: Collection[str]) -> dict[str, ReportGroup]:
        """Those of these reports that have hits, by their ids."""
        numbers = {report: at for at, report in enumerate(self.list_ids()) if report in ids}
        return {report: self._group(at) for report, at in numbers.items()}

    def list_cells(self) -> tuple[PlaceCell, ...]:
        """Divisions and years with hits, by division and year."""
        snapshot, docs = self._snapshot, self._found.docs
        years, of_year = np.unique(snapshot.year[docs], return_inverse=True)
        cells = snapshot.regions.codes[docs] * len(years) + of_year
        size = len(snapshot.paths) * len(years)
        hits = np.bincount(cells, minlength=size)
        reports = np.bincount(cells[self._best], minlength=size)
        listed = []
        for cell in np.flatnonzero(hits).tolist():
            place, year = divmod(cell, len(years))
            region = snapshot.paths[place]
            codes, path = (region.codes, region.path) if region else ((), ())
            number = int(years[year]) or None
            listed.append(PlaceCell(codes, path, number, int(hits[cell]), int(reports[cell])))
        return tuple(sorted(listed, key=lambda each: (not each.codes, each.codes, -(each.year or 0))))

    @cached_property
    def _found(self) -> Matches:
        return self._find()

    @cached_property
    def _grouped(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each report with hits where its best hit is among them, and how many it has."""
        reports = self._snapshot.reports.codes[self._found.docs]
        order = np.lexsort((-self._found.scores, reports))
        _, first, counts = np.unique(reports[order], return_index=True, return_counts=True)
        return order[first], counts

    @property
    def _best(self) -> NDArray[np.int64]:
        return self._grouped[0]

    @cached_property
    def _ordered(self) -> NDArray[np.int64]:
        """Numbers of the groups in the order of the query."""
        docs, snapshot = self._found.docs[self._best], self._snapshot
        keys = make_keys(docs, self._found.scores[self._best], self._sort, snapshot)
        return np.lexsort((snapshot.order.place(docs), keys))

    def _group(self, number: int) -> ReportGroup:
        snapshot = self._snapshot
        doc = int(self._found.docs[self._best[number]])
        region = snapshot.paths[snapshot.regions.codes.item(doc)]
        return ReportGroup(
            snapshot.reports.of(doc),
            snapshot.titles.of(doc),
            snapshot.year.item(doc) or None,
            region.path if region else (),
            snapshot.bodies.of(doc),
            snapshot.kinds.of(doc),
            int(self._grouped[1][number]),
            snapshot.section.item(doc),
            snapshot.first.item(doc),
        )
