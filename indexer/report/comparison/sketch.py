"""Sketches: few numbers of a text, which tell how similar it is to others without reading either again.

Both kinds estimate the Jaccard similarity of two sets of character triples, and are cut into bands, by which
similar texts are found (J. Leskovec, A. Rajaraman, J. Ullman, Mining of Massive Datasets, 3.4):

* of a report, `sketch`: one hash puts its triples into bins, and the smallest number of each bin is taken
  (P. Li, A. Owen, C. Zhang, One Permutation Hashing, 2012);
* of a sentence, `number_short_bands`: the smallest number under each of several permutations (A. Broder, On
  the resemblance and containment of documents, 1997). Its few triples would leave most bins empty; for a
  whole report this takes longer than all other work on its text.

Archives hold these numbers: another hash, another permutation or another shape of the bands makes what they
hold useless for comparison.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from indexer.report.comparison.similarity import Text

Numbers = NDArray[np.uint32]

BANDS, _WIDTH = 20, 10
"""Bands of a report's sketch, and numbers of each."""
_SHORTEST = 200
"""Triples of a text that is worth a sketch: one of little but headings and 无。 is like many others."""
_EMPTY = np.iinfo(np.uint32).max
_STORED = np.dtype("<u4")

_SHORT_BANDS, _SHORT_WIDTH = 8, 4
"""The best for a similarity of 0.6 by 32 permutations where a miss weighs four times a false candidate."""
_PRIME = (1 << 56) - 5  # a band's number then fits into SQLite's 63 bits


@cache
def _permute(count: int, seed: int = 1) -> tuple[Numbers, Numbers]:
    """Return factors (odd, so that none maps two numbers to one) and summands of affine permutations; made
    when they are first asked for, since few need NumPy's random numbers.
    """
    # numpy promises that this generator, unlike its successors, gives the same numbers in every version.
    generator = np.random.RandomState(seed)
    factors = generator.randint(0, 1 << 31, count, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    summands = generator.randint(0, 1 << 32, count, dtype=np.uint32)
    for values in (factors, summands):
        values.setflags(write=False)
    return factors, summands


def make_sketch(text: Text) -> tuple[int, ...]:
    """Return the sketch of a report's text: 200 numbers of 32 bits, () for a text too short to compare."""
    triples = text.triples
    if len(triples) < _SHORTEST:
        return ()
    mixed = triples * np.uint64(0x9E3779B97F4A7C15)  # the low bits of a product depend on few of the number's
    mixed = (mixed ^ mixed >> np.uint64(32)) * np.uint64(0xD6E8FEB86659FD93)
    minima = np.full(BANDS * _WIDTH, _EMPTY, np.uint32)
    bins = (mixed >> np.uint64(32)) % np.uint64(len(minima))
    np.minimum.at(minima, bins.astype(np.intp), mixed.astype(np.uint32))
    return tuple(minima.tolist())


def pack(numbers: Sequence[int]) -> bytes:
    """Return a sketch as bytes: 4 for each number, little-endian."""
    return np.array(numbers, _STORED).tobytes()


def number_bands(numbers: Sequence[int]) -> list[int]:
    """Return a number of 56 bits for each of the 20 bands of a sketch, equal for equal bands."""
    minima = np.array(numbers, _STORED).reshape(BANDS, _WIDTH)
    return [
        int.from_bytes(hashlib.blake2b(b"%d " % place + band.tobytes(), digest_size=7).digest(), "big")
        for place, band in enumerate(minima)
    ]


def estimate_similarities(one: Sequence[int], others: Iterable[bytes]) -> list[float]:
    """Return the similarity of a sketch with each of some packed ones, 0 to 1, right to about 0.02.

    Args:
        one: a sketch, not ().
        others: sketches as `pack` returns them.
    """
    own = np.array(one, _STORED)
    them = np.frombuffer(b"".join(others), _STORED).reshape(-1, len(own))
    # Bins that are empty in both say nothing.
    filled = np.count_nonzero((own != _EMPTY) | (them != _EMPTY), axis=1)
    same = np.count_nonzero((own == them) & (own != _EMPTY), axis=1)
    similarities: list[float] = (same / filled).tolist()
    return similarities


def number_short_bands(plain: str) -> tuple[int, ...]:
    """Return a number of 62 bits for each of the 8 bands of a sentence, of which two of a similarity of 0.6
    or more very probably share one.

    Args:
        plain: at least three characters, in the form in which sentences are compared.
    """
    triples = {plain[at : at + 3].encode() for at in range(len(plain) - 2)}
    minima = _sketch_short(np.fromiter(map(zlib.crc32, triples), np.uint32, len(triples)))
    return tuple(
        int.from_bytes(band.tobytes(), "big") % _PRIME * 64 + place
        for place, band in enumerate(minima.reshape(_SHORT_BANDS, _SHORT_WIDTH))
    )


def _sketch_short(hashes: Numbers) -> Numbers:
    """Return the smallest number under each permutation."""
    # The finalizer of MurmurHash3: affine permutations alone keep too much of the order of numbers.
    mixed = (hashes ^ hashes >> np.uint32(16)) * np.uint32(0x85EBCA6B)
    mixed = (mixed ^ mixed >> np.uint32(13)) * np.uint32(0xC2B2AE35)
    mixed ^= mixed >> np.uint32(16)
    factors, summands = _permute(_SHORT_BANDS * _SHORT_WIDTH)
    minima: Numbers = (mixed[:, None] * factors + summands).min(axis=0)
    return minima
