"""Words of the segmenter as numbers: a text is a million words, of which few are different."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.search.analysis import index_words
from indexer.search.engines.whoosh.arrays import expand_runs
from indexer.search.engines.whoosh.schema import encode_text
from indexer.search.engines.whoosh.units import to_units

_SLOTS = 20
"""Slots of the table of known words, as a power of two: several times as many as most archives have words."""
_SHORT = 4
"""Units of the longest word that is one number of 64 bits itself: all but one in two hundred."""
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
"""2^64 through the golden ratio: multiplied by it, numbers that are alike differ in their upper bits (Knuth,
The Art of Computer Programming, 6.4)."""

Numbers = NDArray[np.int64]


class WordParts(NamedTuple):
    """What the index holds of a sequence of the segmenter's words.

    Attributes:
        terms: the index's words of all of them, one after the other.
        counts: how many each of the segmenter's words gives.
        starts: where each of these begins in the text, in units.
    """

    terms: Numbers
    counts: Numbers
    starts: Numbers


class SegmenterVocabulary:
    """Numbers of the segmenter's words, and the index's words that each represents. Shared by threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[str, int] = {}
        self._terms: dict[str, int] = {}
        self._parts, self._ends = array("i"), array("q")
        self._known = _KnownWords()

    @property
    def terms(self) -> list[bytes]:
        """The index's words by their numbers."""
        with self._lock:
            terms = list(self._terms)
        return [encode_text(term) for term in terms]

    def __len__(self) -> int:
        return len(self._numbers)

    def split(self, words: Sequence[str]) -> WordParts:
        """Return what the index holds of the segmenter's words of a text, none of which has a NUL."""
        # A NUL after each word, and as many more as a number of 64 bits may reach over.
        units = to_units("\0".join([*words, "\0" * (_SHORT - 1)]))
        (ends,) = (units[: 1 - _SHORT] == 0).nonzero()
        sizes = np.diff(ends, prepend=-1) - 1
        keys = _pack_short(units, ends - sizes, sizes)
        with self._lock:
            numbers, is_known = self._known.find(keys)
            (unknown,) = (~is_known | (sizes > _SHORT)).nonzero()
            found = (self._number(words[at]) for at in unknown.tolist())
            numbers[unknown] = np.fromiter(found, np.int32, len(unknown))
            new = unknown.compress(sizes[unknown] <= _SHORT)
            self._known.add(keys[new], numbers[new])
            parts_ends, parts = np.array(self._ends, np.int64), np.array(self._parts, np.int64)
        given = np.diff(parts_ends, prepend=0)
        counts = given.take(numbers)
        terms = parts.take(expand_runs((parts_ends - given).take(numbers), counts))
        return WordParts(terms, counts, np.cumsum(sizes) - sizes)

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            terms = self._terms
            self._parts.extend(terms.setdefault(term, len(terms)) for term in index_words(word))
            self._ends.append(len(self._parts))
            number = self._numbers[word] = len(self._ends) - 1
        return number


class _KnownWords:
    """Numbers of short words, looked up for all words of a text at once. What has no room is forgotten."""

    def __init__(self) -> None:
        self._keys = np.zeros(1 << _SLOTS, np.uint64)
        self._numbers = np.zeros(1 << _SLOTS, np.int32)

    def find(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """Return the number of each word, and whether there is one."""
        slots = _hash(keys)
        return self._numbers.take(slots), self._keys.take(slots) == keys

    def add(self, keys: NDArray[np.uint64], numbers: NDArray[np.int32]) -> None:
        """Keep the numbers of words."""
        slots = _hash(keys)
        self._keys[slots], self._numbers[slots] = keys, numbers


def _pack_short(units: NDArray[np.uint16], starts: Numbers, sizes: Numbers) -> NDArray[np.uint64]:
    """Each word as a number, which no other word of up to `_SHORT` units has.

    Args:
        units: that many less one come after the last word.
    """
    count, step = len(units) - _SHORT + 1, (units.itemsize,)
    windows: NDArray[np.uint64] = np.ndarray((count,), np.dtype("<u8"), units.tobytes(), 0, step)
    beyond = 16 * (_SHORT - np.minimum(sizes, _SHORT))
    return windows[starts] << beyond.astype(np.uint64)


def _hash(keys: NDArray[np.uint64]) -> NDArray[np.intp]:
    slots: NDArray[np.intp] = ((keys * _GOLDEN) >> np.uint64(64 - _SLOTS)).astype(np.intp)
    return slots
