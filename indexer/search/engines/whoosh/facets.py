"""Facets: how many hits each further choice would have."""

from __future__ import annotations

from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from indexer.report.names import KIND_NAMES, SECTION_LABELS
from indexer.report.report import UNKNOWN, Kind
from indexer.search.engines.whoosh.district_facet import DistrictTree, NameOf
from indexer.search.engines.whoosh.matches import Docs, Mask, Matches
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.engines.whoosh.trend import HeldReports, list_held_reports
from indexer.search.engines.whoosh.year_range import match_years
from indexer.search.facet_values import FacetValue, FacetValues
from indexer.search.query.tree import Query, Years

_SECTIONS = len(SECTION_LABELS) + 1

Counts = NDArray[np.int64]


class Columns:
    """What facets need of a snapshot, made once.

    Year, section and kind of a passage are one number together (its cell), so that all three are
    counted, under any choices among them, from one histogram.
    """

    def __init__(self, snapshot: Snapshot, name_of: NameOf) -> None:
        self.snapshot = snapshot
        years, codes = np.unique(snapshot.year, return_inverse=True)
        self.years: list[int] = years.tolist()
        self.kinds = snapshot.kinds.values
        self.shape = (len(self.years), _SECTIONS, max(len(self.kinds), 1))
        self.size = self.shape[0] * self.shape[1] * self.shape[2]
        sections = np.clip(snapshot.section, 0, _SECTIONS - 1).astype(np.int64)
        self.cells: Counts = (codes * _SECTIONS + sections) * self.shape[2] + snapshot.kinds.codes
        self.districts = DistrictTree(snapshot.paths, name_of)
        self.all: tuple[Mask, ...] = tuple(np.ones(size, np.bool_) for size in self.shape)

    @cached_property
    def held(self) -> HeldReports:
        """The reports of the snapshot."""
        return list_held_reports(self.snapshot)


class Narrowed:
    """A query's hits under its choices, and what other choices would give.

    Attributes:
        kept: for each passage that matches whether all choices let it through; None where nothing is chosen.
    """

    def __init__(self, query: Query, docs: Docs, columns: Columns) -> None:
        """Args:
        docs: passages that the query's tree matches.
        """
        self._query, self._docs, self._columns = query, docs, columns
        self._chosen = self._choices() if query.years or query.sections or query.kinds else None
        # None: nothing is chosen, and everything may stay as it is.
        self._of_cells: Mask | None = None
        if self._chosen:
            years, sections, kinds = self._chosen
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

    def count_facets(self) -> dict[str, FacetValues]:
        """All facets; each counts under the query and the choices in the other facets."""
        columns = self._columns
        docs = self._docs if self._of_districts is None else self._docs.compress(self._of_districts)
        cells = np.bincount(columns.cells[docs], minlength=columns.size).reshape(columns.shape)
        others = self._docs if self._of_cells is None else self._docs.compress(self._of_cells)
        regions = np.bincount(columns.snapshot.regions.codes[others], minlength=len(columns.snapshot.paths))
        return {
            "year": FacetValues(partial(self._years, cells)),
            "district": columns.districts.list_values(regions, self._query.districts),
            "section": FacetValues(partial(self._sections, cells)),
            "kind": FacetValues(partial(self._kinds, cells)),
        }

    def _choices(self) -> tuple[Mask, Mask, Mask]:
        """For each year, section and kind whether it is let through."""
        query, columns = self._query, self._columns
        years, sections, kinds = columns.all
        if query.years:
            years = match_years(np.array(columns.years), query.years)
        if query.sections:
            sections = np.isin(np.arange(_SECTIONS), query.sections)
        if query.kinds:
            kinds = np.array([kind in query.kinds for kind in columns.kinds or ("",)], np.bool_)
        return years, sections, kinds

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
