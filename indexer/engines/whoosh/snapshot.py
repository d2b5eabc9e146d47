"""One published generation of an index, opened for reading."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import query as wq
from whoosh import scoring
from whoosh.index import FileIndex
from whoosh.searching import SearchContext

from indexer.engines.whoosh.compile import Mask, Passages, compiled
from indexer.engines.whoosh.part import Coded, Numbers, Part
from indexer.query import District, InDistricts, InSections, InYears, Node, OfKinds, Years
from indexer.report import Region


class Found(NamedTuple):
    """What a tree matches: for each passage of the index whether it does, and its score."""

    mask: Mask
    scores: NDArray[np.float64]


class Snapshot:
    """The columns of all passages as arrays, and Whoosh's searcher for their words.

    Attributes:
        generation: number of the commit.
        live: passages that are not deleted.
        year, section: by passage, 0 for an unknown year.
        kinds, regions, reports: by passage, as coded values.
        place: order of passages by report id and position in the report.
    """

    def __init__(
        self, index: FileIndex, known: dict[str, Part], reading: AbstractContextManager[object]
    ) -> None:
        """Open an index.

        Args:
            known: the parts of an earlier snapshot by segment, which are used again.
            reading: held while files are read. Whoosh's readers move within files that all
                threads share, and parts are shared with earlier snapshots still in use.
        """
        self._reading = reading
        self._searcher = index.searcher(weighting=scoring.BM25F())
        self.generation: int = self._searcher.reader().generation()
        leaves = self._searcher.leaf_searchers() if self._searcher.doc_count_all() else []
        self.parts: dict[str, Part] = {}
        self._leaves: list[tuple[Any, int, Part]] = []
        dead: list[int] = []
        for leaf, offset in leaves:
            segment = leaf.reader().segment()
            part = known.get(segment.segment_id()) or Part(leaf.reader())
            self.parts[segment.segment_id()] = part
            self._leaves.append((leaf, offset, part))
            dead += [offset + number for number in segment.deleted_docs()]
        self.size = sum(part.size for _, _, part in self._leaves)
        self.live: Mask = np.ones(self.size, np.bool_)
        self.live[dead] = False
        self.year = self._joined(lambda part: part.year)
        self.section = self._joined(lambda part: part.section)
        self.kinds = self._coded(lambda part: part.kinds)
        self.regions = self._coded(lambda part: part.regions)
        self.reports = self._coded(lambda part: part.reports)
        self.paths = tuple(_region(value) for value in self.regions.values)
        self.place = self._places()

    def find(self, tree: Node) -> Found:
        """Evaluate a tree over all passages, deleted ones left out."""
        mask, scores = np.zeros(self.size, np.bool_), np.zeros(self.size)
        with self._reading:
            for leaf, offset, part in self._leaves:
                scope = _Scope(self, leaf, offset, part)
                numbers, found = scope.walk(compiled(tree, scope))
                mask[offset + numbers] = True
                scores[offset + numbers] = found
        return Found(mask & self.live, scores)

    def shown(self, number: int) -> Any:
        """What a hit shows (see `schema.document`)."""
        with self._reading:
            for _, offset, part in reversed(self._leaves):
                if number >= offset:
                    return part.shown(number - offset)
        raise IndexError(number)

    def frequency(self, folded: str, field: str) -> tuple[int, int]:
        """How many passages contain characters, of how many."""
        return sum(len(part.containing(folded, field)) for _, _, part in self._leaves), self.size

    # Filters, as masks over all passages -----------------------------------------------------

    def in_years(self, years: tuple[Years, ...]) -> Mask:
        """Passages of reports of these years."""
        mask = np.zeros(self.size, np.bool_)
        for span in years:
            if span.without:
                mask |= self.year == 0
                continue
            first, last = span.first or 1, 9999 if span.last is None else span.last
            mask |= (self.year >= first) & (self.year <= last)
        return mask

    def in_districts(self, districts: tuple[District, ...]) -> Mask:
        """Passages of reports about these divisions or divisions below them."""
        wanted = {code for district in districts for code in district.codes}
        unknown = any(not district.codes for district in districts)
        fits = (not wanted.isdisjoint(region.codes) if region else unknown for region in self.paths)
        return np.fromiter(fits, np.bool_, len(self.paths))[self.regions.codes]

    def in_sections(self, sections: tuple[int, ...]) -> Mask:
        """Passages of these sections."""
        return np.isin(self.section, sections)

    def of_kinds(self, kinds: tuple[str, ...]) -> Mask:
        """Passages of these kinds of report."""
        fits = np.fromiter((value in kinds for value in self.kinds.values), np.bool_, len(self.kinds.values))
        return fits[self.kinds.codes]

    # ----------------------------------------------------------------------------------------

    def _joined(self, column: Callable[[Part], Numbers]) -> Numbers:
        columns = [column(part) for _, _, part in self._leaves]
        return np.concatenate(columns) if columns else np.empty(0, np.int32)

    def _coded(self, column: Callable[[Part], Coded]) -> Coded:
        known: dict[str, int] = {}
        columns = []
        for _, _, part in self._leaves:
            values, codes = column(part)
            there = np.fromiter((known.setdefault(value, len(known)) for value in values), np.int32)
            columns.append(there[codes])
        return Coded(tuple(known), np.concatenate(columns) if columns else np.empty(0, np.int32))

    def _places(self) -> NDArray[np.int64]:
        rank = np.empty(len(self.reports.values), np.int64)
        rank[sorted(range(len(rank)), key=self.reports.values.__getitem__)] = np.arange(len(rank))
        return (rank[self.reports.codes] << 32) + self._joined(lambda part: part.ordinal)


class _Scope:
    """One segment within a snapshot (see `compile.Scope`)."""

    def __init__(self, snapshot: Snapshot, leaf: Any, offset: int, part: Part) -> None:
        self._snapshot, self._leaf, self._part = snapshot, leaf, part
        self._slice = slice(offset, offset + part.size)
        self.size = part.size

    def walk(self, query: wq.Query) -> tuple[Numbers, NDArray[np.float64]]:
        """Numbers of the passages that a query matches, ascending, and their scores."""
        if isinstance(query, Passages):
            return query.numbers, np.full(len(query.numbers), query.score)
        numbers, scores = [], []
        # Each match is looked at by itself; Whoosh's preloading matchers lose those of score 0.
        context = SearchContext(needs_current=True, weighting=self._leaf.weighting)
        matcher = query.matcher(self._leaf, context)
        while matcher.is_active():
            numbers.append(matcher.id())
            scores.append(matcher.score())
            matcher.next()
        return np.array(numbers, np.int32), np.array(scores)

    def matched(self, query: wq.Query) -> Numbers:
        return self.walk(query)[0]

    def containing(self, folded: str, field: str) -> Numbers:
        return self._part.containing(folded, field)

    def frequency(self, folded: str, field: str) -> tuple[int, int]:
        return self._snapshot.frequency(folded, field)

    def in_years(self, node: InYears) -> Mask:
        return self._snapshot.in_years(node.years)[self._slice]

    def in_districts(self, node: InDistricts) -> Mask:
        return self._snapshot.in_districts(node.districts)[self._slice]

    def in_sections(self, node: InSections) -> Mask:
        return self._snapshot.in_sections(node.sections)[self._slice]

    def of_kinds(self, node: OfKinds) -> Mask:
        return self._snapshot.of_kinds(node.kinds)[self._slice]


def _region(value: str) -> Region | None:
    if not value:
        return None
    codes, _, path = value.partition("\t")
    return Region(tuple(codes.split("/")), tuple(path.split("/")))
