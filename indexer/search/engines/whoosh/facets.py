"""Facets: how many hits each further choice would have."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.matches import Chosen, Mask, Matches
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.facets.counting import SECTIONS, Counted, FacetAxes
from indexer.search.facets.divisions import DistrictTree, NameOf
from indexer.search.query.tree import Query

if TYPE_CHECKING:
    from indexer.search.engines.whoosh.trend import SnapshotReports


_SPARSE = 8
"""Where numbers could be so many times as many as there are, they are sooner sorted than looked up."""


class FacetClasses(NamedTuple):
    """Passages by year, section, kind and division together: all that have these in common are one class.

    Attributes:
        of_passage: the class of each passage.
        cells: year, section and kind of each class as one number (see `FacetAxes`).
        divisions: the division of each class; they ascend.
    """

    of_passage: NDArray[np.int32]  # narrow: looked up in a third of the time
    cells: NDArray[np.intp]
    divisions: NDArray[np.intp]


class Columns:
    """What facets need of a snapshot, made once.

    Attributes:
        axes: the values of years, sections and kinds.
    """

    def __init__(self, snapshot: Snapshot, name_of: NameOf) -> None:
        self.snapshot = snapshot
        counts = np.bincount(snapshot.year) if snapshot.size else np.zeros(0, np.int64)
        self.axes = FacetAxes(np.flatnonzero(counts).tolist(), snapshot.kinds.values)
        self._name_of = name_of

    @cached_property
    def classes(self) -> FacetClasses:
        """The classes that there are: far fewer than passages, and than years, sections, kinds and divisions
        could make.
        """
        snapshot, size = self.snapshot, self.axes.size
        years, kinds = self.axes.years, self.axes.shape[2]
        of_year = np.zeros((years or [0])[-1] + 1, np.intp)
        of_year[years] = np.arange(len(years)) * (SECTIONS * kinds)
        of_section = np.arange(SECTIONS) * kinds
        numbers = snapshot.regions.codes.astype(np.intp)
        numbers *= size
        numbers += of_year.take(snapshot.year)
        numbers += of_section.take(snapshot.section, mode="clip")
        numbers += snapshot.kinds.codes
        listed, classes = _number(numbers, len(snapshot.regions.values) * size)
        return FacetClasses(classes, listed % size, listed // size)

    @cached_property
    def everything(self) -> Counted:
        """What is counted where nothing is chosen and everything found."""
        return self.add_up(np.bincount(self.classes.of_passage, minlength=len(self.classes.cells)))

    def add_up(
        self, counts: NDArray[np.intp], of_cells: Mask | None = None, of_divisions: Mask | None = None
    ) -> Counted:
        """What facets count, from the number of hits in each class.

        Args:
            of_cells, of_divisions: for each class whether the choices of cells, and of divisions, let it
                through; None where nothing is chosen.
        """
        under_divisions = counts if of_divisions is None else counts * of_divisions
        under_cells = counts if of_cells is None else counts * of_cells
        regions = np.zeros(len(self.snapshot.regions.values), np.int32)
        divisions, starts = self._division_starts
        regions[divisions] = np.add.reduceat(under_cells, starts) if len(starts) else 0
        cells = np.bincount(self.classes.cells, under_divisions, self.axes.size)
        return Counted(cells.astype(np.int32), regions)

    @cached_property
    def _division_starts(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The divisions that classes are of, and the first class of each."""
        return np.unique(self.classes.divisions, return_index=True)

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
        classes = columns.classes
        # None: nothing is chosen, and everything may stay as it is.
        self._of_cells: Mask | None = None
        if chosen := columns.axes.choose(query):
            years, sections, kinds = chosen
            fits = (years[:, None, None] & sections[:, None] & kinds).ravel()
            self._of_cells = fits.take(classes.cells)
        self._of_divisions: Mask | None = None
        if query.districts:
            self._of_divisions = columns.snapshot.match_districts(query.districts).take(classes.divisions)
        self.kept = _intersect(self._of_cells, self._of_divisions)
        if self.kept is not None:
            self.kept = self.kept.take(self._classes)

    @cached_property
    def _classes(self) -> NDArray[np.int32]:
        """The class of each hit."""
        return self._columns.classes.of_passage.take(self._found.docs)

    def keep(self, found: Matches) -> Matches:
        """Those of the passages that all choices let through; `found` are the query's own."""
        return found if self.kept is None else found.compress(self.kept)

    def count(self) -> Counted:
        """What facets count; each under the query and the choices in the other facets."""
        columns = self._columns
        classes = columns.classes
        if self.kept is None and len(self._found) == columns.snapshot.size:
            return columns.everything
        if 2 * len(self._found) > len(classes.cells):  # many are sooner counted class by class
            counts = np.bincount(self._classes, minlength=len(classes.cells))
            return columns.add_up(counts, self._of_cells, self._of_divisions)
        return Counted(
            _count(classes.cells, _compress(self._classes, self._of_divisions), columns.axes.size),
            _count(
                classes.divisions,
                _compress(self._classes, self._of_cells),
                len(columns.snapshot.regions.values),
            ),
        )


def _number(values: NDArray[np.intp], limit: int) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """The different ones of some values, ascending, and which of them each is.

    Args:
        limit: what all of them are below.
    """
    if limit > _SPARSE * len(values):
        listed, numbers = np.unique(values, return_inverse=True)
        return listed, numbers.astype(np.int32)
    there = np.zeros(limit, np.bool_)
    there[values] = True
    return there.nonzero()[0], there.cumsum(dtype=np.int32).take(values) - np.int32(1)


def _intersect(one: Mask | None, other: Mask | None) -> Mask | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _compress(classes: NDArray[np.int32], fits: Mask | None) -> NDArray[np.int32]:
    """The classes of those hits whose class a choice lets through."""
    return classes if fits is None else classes.compress(fits.take(classes))


def _count(of_class: NDArray[np.intp], classes: NDArray[np.int32], size: int) -> NDArray[np.int32]:
    """Count hits by a property of their classes."""
    return np.bincount(of_class.take(classes), minlength=size).astype(np.int32)
