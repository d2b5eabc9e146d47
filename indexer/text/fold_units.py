"""Folding of whole texts at once, as arrays of UTF-16 units: the same result as `fold`."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from indexer.text.fold import fold

_UNKNOWN, _OTHERWISE = -1, -2
_TABLE = np.full(2**16, _UNKNOWN, np.int32)
"""For each unit what it folds to; `_OTHERWISE` where that is not exactly one unit."""
_FILLING = threading.Lock()


def fold_to_units(text: str) -> NDArray[np.uint16] | None:
    """Return the folded text, where each of its characters is one unit and folds to one; else None."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    folded = _TABLE[units]
    least = folded.min(initial=0)
    if least < 0:
        _fill(units[folded == _UNKNOWN])
        folded = _TABLE[units]
        if folded.min(initial=0) < 0:
            return None
    return folded.astype(np.uint16)


def _fill(units: NDArray[np.uint16]) -> None:
    with _FILLING:
        for unit in np.unique(units).tolist():
            folded = "" if 0xD800 <= unit < 0xE000 else fold(chr(unit))
            _TABLE[unit] = ord(folded) if len(folded) == 1 and ord(folded) < 2**16 else _OTHERWISE
