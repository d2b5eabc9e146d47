"""What a correction asks of the texts, on the places of all their characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.search.corrector import is_han
from indexer.search.engines.whoosh.characters import Characters
from indexer.search.engines.whoosh.units import BREAK, to_units

_LOOKED_AT = 20_000
"""Places looked at for one side of a slip."""


class SegmentTexts:
    """The texts of some segments (`indexer.search.corrector.CorrectionTexts`). May be shared by threads."""

    def __init__(self, parts: Sequence[Characters]) -> None:
        self._parts = parts

    def count_between(self, before: str, after: str) -> Counter[str]:
        """Return the Chinese characters that stand between two runs, and how often."""
        found: Counter[str] = Counter()
        left, right = to_units(before), to_units(after)
        for part in self._parts:
            leads = len(before) >= len(after)
            places = part.places(before if leads else after)[:_LOOKED_AT].astype(np.intp)
            gaps = places + len(left) if leads else places - 1
            gaps = gaps[(gaps - len(left) >= 0) & (gaps + len(right) < len(part.units))]
            for offset, unit in (
                enumerate(right, 1) if leads else ((-at, u) for at, u in enumerate(left[::-1], 1))
            ):
                gaps = gaps[part.units[gaps + offset] == unit]
            units, counts = np.unique(part.units[gaps], return_counts=True)
            for unit, count in zip(units.tolist(), counts.tolist(), strict=True):
                if is_han(chr(unit)):
                    found[chr(unit)] += count
        return found

    def count(self, run: str) -> int:
        """Return how often a run is in the texts."""
        return sum(len(part.places(run)) for part in self._parts)

    def count_pairs(self, lefts: str, rights: str) -> NDArray[np.int64]:
        """Return how often each of some characters is right before each of others."""
        codes = [np.array([ord(char) for char in chars], np.uint32) for chars in (lefts, rights)]
        pairs = (codes[0][:, None] << np.uint32(16)) | codes[1]
        return sum((part.pair_counts(pairs) for part in self._parts), np.zeros(pairs.shape, np.int64))

    def list_characters(self) -> Iterator[str]:
        """Yield the characters of the texts."""
        units = set().union(*(part.alphabet() for part in self._parts))
        yield from map(chr, units - {BREAK})

    def read_ahead(self, gaps: Sequence[tuple[str, str]], runs: Sequence[str]) -> None:
        """Nothing: all is at hand."""
