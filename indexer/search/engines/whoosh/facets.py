"""Facets: how many hits each further choice would have."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.matches import Chosen, Mask, Matches
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.facets.counting import SECTIONS, Counted, FacetAxes
from indexer.search.facets.divisions import DistrictTree, NameOf
from indexer.search.query.tree import Query

if TYPE_CHECKING:
    from indexer.search.engines.whoosh.trend import SnapshotReports


class Columns:
    """What facets need of a snapshot, made once.

    Year, section and kind of a passage are one number together (its cell), so that all three are
    counted, under any choices among them, from one histogram.

    Attributes:
        axes: the values of years, sections and kinds.
    """

    def __init__(self, snapshot: Snapshot, name_of: NameOf) -> None:
        self.snapshot = snapshot
        counts = np.bincount(snapshot.year) if snapshot.size else np.zeros(0, np.int64)
        self.axes = FacetAxes(np.flatnonzero(counts).tolist(), snapshot.kinds.values)
        self._name_of = name_of

    @cached_property
    def cells(self) -> NDArray[np.int32]:
        """By passage."""
        snapshot = self.snapshot
        years, kinds = self.axes.years, self.axes.shape[2]
        of_year = np.zeros((years or [0])[-1] + 1, np.int32)
        of_year[years] = np.arange(len(years)) * (SECTIONS * kinds)
        of_section = np.arange(SECTIONS, dtype=np.int32) * np.int32(kinds)
        cells = of_year.take(snapshot.year) + of_section.take(snapshot.section, mode="clip")
        cells += snapshot.kinds.codes
        return cells

    @cached_property
    def division_cells(self) -> NDArray[np.intp]:
        """By passage, the division and the cell as one number: as NumPy counts them without copying."""
        codes: NDArray[np.intp] = self.snapshot.regions.codes.astype(np.intp)
        codes *= self.axes.size
        codes += self.cells
        return codes

    @cached_property
    def everything(self) -> Counted:
        """What is counted where nothing is chosen and everything found."""
        return self.count_together(self.division_cells)

    def count_together(self, division_cells: NDArray[np.intp]) -> Counted:
        """Count by cell and by division, in one go.

        Args:
            division_cells: of each hit (see `division_cells`).
        """
        divisions = len(self.snapshot.regions.values)
        counts = np.bincount(division_cells, minlength=divisions * self.axes.size)
        counts = counts.reshape(divisions, self.axes.size)
        return Counted(counts.sum(0).astype(np.int32), counts.sum(1).astype(np.int32))

    @cached_property
    def districts(self) -> DistrictTree:
        """The tree of divisions."""
        return DistrictTree(self.snapshot.paths, self._name_of)

    @cached_property
    def held(self) -> SnapshotReports:
        """The reports of the snapshot."""
        from indexer.search.engines.whoosh.trend import list_held_reports

        return list_held_reports(self.snapshot)


class Narrowed:
    """A query's hits under its choices, and what other choices would give.

    Attributes:
        kept: for each passage that matches whether all choices let it through; None where nothing is chosen.
    """

    def __init__(self, query: Query, found: Chosen, columns: Columns) -> None:
        """Args:
        found: passages that the query's tree matches.
        """
        self._found, self._columns = found, columns
        # None: nothing is chosen, and everything may stay as it is.
        self._of_cells: Mask | None = None
        if chosen := columns.axes.choose(query):
            years, sections, kinds = chosen
            fits = (years[:, None, None] & sections[:, None] & kinds).ravel()
            self._of_cells = fits.take(columns.cells.take(found.docs))
        self._of_districts: Mask | None = None
        if query.districts:
            self._of_districts = columns.snapshot.in_districts(query.districts).take(found.docs)
        self.kept = self._of_cells if self._of_districts is None else self._of_districts
        if self._of_cells is not None and self._of_districts is not None:
            self.kept = self._of_cells & self._of_districts

    def keep(self, found: Matches) -> Matches:
        """Those of the passages that all choices let through; `found` are the query's own."""
        return found if self.kept is None else found.compress(self.kept)

    def count(self) -> Counted:
        """What facets count; each under the query and the choices in the other facets."""
        columns = self._columns
        # Many hits are counted in half the time that counting them twice takes; for few, adding up what is
        # counted takes longer.
        divisions = len(columns.snapshot.regions.values)
        found = self._found.docs
        if self.kept is None and 2 * len(found) > divisions * columns.axes.size:
            if len(found) == columns.snapshot.size:
                return columns.everything
            return columns.count_together(columns.division_cells.take(found))
        docs = found if self._of_districts is None else found.compress(self._of_districts)
        others = found if self._of_cells is None else found.compress(self._of_cells)
        cells = np.bincount(columns.cells.take(docs), minlength=columns.axes.size)
        regions = np.bincount(columns.snapshot.regions.codes.take(others), minlength=divisions)
        return Counted(cells.astype(np.int32), regions.astype(np.int32))
