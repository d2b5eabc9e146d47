"""Lists of several segments put together under their keys, in bounded memory.

Each segment has a list for each of its keys, in the order of the keys (postings by word, places by pair of
characters). Under each key the lists of all segments follow each other, in the order
of the segments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.arrays import Array, Blocks, cut_slabs, expand_runs

_SLAB = 1 << 21
"""Elements put into place at once."""

Numbers = NDArray[np.int64]
Read = Callable[[int, slice], Array]
"""Gives some of a segment's lists, one after the other, without what is deleted."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one segment.

    Attributes:
        keys: their keys, as numbers among those of all segments, ascending.
        counts: how much of each list is not deleted.
    """

    keys: Numbers
    counts: Numbers


class Weaving:
    """How the lists of several segments come together.

    Attributes:
        ends: where the list of each key ends; two ends are the same where all of a list is deleted.
    """

    def __init__(self, segments: Sequence[Lists], keys: int) -> None:
        """Args:
        keys: number of keys of all segments.
        """
        self._segments = segments
        self._totals = np.zeros(keys, np.int64)
        for lists in segments:
            self._totals[lists.keys] += lists.counts
        self.ends = np.cumsum(self._totals)

    def weave(self, read: Read, dtype: Any) -> Blocks:
        """One array of all segments."""
        return Blocks(
            np.dtype(dtype), int(self.ends[-1]) if len(self.ends) else 0, partial(self._make, read, dtype)
        )

    def _make(self, read: Read, dtype: Any) -> Iterator[Array]:
        for some in cut_slabs(self.ends, _SLAB):
            base = _start(self.ends, some.start)
            woven = np.empty(int(self.ends[some.stop - 1]) - base, dtype)
            free = self.ends[some] - self._totals[some] - base
            for number, lists in enumerate(self._segments):
                left, right = lists.keys.searchsorted([some.start, some.stop]).tolist()
                if left < right:
                    at, counts = lists.keys[left:right] - some.start, lists.counts[left:right]
                    woven[expand_runs(free[at], counts)] = read(number, slice(left, right))
                    free[at] += counts
            yield woven


def count_kept(ends: Numbers, keep: Callable[[slice], NDArray[np.bool_]]) -> Numbers:
    """How much of each list is kept.

    Args:
        ends: where each list ends among all of them.
        keep: for each element of some lists whether it is.
    """
    counts = np.zeros(len(ends), np.int64)
    for some in cut_slabs(ends, _SLAB):
        running = np.concatenate([[0], np.cumsum(keep(some), dtype=np.int64)])
        counts[some] = np.diff(running[ends[some] - _start(ends, some.start)], prepend=0)
    return counts


def _start(ends: Numbers, key: int) -> int:
    return int(ends[key - 1]) if key else 0
