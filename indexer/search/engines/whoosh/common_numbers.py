"""Which passages have a number of one or two digits, of those that are in many.

三 and 十四 are asked for in all notations (see `indexer.search.query.notation`), and 3 is in every third
passage: mostly inside longer numbers, which each place has to be looked at for. So of such numbers as are
common one bit is kept for each passage, as of common pairs of characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.characters import Characters
from indexer.search.engines.whoosh.pair_index import FEWEST, count_common
from indexer.search.engines.whoosh.units import to_key

_DIGITS = "0123456789"


def index_common_numbers(characters: Characters, fewest: int = FEWEST) -> dict[str, NDArray[Any]]:
    """Return the arrays of a segment: `numbers` (each as `units.to_key` has it), `number_bits` (for each of
    these a bit for each passage).

    Args:
        fewest: places up to which no number is common.
    """
    pairs, sizes = characters.pairs, characters.places_of.measure()
    common = find_common_numbers(pairs, sizes, len(characters.ends), fewest)
    bits = [np.packbits(characters.having_number(number)) for number in common]
    return {"numbers": to_keys(common), "number_bits": np.concatenate([np.empty(0, np.uint8), *bits])}


def find_common_numbers(
    pairs: NDArray[np.uint32], sizes: NDArray[np.int64], passages: int, fewest: int = FEWEST
) -> list[str]:
    """Return the numbers whose digits are in many of so many passages, from how many places each pair has."""
    least = count_common(passages, fewest)
    found = []
    for first in _DIGITS:
        borders = np.array([ord(first), ord(first) + 1], np.uint32) << np.uint32(16)
        left, right = pairs.searchsorted(borders).tolist()
        if sizes[left:right].sum() > least:
            found.append(first)
        counts = dict(zip(pairs[left:right].tolist(), sizes[left:right].tolist(), strict=True))
        found += [first + other for other in _DIGITS if counts.get(to_key(first + other), 0) > least]
    return found


def to_keys(numbers: Sequence[str]) -> NDArray[np.uint32]:
    """Return numbers as they are kept."""
    return np.array([to_key(number) for number in numbers], np.uint32)
