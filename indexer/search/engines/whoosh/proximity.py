"""Which passages of a segment have runs close to each other, on the places of all its characters.

A sentence ends at 。！？ or the line's end. Of the places of a common run only those are looked at that lie
in a sentence of the rarest one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.borders import find_whole_numbers
from indexer.search.engines.whoosh.characters import Characters
from indexer.search.engines.whoosh.units import BREAK, to_units
from indexer.search.query.notation import Way

_ENDS = to_units("。！？!?")
_BLOCK = 1 << 22
"""Units looked at together for the ends of sentences."""

Numbers = NDArray[np.int64]


class _Standing(NamedTuple):
    """Places of one way of a run, ascending, and its length in units."""

    places: Numbers
    length: int


class Proximity:
    """Finds runs that stand close to each other in the texts of one segment. May be shared by threads."""

    def __init__(self, characters: Characters) -> None:
        self._characters = characters
        self._found: Numbers | None = None

    def find_near(self, runs: Sequence[Sequence[Way]], distance: int | None) -> NDArray[np.int32]:
        """Passages in which all runs stand in one sentence, or in a stretch in which no gap between two is
        too long; ascending.

        Args:
            runs: for each run the ways in which it is written.
            distance: most units between two neighbours; None: in one sentence.
        """
        standing = [[self._standing(way) for way in ways] for ways in runs]
        standing.sort(key=lambda ways: sum(len(each.places) for each in ways))
        if not standing or not any(len(each.places) for each in standing[0]):
            return np.empty(0, np.int32)
        return self._in_sentence(standing) if distance is None else self._in_stretch(standing, distance)

    def _standing(self, way: Way) -> _Standing:
        units = to_units(way.text)
        places = self._characters.places(way.text)
        whole = find_whole_numbers(self._characters.units, places, units, way.numerals)
        return _Standing(whole.astype(np.int64), len(units))

    def _in_sentence(self, standing: Sequence[Sequence[_Standing]]) -> NDArray[np.int32]:
        ends = self._sentence_ends()
        sentences = np.unique(np.concatenate([ends.searchsorted(each.places) for each in standing[0]]))
        for ways in standing:
            last = ends[sentences]
            first = np.where(sentences > 0, ends[sentences - 1] + 1, 0)
            fits = np.zeros(len(sentences), np.bool_)
            for places, length in ways:
                if len(places):
                    at = places.searchsorted(first)
                    there = places.take(at, mode="clip")
                    fits |= (at < len(places)) & (there + length <= last)
            sentences = sentences.compress(fits)
        return np.unique(self._characters.passages(ends[sentences]))

    def _in_stretch(self, standing: Sequence[Sequence[_Standing]], distance: int) -> NDArray[np.int32]:
        runs = [self._spans(ways) for ways in standing]
        starts, stops = (np.concatenate([run[side] for run in runs]) for side in (0, 1))
        numbers = np.repeat(np.arange(len(runs)), [len(run[0]) for run in runs])
        order = np.lexsort((numbers, stops, starts))
        starts, stops, numbers = starts[order], stops[order], numbers[order]
        passages = self._characters.passages(starts)
        begins = np.ones(len(starts), np.bool_)
        begins[1:] = (starts[1:] - stops[:-1] > distance) | (passages[1:] != passages[:-1])
        stretches = begins.cumsum() - 1
        whole: Numbers = reduce(
            np.intersect1d, [np.unique(stretches[numbers == number]) for number in range(len(runs))]
        )
        return np.unique(passages[begins.nonzero()[0][whole]])

    def _spans(self, ways: Sequence[_Standing]) -> tuple[Numbers, Numbers]:
        """Where a run begins and ends."""
        return (
            np.concatenate([each.places for each in ways]),
            np.concatenate([each.places + each.length for each in ways]),
        )

    def _sentence_ends(self) -> Numbers:
        """Places at which sentences end, ascending; found once, when first asked for."""
        if self._found is None:
            ends = np.zeros(1 << 16, np.bool_)
            ends[[*_ENDS.tolist(), BREAK]] = True
            units: NDArray[Any] = self._characters.units
            blocks = (
                ends.take(units[at : at + _BLOCK]).nonzero()[0] + at for at in range(0, len(units), _BLOCK)
            )
            self._found = np.concatenate([*blocks, np.empty(0, np.int64)]).astype(np.int64)
        return self._found
