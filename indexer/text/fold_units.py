"""Folding of whole texts at once, as arrays of UTF-16 units: the same result as `fold`."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.text.fold import fold

_UNKNOWN, _OTHERWISE = -1, -2
_TABLE = np.full(2**16, _UNKNOWN, np.int32)
"""For each unit what it folds to; `_OTHERWISE` where that is not exactly one unit."""
_FILLING = threading.Lock()


def fold_texts(texts: Sequence[str]) -> tuple[list[NDArray[np.uint16]], NDArray[np.bool_]]:
    """Return the folded texts, and for each whether each of its characters is one unit and folds to one."""
    encoded = [text.encode("utf-16-le", "surrogatepass") for text in texts]
    ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded))) // 2
    units = np.frombuffer(b"".join(encoded), np.uint16)
    table = _TABLE.take(units)
    if table.min(initial=0) < 0:
        _fill(units[table == _UNKNOWN])
        table = _TABLE.take(units)
    (otherwise,) = (table < 0).nonzero()
    straight = np.ones(len(texts), np.bool_)
    straight[ends.searchsorted(otherwise, "right")] = False
    together = table.astype(np.uint16)
    folded = [together[start:end] for start, end in pairwise([0, *ends.tolist()])]
    for at in (~straight).nonzero()[0].tolist():
        folded[at] = np.frombuffer(fold(texts[at]).encode("utf-16-le", "surrogatepass"), np.uint16)
    return folded, straight


def _fill(units: NDArray[np.uint16]) -> None:
    with _FILLING:
        for unit in np.unique(units).tolist():
            folded = "" if 0xD800 <= unit < 0xE000 else fold(chr(unit))
            _TABLE[unit] = ord(folded) if len(folded) == 1 and ord(folded) < 2**16 else _OTHERWISE
