"""Characters and short texts as numbers, and tables of what is counted by them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.text.fold import fold

Floats = NDArray[np.float64]
Codes = NDArray[np.uint64]


@cache
def fold_key(char: str) -> str:
    """Return the character that represents a character in the model: folded, all digits one."""
    folded = fold(char)[:1] or char
    if char != folded and folded.isascii() and folded.isalnum() and ord(char) > 0x7F:
        return "\ue000"  # full-width letters are what shifted bytes look like, not what reports say
    if folded.isascii() and folded.isalpha():
        return "a"
    return "0" if folded.isdigit() else folded if ord(folded) < 65536 else "\ue000"


def pack(text: str) -> int:
    """Up to four characters in one number."""
    packed = 0
    for char in text:
        packed = packed << 16 | ord(char)
    return packed


def encode(text: str) -> Codes:
    """Return the keys of a text's characters, each packed by itself."""
    return np.array([ord(fold_key(char)) for char in text], np.uint64)


def list_runs(singles: Codes, length: int) -> Codes:
    """Return every run of so many characters (1–4) of a text, packed."""
    packed = singles
    for n in range(1, length):
        packed = packed[:-1] << np.uint64(16) | singles[n:]
    return packed


def make_mask(characters: int) -> np.uint64:
    """Mask of the last characters of a packed text."""
    return np.uint64(2 ** (16 * characters) - 1)


class NgramTable:
    """Numbers by packed characters; 0 for what is not there."""

    def __init__(self, keys: NDArray[Any], *columns: NDArray[Any]) -> None:
        """Take sorted keys, each once, and columns of one number a key."""
        self.keys = keys.astype(np.uint64)
        self.columns = [column.astype(np.float64) for column in columns]
        self._keys = np.append(self.keys, np.uint64(2**64 - 1))
        self._columns = [np.append(column, 0) for column in self.columns]

    def __call__(self, keys: Codes) -> list[Floats]:
        """Return each column's numbers for the keys."""
        at = np.searchsorted(self._keys, keys)
        at = np.where(self._keys[at] == keys, at, len(self._keys) - 1)
        return [column[at] for column in self._columns]

    def plus(self, keys: Codes, *columns: Floats) -> NgramTable:
        """Return the table with amounts added at keys, which may come in any order and several times."""
        added, which = np.unique(keys, return_inverse=True)
        at = np.searchsorted(self.keys, added)
        new = self._keys[at] != added
        merged = np.insert(self.keys, at[new], added[new])
        places = at + np.cumsum(new) - new
        sums = []
        for old, column in zip(self.columns, columns, strict=True):
            total = np.insert(old, at[new], 0.0)
            total[places] += np.bincount(which, column, len(added))
            sums.append(total)
        return NgramTable(merged, *sums)
