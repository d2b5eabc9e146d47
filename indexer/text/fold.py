"""What search folds: compatibility forms, case, and traditional characters.

Folding is a map from single characters to strings, so that a part of a text folds to
a part of the folded text: that is what makes exact phrases exact. Phrase-aware
conversion (OpenCC's own way) reads 乾 differently in 乾隆 and 乾燥, and would lose it.
"""

from __future__ import annotations

import unicodedata

from opencc import OpenCC

_TO_SIMPLIFIED = OpenCC("t2s")

# Characters that OpenCC converts only inside phrases. 著 is written for 着 in every text that was
# converted back to traditional (著力推進); 显著 folds to 显着 on both sides, so nothing is lost.
_ALWAYS = {"著": "着", "於": "于", "瞭": "了", "麼": "么"}


class _Folds(dict[int, str]):
    """Folded form of each code point, worked out when first seen."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = char
        while True:
            step = "".join(_fold_step(c) for c in folded)
            if step == folded:
                break
            folded = step
        self[code] = folded
        return folded


def _fold_step(char: str) -> str:
    if "\ud800" <= char <= "\udfff":  # half a character: OpenCC does not take it
        return char
    if unicodedata.category(char) == "Cf":  # zero-width characters, BOM, soft hyphen
        return ""
    char = unicodedata.normalize("NFKC", char).casefold()
    char = _TO_SIMPLIFIED.convert(char) if len(char) == 1 else char
    return _ALWAYS.get(char, char)


_FOLDS = _Folds()


class _Lengths(dict[str, int]):
    """Number of characters that each character folds to."""

    def __missing__(self, char: str) -> int:
        length = self[char] = len(_FOLDS[ord(char)])
        return length


_LENGTHS = _Lengths()


def fold(text: str) -> str:
    """Return the form of a text that search compares.

    NFKC (Unicode Standard Annex #15), case folding and traditional to simplified
    (OpenCC's character table), each character by itself; zero-width characters vanish.
    `fold(fold(t)) == fold(t)`, and `fold(a + b) == fold(a) + fold(b)`.
    """
    return text.translate(_FOLDS)


def fold_with_offsets(text: str) -> tuple[str, list[int] | None]:
    """Return the folded text and, for each of its characters, the offset of its source.

    Returns:
        The folded text, and a list of one offset a folded character with a last entry of
        `len(text)`; None in place of the list where every character folds to one.
    """
    folded = text.translate(_FOLDS)
    lengths = list(map(_LENGTHS.__getitem__, text))
    if not lengths or (len(folded) == len(text) and max(lengths) == 1):
        return folded, None
    offsets = [at for at, length in enumerate(lengths) for _ in range(length)]
    offsets.append(len(text))
    return folded, offsets
