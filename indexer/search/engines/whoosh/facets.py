"""Facets: how many hits each further choice would have."""

from __future__ import annotations

from functools import cached_property, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.report.names import KIND_NAMES, SECTION_LABELS
from indexer.report.report import UNKNOWN, Kind
from indexer.search.engines.whoosh.district_facet import DistrictTree, NameOf
from indexer.search.engines.whoosh.matches import Docs, Mask, Matches
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.engines.whoosh.trend import HeldReports, list_held_reports
from indexer.search.facet_values import FacetValue, FacetValues
from indexer.search.query.tree import Query, Years
from indexer.search.year_range import match_years

_SECTIONS = len(SECTION_LABELS) + 1

Counts = NDArray[np.signedinteger]


class Columns:
    """What facets need of a snapshot, made once.

    Year, section and kind of a passage are one number together (its cell), so that all three are
    counted, under any choices among them, from one histogram.
    """

    def __init__(self, snapshot: Snapshot, name_of: NameOf) -> None:
        self.snapshot = snapshot
        counts = np.bincount(snapshot.year) if snapshot.size else np.zeros(0, np.int64)
        years = np.flatnonzero(counts)
        self.years: list[int] = years.tolist()
        self.kinds = snapshot.kinds.values
        self.shape = (len(self.years), _SECTIONS, max(len(self.kinds), 1))
        self.size = self.shape[0] * self.shape[1] * self.shape[2]
        self._name_of = name_of
        self.all: tuple[Mask, ...] = tuple(np.ones(size, np.bool_) for size in self.shape)

    @cached_property
    def cells(self) -> NDArray[np.int32]:
        """By passage."""
        snapshot = self.snapshot
        of_year = np.zeros((self.years or [0])[-1] + 1, np.int32)
        of_year[self.years] = np.arange(len(self.years)) * (_SECTIONS * self.shape[2])
        of_section = np.arange(_SECTIONS, dtype=np.int32) * np.int32(self.shape[2])
        cells = of_year.take(snapshot.year) + of_section.take(snapshot.section, mode="clip")
        cells += snapshot.kinds.codes
        return cells

    @cached_property
    def districts(self) -> DistrictTree:
        """The tree of divisions."""
        return DistrictTree(self.snapshot.paths, self._name_of)

    @cached_property
    def held(self) -> HeldReports:
        """The reports of the snapshot."""
        return list_held_reports(self.snapshot)

    def choose(self, query: Query) -> tuple[Mask, Mask, Mask] | None:
        """For each year, section and kind whether it is let through; None where none is chosen."""
        if not (query.years or query.sections or query.kinds):
            return None
        years, sections, kinds = self.all
        if query.years:
            years = match_years(np.array(self.years), query.years)
        if query.sections:
            sections = np.isin(np.arange(_SECTIONS), query.sections)
        if query.kinds:
            kinds = np.array([kind in query.kinds for kind in self.kinds or ("",)], np.bool_)
        return years, sections, kinds


class Counted(NamedTuple):
    """Hits by what facets tell apart.

    Attributes:
        cells: by year, section and kind, under the choice of divisions.
        regions: by division, under the other choices.
    """

    cells: NDArray[np.int32]
    regions: NDArray[np.int32]

    @property
    def nbytes(self) -> int:
        """Memory."""
        return int(self.cells.nbytes + self.regions.nbytes)


