"""What is kept of each passage, column by column, joined over the segments of a snapshot."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.report.report import Region
from indexer.search.engines.whoosh.columns import unpack_value
from indexer.search.engines.whoosh.segment_reader import Numbers, Part

_KEPT = 4096
"""Texts of one column kept as they were read."""


class Coded(NamedTuple):
    """A column of few different values: the values, and for each passage which of them it has."""

    values: tuple[str, ...]
    codes: NDArray[np.int32]

    def of(self, number: int) -> str:
        """What a passage has."""
        return self.values[self.codes.item(number)]


class SharedTexts:
    """A column of texts that the passages of a report share: as many as reports, so each is read when it is
    asked for.
    """

    def __init__(self, parts: Sequence[Part], column: str) -> None:
        self._columns = [part.column(column) for part in parts]
        self._offsets = list(accumulate((part.size for part in parts), initial=0))[:-1]
        # A memory view gives one number quicker than an array.
        self._codes, self._ends, self._bytes = (
            [column[name].data for column in self._columns] for name in ("codes", "ends", "bytes")
        )
        self._value = lru_cache(_KEPT)(self._read)

    def of(self, number: int) -> str:
        """What a passage has."""
        at = bisect_right(self._offsets, number) - 1
        return self._value(at, self._codes[at][number - self._offsets[at]])

    def _read(self, at: int, code: int) -> str:
        ends = self._ends[at]
        return str(self._bytes[at][ends[code - 1] if code else 0 : ends[code]], "utf-8", "surrogatepass")

    @cached_property
    def codes(self) -> NDArray[np.int32]:
        """For each passage a number: passages with the same number have the same text.

        In two segments the same text has two numbers, unless it is the last of one and the first of the next.
        """
        joined, base, last = [], 0, (b"", 0)
        for column in self._columns:
            codes, count = column["codes"], len(column["ends"])
            if base:
                codes = codes + np.int32(base)
            if len(codes):
                first = unpack_value(column, column["codes"].item(0))
                if base and first == last[0]:
                    codes[codes == codes[0]] = last[1]
                last = unpack_value(column, column["codes"].item(-1)), codes.item(-1)
            joined.append(codes)
            base += count
        return _join(joined)


class PassageHead(NamedTuple):
    """What is known of a passage beside its text, as a `Hit` has it and in that order."""

    report: str
    title: str
    year: int | None
    district: str
    region: tuple[str, ...]
    body: str
    kind: str
    section: int
    heading: str


class StoredPassage(NamedTuple):
    """What a hit shows.

    Attributes:
        head: what is known of it.
        text: the passage in its own characters.
        folded: its folded text, and the offsets of its characters in `text` where they are not the same.
        first: number of its first line.
        damage: number of its damaged places.
        recognised: whether some of it was recognised in a picture.
    """

    head: PassageHead
    text: str
    folded: tuple[str, list[int] | None]
    first: int
    damage: int
    recognised: bool


def join_numbers(parts: Sequence[Part], column: str) -> Numbers:
    """A column of numbers over all segments, in their order; of one segment as it is mapped."""
    return _join([part.numbers(column) for part in parts])


def join_coded(parts: Sequence[Part], column: str) -> Coded:
    """A column of few different values over all segments, in their order."""
    if len(parts) == 1:
        only, mapped = parts[0].coded(column)
        return Coded(tuple(only), mapped)
    known: dict[str, int] = {}
    columns = []
    for part in parts:
        values, codes = part.coded(column)
        there = np.fromiter((known.setdefault(value, len(known)) for value in values), np.int32, len(values))
        columns.append(there[codes])
    return Coded(tuple(known), _join(columns))


def _join(columns: Sequence[Numbers]) -> Numbers:
    if len(columns) == 1:
        return columns[0]
    return np.concatenate(columns) if columns else np.empty(0, np.int32)


def parse_region(value: str) -> Region | None:
    """A region as its column keeps it: codes, then names, from the top; None where it is not known."""
    codes, _, path = value.partition("\t")
    return Region.parse(codes, path)
