"""Exact search: where characters stand, however the text was cut into words.

All folded texts of a segment stand one after the other as UTF-16 units, each with a line break
after it; `places` are the places of all units but line breaks, sorted by the unit and the one
after it, then by place. So a character and a pair of neighbours is one stretch of `places`; a
longer run is looked up by its rarest pair, and the text itself verifies the rest. Of a pair that
is in many passages these are kept besides, as one bit for each passage of the segment. Nothing is
found that is not there and nothing is missed. A character outside the Basic Multilingual Plane
is two units, which are found like any pair.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.borders import find_whole_numbers
from indexer.search.engines.whoosh.units import BREAK, Units, decode_text, to_units

Places = NDArray[np.uint32]

_BLOCK = 7
"""Places in a block, as a power of two."""
_COMMON = 32
"""A pair with a place in more than one of so many passages is common: its bits take less than its places."""
_SLAB = 1 << 21
"""Places sorted together: 8 bytes each are all that sorting needs beside what it gives."""
_FEWEST = 256
"""Fewer passages are found at once from their places."""


def index_texts(texts: Iterable[Units]) -> dict[str, NDArray[Any]]:
    """The arrays of a segment: `units`, `ends` (of each text, its line break included), `pairs`
    (two units, the first in the upper half), `starts` (of each pair in `places`, and the end), `places`,
    `common` (numbers of the common pairs), `bits` (for each of these a bit for each passage), `firsts` (the
    passage that each block of places begins in).
    """
    listed = list(texts)
    lengths = np.fromiter((len(text) + 1 for text in listed), np.int64, len(listed))
    units = np.full(int(lengths.sum()), BREAK, np.uint16)
    at = 0
    for text in listed:
        units[at : at + len(text)] = text
        at += len(text) + 1
    return index_units(units, np.cumsum(lengths))


def index_units(units: Units, ends: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """The arrays of a segment from all its texts in one.

    Raises:
        OverflowError: there are more than 2³² units.
    """
    if len(units) >= 2**32:
        raise OverflowError("too much text for one segment")
    counts = _counts(units)
    counts[BREAK] = 0
    places = np.empty(int(counts.sum()), np.uint32)
    found_pairs, found_starts = [np.empty(0, np.uint32)], [np.empty(0, np.uint32)]
    done = 0
    for first, last in _slabs(counts):
        keys = _keys(units, first, last)
        keys.sort()
        places[done : done + len(keys)] = keys  # their lower halves
        keys >>= np.uint64(32)
        new = np.ones(len(keys), np.bool_)
        np.not_equal(keys[1:], keys[:-1], out=new[1:])
        firsts = np.flatnonzero(new)
        found_pairs.append(keys[firsts].astype(np.uint32))
        found_starts.append((firsts + done).astype(np.uint32))
        done += len(keys)
    starts = np.concatenate([*found_starts, np.array([done], np.uint32)])
    common = find_common(starts, len(ends))
    return {
        "units": units,
        "ends": ends,
        "pairs": np.concatenate(found_pairs),
        "starts": starts,
        "places": places,
        "common": common,
        "bits": _bits(places, starts, common, ends),
        "firsts": find_firsts(ends),
    }


def find_common(starts: Places, passages: int) -> Places:
    """Numbers of the pairs that are common among so many passages, from where the places of each start."""
    return np.flatnonzero(np.diff(starts) > max(passages // _COMMON, _FEWEST)).astype(np.uint32)


def _counts(units: Units) -> NDArray[np.int64]:
    """How often each unit is there."""
    counts = np.zeros(1 << 16, np.int64)
    for at in range(0, len(units), _SLAB):  # NumPy counts wide numbers only, and makes them
        counts += np.bincount(units[at : at + _SLAB], minlength=1 << 16)
    return counts


def _slabs(counts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Ranges of units, first and last, with about as many places each as are sorted together."""
    slabs = (np.cumsum(counts) - counts) // _SLAB
    firsts = [0, *(np.flatnonzero(np.diff(slabs)) + 1).tolist()]
    yield from zip(firsts, [*(first - 1 for first in firsts[1:]), len(counts) - 1], strict=True)


def _keys(units: Units, first: int, last: int) -> NDArray[np.uint64]:
    """One number for each place of a range of units: unit, unit after it and place one below the other.

    Sorting numbers is what NumPy does fastest. The last unit is a line break, so each of the others has
    one after it.
    """
    keys = []
    for at in range(0, len(units), _SLAB):
        block = units[at : at + _SLAB]
        found = np.flatnonzero((block >= first) & (block <= last) & (block != BREAK)).astype(np.uint64)
        found += np.uint64(at)
        here = units[found].astype(np.uint64) << np.uint64(48)
        here |= units[found + np.uint64(1)].astype(np.uint64) << np.uint64(32)
        here |= found
        keys.append(here)
    return np.concatenate(keys) if keys else np.empty(0, np.uint64)


