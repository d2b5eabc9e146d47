"""Where the characters of an OFD text object begin on their line (GB/T 33190-2016, 11.3)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml.etree import _Element

from indexer.extraction.ofd.package import find_all

_NARROW, _BROAD = frozenset("ijlftr.,:;'|!()[]-"), frozenset("mw@%&")


class PlacedCharacter(NamedTuple):
    """A character, where it begins, and how far from there the next one does, 0 where that is not said."""

    char: str
    x: float
    y: float
    step: float


def place_characters(element: _Element, size: float) -> Iterator[PlacedCharacter]:
    """Yield the characters of a text object with the points at which they begin on their line.

    Args:
        element: the object.
        size: of its font, in the object's own units.

    Raises:
        ValueError: a number is none.
    """
    turn = int(float(element.get("ReadDirection") or 0)) // 90 % 4
    along = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]
    x = y = 0.0
    for code in find_all(element, "TextCode"):
        text = code.text or ""
        x, y = float(code.get("X") or x), float(code.get("Y") or y)
        right, below = (
            list(islice(_expand(code.get(name) or ""), len(text))) for name in ("DeltaX", "DeltaY")
        )
        placed = bool(right or below)
        for at, char in enumerate(text):
            step = abs(right[at]) if at < len(right) else 0.0
            yield PlacedCharacter(char, x, y, step or (abs(below[at]) if at < len(below) else 0.0))
            if placed:
                x += right[at] if at < len(right) else 0.0
                y += below[at] if at < len(below) else 0.0
            else:
                x += along[0] * size * estimate_width(char)
                y += along[1] * size * estimate_width(char)


def _expand(text: str) -> Iterator[float]:
    """Yield the steps between characters: `g 3 5.2` stands for three times 5.2 (11.3)."""
    parts = iter(text.split())
    for part in parts:
        if part == "g":
            times, step = int(next(parts, "0")), float(next(parts, "0"))
            for _ in range(times):
                yield step
        else:
            yield float(part)


def estimate_width(char: str) -> float:
    """Return about how wide a character is, in its height: fonts are seldom at hand."""
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    return 0.3 if char in _NARROW else 0.75 if char in _BROAD or char.isupper() else 0.5
