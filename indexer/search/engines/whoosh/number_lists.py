"""Many ascending lists of numbers, two bytes a number: the passages of each word, the places of each pair.

Numbers are parted into pages of `PAGE`. A list of more numbers than there are pages is kept as how many of
them are on each page, then where on its page each of them is; a shorter one as the page of each of them, then
where on it each is. So a long list takes more than twice as many elements as there are pages, and a short one
does not: its length says how it is kept.

Arrays of lists that are called `name`: `name` (uint16, all of them one after the other), `name_ends` (where
each of them ends there; uint32 if that is enough, else int64), `name_pages` (uint32, one number: how many
pages there are). Lists of segments of before are the numbers themselves, and where each list ends among them
is kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.arrays import Array

PAGE = 65_535
"""Numbers on a page: how many of them a list has there fits in two bytes, if it has all of them, too."""
LIMIT = PAGE * PAGE
"""What all numbers are below."""
_FEW, _LONG = 8, 4096
"""Pages up to which each of them is moved by itself, and numbers a page from which on."""

Numbers = NDArray[np.intp]
Ends = NDArray[np.int64]
_NO_ENDS: Ends = np.empty(0, np.int64)


class NumberLists(Protocol):
    """Lists as they are kept. May be shared by threads."""

    def measure(self) -> Ends:
        """Return how many numbers each list has."""

    def count(self, number: int) -> int:
        """Return how many numbers a list has."""

    def read(self, number: int) -> Numbers:
        """Return a list."""

    def read_all(self, first: int, last: int) -> Numbers:
        """Return the lists from one up to before another, one after the other."""

    def read_firsts(self, first: int, last: int) -> Numbers:
        """Return the first number of each list from one up to before another; none of them is empty."""

    def locate(self, number: int, wanted: Numbers) -> Numbers:
        """Return which of a list's numbers each of these is, which ascend; -1 for one that it has not."""

    def cut(self, first: int, last: int) -> NumberLists:
        """Return the lists from one up to before another."""


class PlainLists:
    """The numbers themselves, four bytes each (see `NumberLists`)."""

    def __init__(self, numbers: Array, ends: Array, start: int = 0) -> None:
        """Args:
        ends: where each list ends among the numbers.
        start: where the first of them begins.
        """
        self._numbers, self._ends, self._start = numbers, ends, start

    def measure(self) -> Ends:
        """Return how many numbers each list has."""
        ends: Ends = self._ends.astype(np.int64)
        return np.diff(ends, prepend=self._start)

    def count(self, number: int) -> int:
        """Return how many numbers a list has."""
        return self._begin(number + 1) - self._begin(number)

    def read(self, number: int) -> Numbers:
        """Return a list."""
        return self.read_all(number, number + 1)

    def read_all(self, first: int, last: int) -> Numbers:
        """Return the lists from one up to before another, one after the other."""
        return self._numbers[self._begin(first) : self._begin(last)].astype(np.intp)

    def read_firsts(self, first: int, last: int) -> Numbers:
        """Return the first number of each list from one up to before another; none of them is empty."""
        starts = self._ends[first:last].astype(np.int64) - self.cut(first, last).measure()
        return self._numbers.take(starts).astype(np.intp)

    def locate(self, number: int, wanted: Numbers) -> Numbers:
        """Return which of a list's numbers each of these is, which ascend; -1 for one that it has not."""
        own = self._numbers[self._begin(number) : self._begin(number + 1)]
        return _locate(own, wanted.astype(own.dtype))

    def cut(self, first: int, last: int) -> PlainLists:
        """Return the lists from one up to before another."""
        return PlainLists(self._numbers, self._ends[first:last], self._begin(first))

    def _begin(self, number: int) -> int:
        begin: int = self._ends.item(number - 1) if number else self._start
        return begin


