"""Which of some sets each passage is in, as one number a passage: what is known of a number is known of all
passages that have it, so that few of them need be looked at one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.matches import Chosen, Docs, Mask, Scores

MOST_SETS = 16
"""Sets that one number tells apart."""
_COMPARED = 16
"""Classes that are quicker looked for one by one than looked up."""

Classes = NDArray[np.unsignedinteger]


class WordCoverage:
    """The classes of the passages of one snapshot.

    Attributes:
        classes: by passage, a bit for each set that it is in.
        size: number of classes.
    """

    def __init__(self, size: int, sets: Sequence[Chosen]) -> None:
        """Args:
        size: number of all passages.
        sets: no more than `MOST_SETS`; the first has the lowest bit.
        """
        self.size = 1 << len(sets)
        kind = np.uint8 if len(sets) <= 8 else np.uint16
        self.classes: Classes = np.zeros(size, kind)
        for number, each in enumerate(sets):
            bit = kind(1 << number)
            if each.many:
                self.classes |= np.multiply(each.mask, bit, dtype=kind)
            else:
                self.classes[each.docs] |= bit

    def narrow(self, docs: Docs) -> WordCoverage:
        """Return the same of some passages, by their places among them; one set more, the last, has all of
        them. So there may be one set less than `MOST_SETS` before.
        """
        narrowed = WordCoverage(len(docs), ())
        narrowed.size = 2 * self.size
        kind = np.uint8 if narrowed.size <= 256 else np.uint16
        narrowed.classes = self.classes.take(docs).astype(kind, copy=False)
        narrowed.classes |= kind(self.size)
        return narrowed

    def sum_values(self, values: Sequence[np.float32]) -> Scores:
        """For each class the sum of the values of the sets that it is in, added in their order."""
        sums = np.zeros(1, np.float32)
        for value in values:
            sums = np.concatenate([sums, sums + value])
        return sums

    def leave_out(self, chosen: Chosen) -> None:
        """Take passages out of all sets."""
        if chosen.many:
            self.classes *= ~chosen.mask
        else:
            self.classes[chosen.docs] = 0

    def keep(self, chosen: Chosen) -> None:
        """Take all other passages out of all sets."""
        self.classes *= chosen.mask

    def find(self, wanted: Mask) -> Docs:
        """Return the passages of the classes for which a mask holds, but of none that is in no set."""
        docs: Docs = self.choose(wanted).docs
        return docs

    def choose(self, wanted: Mask) -> Chosen:
        """Return the same, of which the numbers may be asked for later."""
        (listed,) = wanted[1:].nonzero()
        if len(listed) > _COMPARED:
            return Chosen(len(self.classes), mask=wanted.take(self.classes))
        mask = np.zeros(len(self.classes), np.bool_)
        for number in listed.tolist():
            mask |= self.classes == number + 1
        return Chosen(len(self.classes), mask=mask)

    def count(self) -> NDArray[np.int64]:
        """How many passages are in each class."""
        if self.size > _COMPARED:
            return np.bincount(self.classes, minlength=self.size)
        return np.array([np.count_nonzero(self.classes == number) for number in range(self.size)], np.int64)

    def find_least(self, values: Scores, wanted: int) -> np.float32:
        """Return the value that comes in place `wanted` from the highest, from 1, where each passage has
        that of its class; of the last, if there are fewer.
        """
        left = wanted
        for number in (-values).argsort(kind="stable")[:_COMPARED].tolist():
            left -= int(np.count_nonzero(self.classes == number))
            if left <= 0:
                least: np.float32 = values[number]
                return least
        return find_least(values, np.bincount(self.classes, minlength=self.size), wanted)


def find_least(values: Scores, counts: NDArray[np.int64], wanted: int) -> np.float32:
    """Of as many passages with each of these values as are counted, the value of the one that comes in place
    `wanted` from the highest, from 1; of the last, if there are fewer.
    """
    (there,) = counts.nonzero()
    order = there[np.argsort(-values[there])]
    reached = int(counts[order].cumsum().searchsorted(wanted))
    least: np.float32 = values[order[min(reached, len(order) - 1)]]
    return least
