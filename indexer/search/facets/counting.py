"""Facets of a query, from hits counted by what the facets tell apart."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.report.names import KIND_NAMES, SECTION_LABELS, label_section
from indexer.report.report import UNKNOWN, Kind
from indexer.search.facets.divisions import DistrictTree
from indexer.search.facets.values import FacetValue, FacetValues
from indexer.search.facets.year_range import match_years
from indexer.search.query.tree import Query, Years

SECTIONS = len(SECTION_LABELS) + 1
"""Numbers of sections, 0 among them."""

Counts = NDArray[np.signedinteger]
Mask = NDArray[np.bool_]


class FacetAxes:
    """The values that facets may count.

    Attributes:
        years: years of the reports, 0 where unknown, ascending.
        kinds: kinds of report.
        shape: how many years, sections and kinds there are.
    """

    def __init__(self, years: list[int], kinds: tuple[str, ...]) -> None:
        self.years, self.kinds = years, kinds
        self.shape = (len(years), SECTIONS, max(len(kinds), 1))
        self.size = self.shape[0] * self.shape[1] * self.shape[2]
        self.all: tuple[Mask, ...] = tuple(np.ones(size, np.bool_) for size in self.shape)

    def choose(self, query: Query) -> tuple[Mask, Mask, Mask] | None:
        """For each year, section and kind whether it is let through; None where none is chosen."""
        if not (query.years or query.sections or query.kinds):
            return None
        years, sections, kinds = self.all
        if query.years:
            years = match_years(np.array(self.years), query.years)
        if query.sections:
            sections = np.array([section in query.sections for section in range(SECTIONS)], np.bool_)
        if query.kinds:
            kinds = np.array([kind in query.kinds for kind in self.kinds or ("",)], np.bool_)
        return years, sections, kinds


class FacetColumns(Protocol):
    """What facets are made of."""

    @property
    def axes(self) -> FacetAxes:
        """The values of years, sections and kinds."""

    @property
    def districts(self) -> DistrictTree:
        """The tree of divisions."""


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


class FoundFacets:
    """All facets of a query; each counts under the query and the choices in the other facets."""

    def __init__(self, query: Query, columns: FacetColumns, counted: Counted) -> None:
        self._query, self._columns, self._counted = query, columns, counted
        self._axes = columns.axes
        self._chosen = self._axes.choose(query)

    def by_name(self) -> dict[str, FacetValues]:
        """The facets by their names."""
        cells = self._counted.cells.reshape(self._axes.shape)
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
        counts = dict(zip(self._axes.years, counted, strict=True))
        chosen = {span.first for span in years if span.first is not None and span.first == span.last}
        listed = {year for year, count in counts.items() if count and year} | chosen
        values = [
            FacetValue(str(year), f"{year} 年", counts.get(year, 0), year in chosen)
            for year in sorted(listed, reverse=True)
        ]
        for span in years:
            if span.first != span.last:
                fits = match_years(np.array(self._axes.years), (span,))
                count = int(np.array(counted)[fits].sum())
                values.append(FacetValue(span.value, _range_label(span), count, True))
        unknown = any(span.without for span in years)
        if counts.get(0) or unknown:
            values.append(FacetValue(UNKNOWN, f"年度{UNKNOWN}", counts.get(0, 0), unknown))
        return tuple(values)

    def _sections(self, cells: Counts) -> tuple[FacetValue, ...]:
        kinds, chosen = self._axes.kinds, self._query.sections
        if self._chosen:
            years, _, let_through = self._chosen
            cells = cells[years][:, :, let_through]
            kinds = tuple(kind for kind, is_chosen in zip(kinds, let_through, strict=False) if is_chosen)
        values = []
        for number, counts in enumerate(cells.sum(0).tolist()):
            if number and (any(counts) or number in chosen):
                found = [kind for kind, count in zip(kinds, counts, strict=False) if count]
                label = label_section(number, found)
                values.append(FacetValue(str(number), label, sum(counts), number in chosen))
        return tuple(values)

    def _kinds(self, cells: Counts) -> tuple[FacetValue, ...]:
        if self._chosen:
            years, sections, _ = self._chosen
            cells = cells[years][:, sections]
        counts = dict(zip(self._axes.kinds, cells.sum((0, 1)).tolist(), strict=False))
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