class PackedLists:
    """Lists in two bytes a number (see `NumberLists`)."""

    def __init__(self, packed: NDArray[np.uint16], ends: Array, pages: int, start: int = 0) -> None:
        """Args:
        ends: where each list ends among what is packed.
        pages: how many there are.
        start: where the first list begins.
        """
        self._packed, self._ends, self._pages, self._start = packed, ends, pages, start
        self._kept_ends = ends.data  # a memory view gives one number quicker than an array
        self._bases = np.arange(pages) * PAGE

    def measure(self) -> Ends:
        """Return how many numbers each list has."""
        ends: Ends = self._ends.astype(np.int64)
        return _count(np.diff(ends, prepend=self._start), self._pages)

    def count(self, number: int) -> int:
        """Return how many numbers a list has."""
        length = self._kept_ends[number] - self._begin(number)
        return length - self._pages if length > 2 * self._pages else length // 2

    def read(self, number: int) -> Numbers:
        """Return a list."""
        pages, start, end = self._pages, self._begin(number), self._kept_ends[number]
        if end - start <= 2 * pages:
            half = (start + end) // 2
            numbers: Numbers = self._packed[start:half].astype(np.intp)
            numbers *= PAGE
            numbers += self._packed[half:end]
            return numbers
        if pages <= _FEW or end - start > _LONG * pages:
            numbers = self._packed[start + pages : end].astype(np.intp)
            for at, base in self._turn_pages(start):
                numbers[at] += base
            return numbers
        numbers = self._bases.repeat(self._packed[start : start + pages])
        numbers += self._packed[start + pages : end]
        return numbers

    def read_all(self, first: int, last: int) -> Numbers:
        """Return the lists from one up to before another, one after the other."""
        start, pages = self._begin(first), self._pages
        ends = self._ends[first:last].astype(np.int64) - start
        packed = self._packed[start : self._begin(last)]
        lengths = np.diff(ends, prepend=0)
        sizes = _count(lengths, pages)
        long = lengths > 2 * pages
        heads = lengths - sizes
        is_head = mask_heads(heads, sizes)
        packed_heads, in_long_heads = packed.compress(is_head), long.repeat(heads)
        counts = packed_heads.compress(in_long_heads)
        of_short = packed_heads.compress(~in_long_heads).astype(np.intp) * PAGE
        numbers: Numbers = packed.compress(~is_head).astype(np.intp)
        in_long = long.repeat(sizes)
        numbers[in_long] += np.tile(self._bases, np.count_nonzero(long)).repeat(counts)
        numbers[~in_long] += of_short
        return numbers

    def read_firsts(self, first: int, last: int) -> Numbers:
        """Return the first number of each list from one up to before another; none of them is empty."""
        pages, ends = self._pages, self._ends[first:last].astype(np.int64)
        lengths = np.diff(ends, prepend=self._begin(first))
        starts, sizes = ends - lengths, _count(lengths, pages)
        firsts: Numbers = self._packed.take(ends - sizes).astype(np.intp)
        of_page = self._packed.take(starts).astype(np.intp)
        (long,) = (lengths > 2 * pages).nonzero()
        counts = self._packed.take(starts[long, None] + np.arange(pages))
        of_page[long] = (counts > 0).argmax(axis=1)
        return firsts + of_page * PAGE

    def locate(self, number: int, wanted: Numbers) -> Numbers:
        """Return which of a list's numbers each of these is, which ascend; -1 for one that it has not."""
        pages, start, end = self._pages, self._begin(number), self._kept_ends[number]
        if end - start <= 2 * pages:
            return _locate(self.read(number), wanted)
        own = self._packed[start + pages : end]
        of_page = wanted // PAGE
        on_page = (wanted - of_page * PAGE).astype(np.uint16)
        places = np.zeros(len(wanted), np.intp)
        after = np.zeros(len(wanted), np.intp)
        borders = [*of_page.searchsorted(np.arange(pages)).tolist(), len(wanted)]
        for page, (at, _) in enumerate(self._turn_pages(start)):
            first, last = borders[page], borders[page + 1]
            if first < last:
                places[first:last] = own[at].searchsorted(on_page[first:last]) + at.start
                after[first:last] = at.stop
        there = (places < after) & (own.take(places, mode="clip") == on_page)
        return np.where(there, places, -1)

    def cut(self, first: int, last: int) -> PackedLists:
        """Return the lists from one up to before another."""
        return PackedLists(self._packed, self._ends[first:last], self._pages, self._begin(first))

    def _turn_pages(self, start: int) -> Iterator[tuple[slice, int]]:
        """The stretch of a long list that is on each page, and the page's first number."""
        end = 0
        for page, count in enumerate(self._packed[start : start + self._pages].tolist()):
            yield slice(end, end + count), page * PAGE
            end += count

    def _begin(self, number: int) -> int:
        begin: int = self._kept_ends[number - 1] if number else self._start
        return begin


def read_lists(arrays: Mapping[str, Array], name: str, ends: Array = _NO_ENDS) -> NumberLists:
    """Return the lists of some arrays.

    Args:
        ends: where each list of a segment of before ends among its numbers.
    """
    if f"{name}_ends" not in arrays:
        return PlainLists(arrays[name], ends)
    return PackedLists(arrays[name], arrays[f"{name}_ends"], arrays[f"{name}_pages"].item())


def mask_heads(heads: Ends, sizes: Ends) -> NDArray[np.bool_]:
    """Return for each element of packed lists whether it is of those that say which pages the numbers are on.

    Args:
        heads: how many these are, list by list.
        sizes: how many numbers each list has.
    """
    return np.tile([True, False], len(heads)).repeat(np.column_stack([heads, sizes]).ravel())


def _count(lengths: Ends, pages: int) -> Ends:
    """How many numbers lists of these lengths have."""
    return np.where(lengths > 2 * pages, lengths - pages, lengths // 2)


def _locate(own: Array, wanted: Array) -> Numbers:
    places: Numbers = own.searchsorted(wanted)
    there = own.take(places, mode="clip") == wanted if len(own) else np.zeros(len(wanted), np.bool_)
    return np.where(there, places, -1)
