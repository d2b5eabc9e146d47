"""A character language model of report text: how likely one character follows another.

Counts of characters and of pairs, from jieba's dictionary (pairs inside words by the word's
frequency; which characters begin and end words) and from the sample corpus, are packaged as
`indexer/data/characters.npz`; `python -m indexer.data.characters` makes the file anew.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

_UNSEEN = 1e-7
"""Share of the probability that is left for what the counts never saw."""


class CharacterModel:
    """Interpolated bigram model over characters of the Basic Multilingual Plane."""

    def __init__(
        self,
        pairs: NDArray[np.uint32],
        inside: NDArray[np.float32],
        code: NDArray[np.uint16],
        total: NDArray[np.float32],
        begin: NDArray[np.float32],
        end: NDArray[np.float32],
    ) -> None:
        """Take the counts.

        Args:
            pairs: code points of two characters in one number each (first * 65536 + second), ascending.
            inside: how often the pair stands inside a word.
            code, total, begin, end: per character its code point, and how often it occurs,
                begins a word, ends a word.
        """
        self._pairs, self._inside = pairs, inside
        self._total = np.zeros(65536, np.float32)
        self._begin = np.zeros(65536, np.float32)
        self._end = np.zeros(65536, np.float32)
        self._total[code], self._begin[code], self._end[code] = total, begin, end
        self._all = float(total.sum())
        self._words = float(begin.sum())

    def follow(self, first: NDArray[np.uint16], second: NDArray[np.uint16]) -> NDArray[np.float32]:
        """Natural logarithm of the probability that `second` follows `first`; shapes broadcast."""
        first, second = np.broadcast_arrays(first, second)
        keys = first.astype(np.uint32) << 16 | second
        at = np.minimum(np.searchsorted(self._pairs, keys), len(self._pairs) - 1)
        inside = np.where(self._pairs[at] == keys, self._inside[at], 0)
        # `first` ends a word and `second` begins the next.
        across = self._end[first] * (self._begin[second] / self._words)
        seen = (inside + across) / np.maximum(self._total[first], 1)
        share = self._total[second] / self._all
        return np.log(0.98 * seen + 0.02 * share + _UNSEEN).astype(np.float32)

    def mean(self, text: str) -> float:
        """Mean of `follow` over a text's pairs; 0.0 for fewer than two characters."""
        codes = np.frombuffer(text.encode("utf-16-le", "replace"), np.uint16)
        return float(self.follow(codes[:-1], codes[1:]).mean()) if len(codes) > 1 else 0.0


@cache
def model() -> CharacterModel:
    """The packaged model, read when first asked for."""
    with files("indexer.data").joinpath("characters.npz").open("rb") as file, np.load(file) as counts:
        return CharacterModel(
            counts["pairs"], counts["inside"], counts["code"], counts["total"], counts["begin"], counts["end"]
        )
