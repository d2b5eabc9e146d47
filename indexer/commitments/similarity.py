"""How much two promises are alike, word for word: MinHash over their characters, by datasketch.

Figures count as one and the same: a promise that comes back with another figure has come back.
"""

from __future__ import annotations

import re
import zlib
from functools import cache

import numpy as np
from datasketch import MinHash, MinHashLSH

from indexer.text.fold import fold

ALIKE = 0.6
"""Share of common character triples (Jaccard) from which two promises are alike."""

_PERMUTATIONS = 32
_SHORTEST = 10  # 加强队伍建设 is everybody's; characters
_SIGNS = re.compile(r"[^\w]|_")
_FIGURES = re.compile(r"\d+(?:\.\d+)?")


def bare(words: str) -> str:
    """A promise in the form in which likeness is judged: folded letters, figures as 0, no signs."""
    return _SIGNS.sub("", _FIGURES.sub("0", fold(words)))


def triples(plain: str) -> frozenset[str]:
    """The character triples of a text in that form."""
    return frozenset(plain[at : at + 3] for at in range(len(plain) - 2))


def share(left: frozenset[str], right: frozenset[str]) -> float:
    """The share of common triples (Jaccard)."""
    return len(left & right) / len(left | right) if left or right else 0.0


def bands(plain: str) -> tuple[int, ...]:
    """Numbers of which two alike texts very probably have one in common; () for a text too short to tell."""
    if len(plain) < _SHORTEST:
        return ()
    sketch = _empty().copy()
    sketch.update_batch([triple.encode() for triple in triples(plain)])
    rows, width = _shape()
    values = sketch.hashvalues.astype(np.uint32)
    return tuple(
        int.from_bytes(values[band * width : (band + 1) * width].tobytes(), "big") % _PRIME * 64 + band
        for band in range(rows)
    )


_PRIME = (1 << 56) - 5  # a band number then still fits into SQLite's 63 bits


@cache
def _empty() -> MinHash:
    return MinHash(_PERMUTATIONS, hashfunc=zlib.crc32)


@cache
def _shape() -> tuple[int, int]:
    """Bands and rows of a band, as datasketch finds them best for `ALIKE`, missing as little as may be."""
    index = MinHashLSH(ALIKE, _PERMUTATIONS, weights=(0.2, 0.8))
    return index.b, index.r
