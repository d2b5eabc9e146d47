"""The order of characters that Chinese dictionaries have: by how they are read.

Readings are those of pypinyin, of several the first, which is the most common one: what a character stands
for in a word (重 in 重庆) is not asked, as dictionaries do not. (ICU's collation orders the same way; PyICU
has no wheels and wants its C++ library.)
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

_TONES = "\u0304\u0301\u030c\u0300"
"""Combining marks of the four tones, in their order."""
_DIAERESIS = "\u0308"
_SURROGATES = range(0xD800, 0xE000)
_UNITS = 0x10000
_BREAK = ord("\n")


@lru_cache(maxsize=1)
def rank_units() -> NDArray[np.uint16]:
    """Return for each UTF-16 unit its place in the order: the line break, signs and letters, Chinese
    characters by syllable, tone and code, then what has no reading. A fifth of a second the first time.
    """
    # The list of readings takes as long to load again, and few commands ask for this order.
    from pypinyin.constants import PINYIN_DICT

    def key(unit: int) -> tuple[int, str, int]:
        if unit == _BREAK:
            return -1, "", 0
        if reading := PINYIN_DICT.get(unit, ""):
            return 1, _spell(reading.partition(",")[0]), unit
        is_han = unicodedata.category(chr(unit)) == "Lo" and unit >= 0x3400
        return 2 if is_han or unit in _SURROGATES else 0, "", unit

    ranks = np.empty(_UNITS, np.uint16)
    ranks[sorted(range(_UNITS), key=key)] = np.arange(_UNITS, dtype=np.uint16)
    return ranks


@lru_cache(maxsize=4096)
def _spell(reading: str) -> str:
    """A reading so that texts compare as in dictionaries: `lu4`, `lu:4` (lǜ), `luan2`, `lue:4` (lüè)."""
    marks = unicodedata.normalize("NFD", reading)
    letters = "".join(char for char in marks if char.isascii())
    tone = next((_TONES.index(char) + 1 for char in marks if char in _TONES), 5)
    return f"{letters}{':' if _DIAERESIS in marks else ''}{tone}"
