"""The arrays by which the characters of a segment are found (see `characters`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.arrays import order_numbers
from indexer.search.engines.whoosh.list_packing import count_pages, name_lists, pack_numbers
from indexer.search.engines.whoosh.number_lists import LIMIT, NumberLists, read_lists
from indexer.search.engines.whoosh.units import BREAK, Units

_BLOCK = 7
"""Places in a block, as a power of two."""
_COMMON = 32
"""A pair with a place in more than one of so many passages is common: its bits take less than its places."""
_SLAB = 1 << 21
"""Places sorted together, or units more that are of one character."""
FEWEST = 256
"""Fewer passages are found at once from their places."""


def index_texts(texts: Iterable[Units], fewest: int = FEWEST) -> dict[str, NDArray[Any]]:
    """Return the arrays of a segment: `units`, `ends` (of each text, its line break included), `pairs`
    (two units, the first in the upper half), `places` (lists of where each pair stands, see `number_lists`),
    `common` (numbers of the common pairs), `bits` (for each of these a bit for each passage), `firsts` (the
    passage that each block of places begins in).

    Args:
        fewest: places up to which no pair is common.
    """
    listed = list(texts)
    lengths = np.fromiter((len(text) + 1 for text in listed), np.int64, len(listed))
    units = np.full(int(lengths.sum()), BREAK, np.uint16)
    at = 0
    for text in listed:
        units[at : at + len(text)] = text
        at += len(text) + 1
    return index_units(units, np.cumsum(lengths), fewest)


def index_units(units: Units, ends: NDArray[np.int64], fewest: int = FEWEST) -> dict[str, NDArray[Any]]:
    """Return the arrays of a segment from all its texts in one.

    Raises:
        OverflowError: there are more units than a list has numbers.
    """
    if len(units) >= LIMIT:
        raise OverflowError("too much text for one segment")
    pages = count_pages(len(units))
    found_pairs, found_sizes = [np.empty(0, np.uint32)], [np.empty(0, np.int64)]
    packed = [np.empty(0, np.uint16)]
    for pairs, places in _sort_slabs(units):
        new = np.ones(len(pairs), np.bool_)
        np.not_equal(pairs[1:], pairs[:-1], out=new[1:])
        firsts = np.flatnonzero(new)
        found_pairs.append(pairs.take(firsts))
        found_sizes.append(np.diff(firsts, append=len(pairs)))
        packed.append(pack_numbers(places, found_sizes[-1], pages))
    sizes = np.concatenate(found_sizes)
    common = find_common(sizes, len(ends), fewest)
    places_of = name_lists("places", np.concatenate(packed), sizes, pages)
    return {
        "units": units,
        "ends": ends,
        "pairs": np.concatenate(found_pairs),
        **places_of,
        "common": common,
        "bits": _bits(read_lists(places_of, "places"), common, ends),
        "firsts": find_firsts(ends),
    }


def find_common(sizes: NDArray[np.int64], passages: int, fewest: int = FEWEST) -> NDArray[np.uint32]:
    """Return numbers of the pairs that are common among so many passages, from how many places each has."""
    return np.flatnonzero(sizes > count_common(passages, fewest)).astype(np.uint32)


def count_common(passages: int, fewest: int = FEWEST) -> int:
    """Return how many places something has at most that is not common among so many passages."""
    return max(passages // _COMMON, fewest)


def _counts(units: Units) -> NDArray[np.int64]:
    """How often each unit is there."""
    counts = np.zeros(1 << 16, np.int64)
    for at in range(0, len(units), _SLAB):  # NumPy counts wide numbers only, and makes them
        counts += np.bincount(units[at : at + _SLAB], minlength=1 << 16)
    return counts


def _sort_slabs(units: Units) -> Iterator[tuple[NDArray[np.uint32], NDArray[np.uint32]]]:
    """The pairs of units but of line breaks in order, each as often as it is there, and its places;
    about as many at once as are sorted together.
    """
    counts = _counts(units)
    counts[BREAK] = 0
    slabs = (np.cumsum(counts) - counts) // _SLAB
    number, slab_of = np.unique(slabs, return_inverse=True)
    slab_of[BREAK] = len(number)
    of_unit = slab_of.astype(np.uint8 if len(number) < 256 else np.uint32)
    blocks = [of_unit.take(units[at : at + _SLAB]) for at in range(0, len(units), _SLAB)]
    for slab in range(len(number)):
        found = [(block == slab).nonzero()[0] + at * _SLAB for at, block in enumerate(blocks)]
        places = np.concatenate([np.empty(0, np.intp), *found])
        # The last unit is a line break, so each of the others has one after it.
        pairs = units.take(places).astype(np.uint32) << np.uint32(16)
        pairs |= units.take(places + 1)
        order = order_numbers(pairs)
        yield pairs.take(order), places.take(order).astype(np.uint32)


def _bits(places_of: NumberLists, common: NDArray[np.uint32], ends: NDArray[np.int64]) -> NDArray[np.uint8]:
    """For each common pair one bit for each passage."""
    width = -(-len(ends) // 8)
    bits = np.empty((len(common), width), np.uint8)
    firsts = find_firsts(ends)
    for row, pair in zip(bits, common.tolist(), strict=True):
        there = np.zeros(len(ends), np.bool_)
        there[find_passages(places_of.read(pair), ends, firsts)] = True
        row[:] = np.packbits(there)
    return bits.reshape(-1)


def find_firsts(ends: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return the passage that each block of places begins in: few places lie in a passage after it."""
    blocks = np.arange(0, int(ends[-1]) + 1 if len(ends) else 1, 1 << _BLOCK)
    return np.searchsorted(ends, blocks, "right").astype(np.int32)


def find_passages(
    places: NDArray[Any], ends: NDArray[np.int64], firsts: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Return in which passage each place lies."""
    # `take` is quicker than brackets where indexes are not of NumPy's own kind.
    numbers: NDArray[np.int32] = firsts.take(places >> _BLOCK)
    behind = np.flatnonzero(places >= ends.take(numbers))
    while len(behind):
        numbers[behind] += 1
        behind = behind[places[behind] >= ends.take(numbers[behind])]
    return numbers
