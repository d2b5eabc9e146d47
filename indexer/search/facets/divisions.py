"""The facet of divisions: a tree that is laid out once and counted for each query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.report.regions import read_divisions
from indexer.report.report import UNKNOWN, Region
from indexer.search.facets.values import FacetValue, FacetValues
from indexer.search.query.tree import District

NameOf = Callable[[str, str], str]
"""From a division's code and its short name to what the district filter takes."""

_FEW = 200
"""So many values are listed whole."""


class Listed(NamedTuple):
    """Divisions under a query.

    Attributes:
        mask: those with hits, chosen ones and those above a chosen one.
        above: chosen ones and those above them.
        counts: hits in each, those below it included.
        unknown: hits about an unknown division.
    """

    mask: NDArray[np.bool_]
    above: NDArray[np.bool_]
    counts: NDArray[np.int64]
    unknown: int


def name_division(code: str, name: str) -> str:
    """What the district filter takes for a division: its name in the list of divisions, else its own."""
    return read_divisions().to_value(code, name)


class DistrictTree:
    """All divisions of a snapshot, each before those below it, in the order of codes.

    Those below a division are the ones that follow it up to its end, so one running sum counts all.
    """

    def __init__(self, paths: Sequence[Region | None], name_of: NameOf) -> None:
        """Args:
        paths: the divisions that passages are about; None for an unknown one.
        """
        names: dict[tuple[str, ...], str] = {}
        for region in paths:
            if region:
                for depth, name in enumerate(region.path, 1):
                    names.setdefault(region.codes[:depth], name)
        self._codes = sorted(names)
        self._labels = [names[codes] for codes in self._codes]
        self._present = {code for path in self._codes for code in path}
        self._name_of = name_of
        self._described: dict[int, tuple[str, str, int, str]] = {}
        at = {codes: number for number, codes in enumerate(self._codes)}
        self._parent = np.array([at.get(codes[:-1], -1) for codes in self._codes], np.int64)
        self._ends = np.arange(1, len(self._codes) + 1)
        for number in range(len(self._codes) - 1, -1, -1):
            if self._parent[number] >= 0:
                parent = self._parent[number]
                self._ends[parent] = max(self._ends[parent], self._ends[number])
        # One more place, after the last division, for passages about an unknown one.
        self._place = np.array([at[region.codes] if region else len(at) for region in paths], np.int64)

    def list_values(self, counts: NDArray[np.signedinteger], chosen: Iterable[District]) -> FacetValues:
        """The facet.

        Args:
            counts: hits by path.
            chosen: the divisions that the query chooses.
        """
        districts = tuple(chosen)
        codes = {code for district in districts if not district.alone for code in district.codes}

        def listed() -> tuple[Listed, tuple[FacetValue, ...]]:
            found = self._listed(counts, codes)
            return found, (*self._alone(districts, counts), *self._last(districts, found.unknown))

        def all_of_them() -> tuple[FacetValue, ...]:
            found, last = listed()
            return (*self._made(np.flatnonzero(found.mask), found.counts, codes), *last)

        def near() -> tuple[FacetValue, ...]:
            found, last = listed()
            seen, parent = found.mask, self._parent
            if np.count_nonzero(seen) > _FEW:
                opened = found.above.copy()
                top = np.flatnonzero(found.mask & (parent < 0))
                while len(top) == 1:  # one province alone: its cities are what there is to choose from
                    opened[top] = True
                    top = np.flatnonzero(found.mask & (parent == top[0]))
                seen = found.mask & ((parent < 0) | opened[parent])
            return (*self._made(np.flatnonzero(seen), found.counts, codes), *last)

        return FacetValues(all_of_them, near)

    def _listed(self, counts: NDArray[np.signedinteger], chosen: set[str]) -> Listed:
        size = len(self._codes)
        own = np.bincount(self._place, counts, size + 1).astype(np.int64)
        running = np.concatenate([[0], np.cumsum(own[:size])])
        below = running[self._ends] - running[:size]
        # A chosen division stays in its place in the tree, even without hits.
        above = np.zeros(size, np.bool_)
        for number, path in enumerate(self._codes) if chosen else ():
            if path[-1] in chosen:
                at = number
                while at >= 0:
                    above[at] = True
                    at = int(self._parent[at])
        return Listed((below > 0) | above, above, below, int(own[size]))

    def _made(
        self, numbers: NDArray[np.int64], counts: NDArray[np.int64], chosen: set[str]
    ) -> Iterable[FacetValue]:
        codes, described = self._codes, self._described
        for number, count in zip(numbers.tolist(), counts[numbers].tolist(), strict=True):
            value, label, depth, parent = described.get(number) or self._describe(number)
            selected = bool(chosen) and codes[number][-1] in chosen
            yield FacetValue(value, label, count, selected, depth, parent)

    def _describe(self, number: int) -> tuple[str, str, int, str]:
        """Value, label, depth and the value of the division above: worked out when they are first shown."""
        above = int(self._parent[number])
        parent = (self._described.get(above) or self._describe(above))[0] if above >= 0 else ""
        codes, label = self._codes[number], self._labels[number]
        found = self._described[number] = (self._name_of(codes[-1], label), label, len(codes) - 1, parent)
        return found

    def _alone(self, districts: tuple[District, ...], counts: NDArray[np.int64]) -> tuple[FacetValue, ...]:
        """Chosen divisions without those below them."""
        own = np.bincount(self._place, counts, len(self._codes) + 1) if districts else counts
        return tuple(
            FacetValue(district.value, district.value, self._count_own(district.codes, own), True)
            for district in districts
            if district.alone
        )

    def _count_own(self, chosen: tuple[str, ...], own: NDArray[np.float64] | NDArray[np.int64]) -> int:
        return sum(int(own[at]) for at, path in enumerate(self._codes) if path[-1] in chosen)

    def _last(self, districts: tuple[District, ...], unknown: int) -> tuple[FacetValue, ...]:
        """Chosen divisions about which there is no report at all; 未详."""
        values = [
            FacetValue(district.value, district.value, 0, True)
            for district in districts
            if district.codes and not district.alone and self._present.isdisjoint(district.codes)
        ]
        without = any(not district.codes for district in districts)
        if unknown or without:
            values.append(FacetValue(UNKNOWN, f"地区{UNKNOWN}", unknown, without))
        return tuple(values)
