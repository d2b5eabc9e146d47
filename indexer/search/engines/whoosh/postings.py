"""Where one word is, and how often."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.number_lists import NumberLists, Numbers

_FEW = 16
"""One passage in so many is looked up by itself."""

Weights = NDArray[Any]
"""How often a word is in passages: bytes where that is enough, else float32."""


class Postings:
    """Passages that a word is in, and how often in each: where they lie, for they are unpacked when they are
    asked for.

    Attributes:
        weights: how often the word is in each.
    """

    __slots__ = ("_lists", "_number", "weights")

    def __init__(self, lists: NumberLists, number: int, weights: Weights) -> None:
        """Take the list of that number."""
        self._lists, self._number, self.weights = lists, number, weights

    def __len__(self) -> int:
        return len(self.weights)

    @property
    def docs(self) -> Numbers:
        """The passages, ascending."""
        return self._lists.read(self._number)

    def at(self, docs: NDArray[np.intp], size: int) -> Weights:
        """How often the word is in each of these passages.

        Args:
            docs: numbers of passages, ascending.
            size: number of all passages.
        """
        if _FEW * len(docs) < len(self):
            at = self._lists.locate(self._number, docs)
            return np.where(at < 0, self.weights.dtype.type(0), self.weights.take(at))
        own = self.docs
        if len(docs) == len(own) and (docs == own).all():  # what one word alone finds
            return self.weights
        spread = np.zeros(size, self.weights.dtype)
        spread[own] = self.weights
        return spread.take(docs)