class Narrowed:
    """A query's hits under its choices, and what other choices would give.

    Attributes:
        kept: for each passage that matches whether all choices let it through; None where nothing is chosen.
    """

    def __init__(self, query: Query, docs: Docs, columns: Columns) -> None:
        """Args:
        docs: passages that the query's tree matches.
        """
        self._docs, self._columns = docs, columns
        # None: nothing is chosen, and everything may stay as it is.
        self._of_cells: Mask | None = None
        if chosen := columns.choose(query):
            years, sections, kinds = chosen
            self._of_cells = (years[:, None, None] & sections[:, None] & kinds).ravel()[columns.cells[docs]]
        self._of_districts: Mask | None = None
        if query.districts:
            self._of_districts = columns.snapshot.in_districts(query.districts)[docs]
        self.kept = self._of_cells if self._of_districts is None else self._of_districts
        if self._of_cells is not None and self._of_districts is not None:
            self.kept = self._of_cells & self._of_districts

    def keep(self, found: Matches) -> Matches:
        """Those of the passages that all choices let through; `found` are the query's own."""
        return found if self.kept is None else found.compress(self.kept)

    def count(self) -> Counted:
        """What facets count; each under the query and the choices in the other facets."""
        columns = self._columns
        docs = self._docs if self._of_districts is None else self._docs.compress(self._of_districts)
        others = self._docs if self._of_cells is None else self._docs.compress(self._of_cells)
        cells = np.bincount(columns.cells[docs], minlength=columns.size)
        regions = np.bincount(
            columns.snapshot.regions.codes[others], minlength=len(columns.snapshot.regions.values)
        )
        return Counted(cells.astype(np.int32), regions.astype(np.int32))


class FoundFacets:
    """All facets of a query; each counts under the query and the choices in the other facets."""

    def __init__(self, query: Query, columns: Columns, counted: Counted) -> None:
        self._query, self._columns, self._counted = query, columns, counted
        self._chosen = columns.choose(query)

    def by_name(self) -> dict[str, FacetValues]:
        """The facets by their names."""
        cells = self._counted.cells.reshape(self._columns.shape)
        districts = self._columns.districts.list_values(self._counted.regions, self._query.districts)
        return {
            "year": FacetValues(partial(self._years, cells)),
            "district": districts,
            "section": FacetValues(partial(self._sections, cells)),
            "kind": FacetValues(partial(self._kinds, cells)),
        }

    def _years(self, cells: Counts) -> tuple[FacetValue, ...]:
        """Single years, newest first, then chosen ranges, then 未详."""
        if self._chosen:
            _, sections, kinds = self._chosen
            cells = cells[:, sections][:, :, kinds]
        counted = cells.sum((1, 2)).tolist()
        years = self._query.years
        counts = dict(zip(self._columns.years, counted, strict=True))
        chosen = {span.first for span in years if span.first is not None and span.first == span.last}
        listed = {year for year, count in counts.items() if count and year} | chosen
        values = [
            FacetValue(str(year), f"{year} 年", counts.get(year, 0), year in chosen)
            for year in sorted(listed, reverse=True)
        ]
        for span in years:
            if span.first != span.last:
                fits = match_years(np.array(self._columns.years), (span,))
                count = int(np.array(counted)[fits].sum())
                values.append(FacetValue(span.value, _range_label(span), count, True))
        unknown = any(span.without for span in years)
        if counts.get(0) or unknown:
            values.append(FacetValue(UNKNOWN, f"年度{UNKNOWN}", counts.get(0, 0), unknown))
        return tuple(values)

    def _sections(self, cells: Counts) -> tuple[FacetValue, ...]:
        if self._chosen:
            years, _, kinds = self._chosen
            cells = cells[years][:, :, kinds]
        counts = cells.sum((0, 2)).tolist()
        sections = self._query.sections
        return tuple(
            FacetValue(str(number), label, counts[number], number in sections)
            for number, label in SECTION_LABELS.items()
            if counts[number] or number in sections
        )

    def _kinds(self, cells: Counts) -> tuple[FacetValue, ...]:
        if self._chosen:
            years, sections, _ = self._chosen
            cells = cells[years][:, sections]
        counts = dict(zip(self._columns.kinds, cells.sum((0, 1)).tolist(), strict=False))
        kinds = self._query.kinds
        return tuple(
            FacetValue(kind.value, KIND_NAMES[kind], counts.get(kind.value, 0), kind in kinds)
            for kind in Kind
            if counts.get(kind.value) or kind in kinds
        )


def _range_label(span: Years) -> str:
    if span.first is None:
        return f"{span.last} 年及以前"
    return f"{span.first} 年及以后" if span.last is None else f"{span.first}–{span.last} 年"
