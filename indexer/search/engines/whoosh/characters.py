"""Exact search: where characters stand, however the text was cut into words.

All folded texts of a segment stand one after the other as UTF-16 units, each with a line break
after it. For each two neighbouring units but line breaks there is a list of the places where they stand
(see `number_lists`), in the order of the units. So a character is the lists of some pairs, and a
longer run is looked up by its rarest pair, and the text itself verifies the rest. Of a pair that
is in many passages these are kept besides, as one bit for each passage of the segment. Nothing is
found that is not there and nothing is missed. A character outside the Basic Multilingual Plane
is two units, which are found like any pair.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.arrays import expand_runs, unite_ascending
from indexer.search.engines.whoosh.borders import find_whole_numbers
from indexer.search.engines.whoosh.number_lists import read_lists
from indexer.search.engines.whoosh.pair_index import find_firsts, find_passages
from indexer.search.engines.whoosh.units import (
    BREAK,
    Units,
    cut_pairs,
    decode_text,
    to_key,
    to_text,
    to_units,
)

_FEW = 1000
"""Passages up to which it is not worth it to spare them."""
_EACH = 4
"""Places that are looked at in the time that it takes to find those of one passage."""
_NO_STARTS = np.empty(0, np.uint32)


class Characters:
    """Searches the characters of one segment.

    Attributes:
        units: its texts one after the other, each with a line break after it.
        ends: where each text ends.
        pairs: all pairs of units, ascending.
        places_of: where each of them is.
    """

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        """Take the arrays of `pair_index.index_texts`."""
        self.units: Units = arrays["units"]
        self.ends: NDArray[np.int64] = arrays["ends"]
        self._width = -(-len(self.ends) // 8)
        # Segments of before these were kept have neither them nor common pairs.
        self._firsts: NDArray[np.int32] = arrays["firsts"] if "firsts" in arrays else find_firsts(self.ends)
        self.pairs = arrays["pairs"]
        self.places_of = read_lists(arrays, "places", arrays.get("starts", _NO_STARTS)[1:])
        self._keys = self.pairs.data  # `bisect` is quicker on it than NumPy is called
        self._common: NDArray[np.uint32] = arrays.get("common", np.empty(0, np.uint32))
        self._rows = {key: row for row, key in enumerate(self.pairs[self._common].tolist())}
        self._bits = arrays.get("bits", np.empty(0, np.uint8)).reshape(len(self._common), self._width)
        numbers = arrays.get("numbers", np.empty(0, np.uint32))
        self._number_rows = {key: row for row, key in enumerate(numbers.tolist())}
        self._number_bits = arrays.get("number_bits", np.empty(0, np.uint8)).reshape(
            len(numbers), self._width
        )

    def last(self, number: int, count: int) -> str:
        """The last characters of a passage's text, each of them one unit."""
        end = self.ends.item(number) - 1
        return to_text(self.units[end - count : end])

    def start(self, number: int) -> int:
        """Return where a passage's text begins."""
        return self.ends.item(number - 1) if number else 0

    def text(self, number: int) -> str:
        """A passage's folded characters whole."""
        return decode_text(self.units, self.ends, number)

    def common(self, pair: int) -> NDArray[np.bool_] | None:
        """For each passage whether a pair of characters is in it (see `units.to_pair`); None for one
        that is not common.
        """
        row = self._rows.get(pair)
        return None if row is None else np.unpackbits(self._bits[row], count=len(self.ends)).view(np.bool_)

    def having(self, pair: int) -> NDArray[np.bool_]:
        """For each passage whether a pair of units is in it."""
        common = self.common(pair)
        if common is not None:
            return common
        there = np.zeros(len(self.ends), np.bool_)
        there[self.passages(self._places_of(pair))] = True
        return there

    def _having_unit(self, unit: int) -> NDArray[np.bool_]:
        """For each passage whether a unit is in it: whether any of the pairs that begin with it is. Their
        places, which are millions, need not be put in order.
        """
        first, last = self._range(unit)
        rows = slice(*self._common.searchsorted([first, last]).tolist())
        bits = np.bitwise_or.reduce(self._bits[rows], axis=0)
        there = np.unpackbits(bits, count=len(self.ends)).view(np.bool_)
        # The pairs between the common ones are read together.
        begins = [first, *(self._common[rows].astype(np.int64) + 1).tolist()]
        for begin, end in zip(begins, [*self._common[rows].tolist(), last], strict=True):
            there[self.passages(self.places_of.read_all(begin, end))] = True
        return there

    def _range(self, unit: int) -> tuple[int, int]:
        """The number of the first pair that begins with a unit, and of the one after the last."""
        left = bisect_left(self._keys, unit << 16)
        return left, bisect_right(self._keys, unit << 16 | 0xFFFF, left)

    def having_number(self, number: str) -> NDArray[np.bool_]:
        """For each passage whether a number of one or two digits is in it, and no part of a longer one."""
        row = self._number_rows.get(to_key(number))
        if row is not None:
            return np.unpackbits(self._number_bits[row], count=len(self.ends)).view(np.bool_)
        there = np.zeros(len(self.ends), np.bool_)
        there[self.containing(number)] = True
        return there

    def containing(
        self, folded: str, numerals: bool = False, known: NDArray[np.intp] | None = None
    ) -> NDArray[np.signedinteger]:
        """The passages in one line of which these characters stand, numbers whole, ascending.

        Args:
            numerals: Chinese numbers too stand whole (`indexer.search.borders.find_whole`).
            known: some of these passages, ascending, where that is known of many; no number is at either end.
        """
        units = to_units(folded)
        if len(units) <= 2 and folded.isdecimal() and to_key(folded) in self._number_rows:
            return self.having_number(folded).nonzero()[0]
        if len(units) == 1 and not folded.isdecimal() and not numerals:
            return self._having_unit(int(units[0])).nonzero()[0]
        if known is not None and len(known) > _FEW and len(units) > 2:
            others = self._find_others(units, known)
            if others is not None:
                return unite_ascending([known, others]) if len(others) else known
        return self._list_passages(find_whole_numbers(self.units, self.places(folded), units, numerals))

    def _find_others(self, units: Units, known: NDArray[np.intp]) -> NDArray[np.int32] | None:
        """The passages beside those known that some characters stand in; None where all places are sooner
        looked at.
        """
        keys = cut_pairs(units)
        common = [self._bits[row] for key in keys if (row := self._rows.get(key)) is not None]
        if not common:
            return None
        there = np.unpackbits(np.bitwise_and.reduce(common), count=len(self.ends)).view(np.bool_)
        there[known] = False
        if _EACH * np.count_nonzero(there) > min(map(self._count, keys)):
            return None
        # Few others have all common pairs: only in these is looked where the rarest one is.
        (passages,) = there.nonzero()
        pairs, places = self._find_rarest(units, keys)
        starts = np.where(passages > 0, self.ends.take(passages - 1), 0)
        first, last = places.searchsorted([starts, self.ends.take(passages)])
        return self._list_passages(self._verify(units, pairs, places.take(expand_runs(first, last - first))))

    def _list_passages(self, places: NDArray[np.intp]) -> NDArray[np.int32]:
        """The passages that some places lie in, ascending as these do."""
        numbers = find_passages(places, self.ends, self._firsts)
        new = np.ones(len(numbers), np.bool_)
        np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
        # `compress` is thrice as quick as brackets where a mask changes from place to place.
        return numbers.compress(new)

    def passages(self, places: NDArray[Any]) -> NDArray[np.int32]:
        """In which passage each place lies."""
        return find_passages(places, self.ends, self._firsts)

    def places(self, folded: str) -> NDArray[np.intp]:
        """Where these characters stand in one line, inside longer numbers too, ascending."""
        units = to_units(folded)
        if not len(units) or (units == BREAK).any():
            return np.empty(0, np.intp)
        if len(units) == 1:
            return np.sort(self.places_of.read_all(*self._range(int(units[0]))))
        pairs, places = self._find_rarest(units, cut_pairs(units))
        return self._verify(units, pairs, places)

    def _find_rarest(self, units: Units, keys: Sequence[int]) -> tuple[list[int], NDArray[np.intp]]:
        """The pairs of a run, the rarest first, and where it begins wherever that one is a part of it."""
        counts = [self._count(key) for key in keys]
        pairs = sorted(range(len(keys)), key=counts.__getitem__)
        places = self._places_of(keys[pairs[0]])
        if len(keys) == 1:
            return pairs, places
        places -= pairs[0]
        # They ascend: only the first and the last of them can lie where no such run fits.
        fits = places.searchsorted([0, len(self.units) - len(units) + 1]).tolist()
        return pairs, places[fits[0] : fits[1]]

    def _verify(self, units: Units, pairs: Sequence[int], places: NDArray[np.intp]) -> NDArray[np.intp]:
        """Those of the places at which a run begins, of which the first of its pairs is there."""
        # The rarer the pair, the fewer are left to be looked at for the next.
        seen = {pairs[0], pairs[0] + 1}
        for at in [unit for pair in pairs[1:] for unit in (pair, pair + 1)]:
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
        counts = [self.places_of.count(number) for number in at.ravel().tolist()]
        return np.where(self.pairs[at] == pairs, np.array(counts, np.int64).reshape(at.shape), 0)

    def alphabet(self) -> set[int]:
        """All units that stand in the texts."""
        return set(np.unique(self.pairs >> np.uint32(16)).tolist())

    def _find(self, pair: int) -> int | None:
        """Number of a pair; None where no text has it."""
        number = bisect_left(self._keys, pair)
        return number if number < len(self.pairs) and self._keys[number] == pair else None

    def _count(self, pair: int) -> int:
        number = self._find(pair)
        return 0 if number is None else self.places_of.count(number)

    def _places_of(self, pair: int) -> NDArray[np.intp]:
        number = self._find(pair)
        return np.empty(0, np.intp) if number is None else self.places_of.read(number)
