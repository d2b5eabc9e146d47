"""Texts in their own characters, kept as what differs from their folded ones.

Folding takes capitals and wide commas from a text and leaves nearly all else: of 700 characters of a real
passage one differs from what its folded one usually stands for. So a text is rebuilt from the folded
characters that phrases are found in, and takes a fiftieth of what it takes by itself.

Arrays: `own_sizes` (uint32, units of each text; `_WHOLE` for one that is kept whole), `own_ends` (int64,
where the changes of each text end), `own_places` (uint16, which unit of its text each change is of) and
`own_units` (uint16, what it is there; the units of a text kept whole stand here, too).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.arrays import Array
from indexer.search.engines.whoosh.units import Units, to_text, to_units

_USUAL = np.arange(1 << 16, dtype=np.uint16)
"""What each folded unit stands for in Chinese text. Part of the format: indexes are read by it."""
_USUAL[to_units(",:;()!?")] = to_units("，：；（）！？")
_WHOLE = 0xFFFFFFFF
_LONGEST = 1 << 16
"""Units of the longest text whose places fit."""


def pack_own_texts(texts: Iterable[str], units: Units, ends: NDArray[np.int64]) -> dict[str, Array]:
    """Return the arrays of some texts.

    Args:
        units, ends: the folded characters of each, a line break after them, and where that ends. More may
            stand before those of the text.
    """
    sizes, counts = [], []
    places: list[Array] = [np.empty(0, np.uint16)]
    changes: list[Units] = [np.empty(0, np.uint16)]
    start = 0
    for text, end in zip(texts, ends.tolist(), strict=True):
        own = to_units(text)
        found = _compare(own, units[start : end - 1])
        start = end
        if found is None:
            sizes.append(_WHOLE)
            found = np.zeros(len(own), np.uint16)
            changes.append(own)
        else:
            sizes.append(len(own))
            changes.append(own.take(found))
        places.append(found.astype(np.uint16))
        counts.append(len(found))
    return {
        "own_sizes": np.array(sizes, np.uint32),
        "own_ends": np.cumsum(np.array(counts, np.int64)),
        "own_places": np.concatenate(places),
        "own_units": np.concatenate(changes),
    }


def unpack_own_text(arrays: dict[str, Array], number: int) -> str:
    """Return a text in its own characters.

    Args:
        arrays: those of `pack_own_texts`, and the `units` and `ends` that it was given.
    """
    ends, size = arrays["own_ends"], arrays["own_sizes"].item(number)
    changed = slice(ends.item(number - 1) if number else 0, ends.item(number))
    if size == _WHOLE:
        return to_text(arrays["own_units"][changed])
    end = arrays["ends"].item(number) - 1
    own = _USUAL.take(arrays["units"][end - size : end])
    if changed.start < changed.stop:
        own[arrays["own_places"][changed]] = arrays["own_units"][changed]
    return to_text(own)


def _compare(own: Units, folded: Units) -> NDArray[np.intp] | None:
    """Where a text is not what its folded units usually stand for; None where it is better kept whole."""
    if len(own) > min(len(folded), _LONGEST):
        return None
    (found,) = np.not_equal(_USUAL.take(folded[len(folded) - len(own) :]), own).nonzero()
    return found if 2 * len(found) <= len(own) else None
