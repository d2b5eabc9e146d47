"""Texts as UTF-16 units, as an index keeps them: one line break after each."""

from __future__ import annotations

from codecs import utf_16_le_decode

import numpy as np
from numpy.typing import NDArray

Units = NDArray[np.uint16]

BREAK = 10
"""The line break: is between lines and texts, and is never found."""


def to_units(text: str) -> Units:
    """A text as UTF-16 units."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)


def to_text(units: Units) -> str:
    """The text of some units that lie one after the other."""
    # By itself: looking the decoder up by its name takes longer than a text does.
    return utf_16_le_decode(units.data, "surrogatepass", True)[0]


def to_pair(text: str) -> int | None:
    """Two units as one number, the first in the upper half; None for anything else."""
    units = to_units(text)
    return cut_pairs(units)[0] if len(units) == 2 and BREAK not in units else None


def cut_pairs(units: Units) -> list[int]:
    """Return each two neighbouring units as one number (see `to_pair`)."""
    pairs: list[int] = ((units[:-1].astype(np.uint32) << 16) | units[1:]).tolist()
    return pairs


def to_key(text: str) -> int:
    """One or two characters of one unit each as one number, the first of two in the upper half."""
    return ord(text[0]) << 16 | ord(text[1]) if len(text) == 2 else ord(text)


def decode_text(units: Units, ends: NDArray[np.int64], number: int) -> str:
    """One of several texts that stand one after the other, without the line break after it.

    Args:
        ends: where each text ends, its line break included.
    """
    start = int(ends[number - 1]) if number else 0
    return to_text(units[start : int(ends[number]) - 1])