def _bits(places: Places, starts: Places, common: Places, ends: NDArray[np.int64]) -> NDArray[np.uint8]:
    """For each common pair one bit for each passage."""
    width = -(-len(ends) // 8)
    bits = np.empty((len(common), width), np.uint8)
    firsts = find_firsts(ends)
    for row, left, right in zip(bits, starts[common].tolist(), starts[common + 1].tolist(), strict=True):
        there = np.zeros(len(ends), np.bool_)
        there[_passages(places[left:right], ends, firsts)] = True
        row[:] = np.packbits(there)
    return bits.reshape(-1)


def find_firsts(ends: NDArray[np.int64]) -> NDArray[np.int32]:
    """The passage that each block of places begins in: few places lie in a passage after it."""
    blocks = np.arange(0, int(ends[-1]) + 1 if len(ends) else 1, 1 << _BLOCK)
    return np.searchsorted(ends, blocks, "right").astype(np.int32)


def _passages(places: NDArray[Any], ends: NDArray[np.int64], firsts: NDArray[np.int32]) -> NDArray[np.int32]:
    """In which passage each place lies."""
    # `take` is quicker than brackets where indexes are not of NumPy's own kind.
    numbers: NDArray[np.int32] = firsts.take(places >> _BLOCK)
    behind = np.flatnonzero(places >= ends.take(numbers))
    while len(behind):
        numbers[behind] += 1
        behind = behind[places[behind] >= ends.take(numbers[behind])]
    return numbers


class Characters:
    """Searches the characters of one segment.

    Attributes:
        units: its texts one after the other, each with a line break after it.
        ends: where each text ends.
        pairs: all pairs of units, ascending.
        all_places: where they stand, pair by pair.
    """

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        """Takes the arrays of `indexed`."""
        self.units: Units = arrays["units"]
        self.ends: NDArray[np.int64] = arrays["ends"]
        self._width = -(-len(self.ends) // 8)
        # Segments of before these were kept have neither them nor common pairs.
        self._firsts: NDArray[np.int32] = arrays["firsts"] if "firsts" in arrays else find_firsts(self.ends)
        self._bytes = self.units.view(np.uint8).data
        self.pairs, self._starts, self.all_places = arrays["pairs"], arrays["starts"], arrays["places"]
        self._keys = self.pairs.data  # `bisect` is quicker on it than NumPy is called
        common = arrays.get("common", np.empty(0, np.uint32))
        self._rows = {key: row for row, key in enumerate(self.pairs[common].tolist())}
        self._bits = arrays.get("bits", np.empty(0, np.uint8)).reshape(len(common), self._width)

    def last(self, number: int, count: int) -> str:
        """The last characters of a passage's text, each of them one unit."""
        end = 2 * self.ends.item(number) - 2
        return str(self._bytes[end - 2 * count : end], "utf-16-le", "surrogatepass")

    def text(self, number: int) -> str:
        """A passage's folded characters whole."""
        return decode_text(self.units, self.ends, number)

    def common(self, pair: int) -> NDArray[np.bool_] | None:
        """For each passage whether a pair of characters is in it (see `pair_of`); None for one
        that is not common.
        """
        row = self._rows.get(pair)
        return None if row is None else np.unpackbits(self._bits[row], count=len(self.ends)).view(np.bool_)

    @property
    def pair_ends(self) -> NDArray[np.int64]:
        """Where the places of each pair end."""
        return self._starts[1:].astype(np.int64)

    def having(self, pair: int) -> NDArray[np.bool_]:
        """For each passage whether a pair of units is in it."""
        common = self.common(pair)
        if common is not None:
            return common
        there = np.zeros(len(self.ends), np.bool_)
        there[self.passages(self._stretch(pair, pair))] = True
        return there

    def containing(self, folded: str, numerals: bool = False) -> NDArray[np.int32]:
        """The passages in one line of which these characters stand, numbers whole, ascending.

        Args:
            numerals: Chinese numbers too stand whole (`indexer.search.borders.find_whole`).
        """
        units = to_units(folded)
        places = find_whole_numbers(self.units, self.places(folded), units, numerals)
        numbers = _passages(places, self.ends, self._firsts)
        new = np.ones(len(numbers), np.bool_)
        np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
        # `compress` is thrice as quick as brackets where a mask changes from place to place.
        return numbers.compress(new)

    def passages(self, places: NDArray[Any]) -> NDArray[np.int32]:
        """In which passage each place lies."""
        return _passages(places, self.ends, self._firsts)

    def places(self, folded: str) -> NDArray[Any]:
        """Where these characters stand in one line, inside longer numbers too, ascending."""
        units = to_units(folded)
        if not len(units) or (units == BREAK).any():
            return np.empty(0, np.uint32)
        if len(units) == 1:
            return np.sort(self._stretch(int(units[0]) << 16, int(units[0]) << 16 | 0xFFFF))
        keys = ((units[:-1].astype(np.uint32) << 16) | units[1:]).tolist()
        stretches = [self._stretch(key, key) for key in keys]
        rarest, *others = sorted(range(len(keys)), key=lambda at: len(stretches[at]))
        places: NDArray[Any] = stretches[rarest]
        if others:
            places = places.astype(np.intp) - rarest
            # They ascend: only the first and the last of them can lie where no such run fits.
            fits = places.searchsorted([0, len(self.units) - len(units) + 1]).tolist()
            places = places[fits[0] : fits[1]]
            # The rarer the pair, the fewer are left to be looked at for the next.
            seen = {rarest, rarest + 1}
            for at in [unit for pair in others for unit in (pair, pair + 1)]:
                if at not in seen:
                    places = places.compress(self.units.take(places + at) == units[at])
                    seen.add(at)
        return places

    def pair_counts(self, pairs: NDArray[np.uint32]) -> NDArray[np.int64]:
        """How often each of these pairs of units is in the texts."""
        at = np.searchsorted(self.pairs, pairs)
        at[at == len(self.pairs)] = 0
        if not len(self.pairs):
            return np.zeros(pairs.shape, np.int64)
        counts = self._starts[at + 1].astype(np.int64) - self._starts[at]
        return np.where(self.pairs[at] == pairs, counts, 0)

    def alphabet(self) -> set[int]:
        """All units that stand in the texts."""
        return set(np.unique(self.pairs >> np.uint32(16)).tolist())

    def _stretch(self, first: int, last: int) -> Places:
        """Places of all pairs from one to another."""
        left = bisect_left(self._keys, first)
        right = bisect_right(self._keys, last, left)
        stretch: Places = self.all_places[int(self._starts[left]) : int(self._starts[right])]
        return stretch
