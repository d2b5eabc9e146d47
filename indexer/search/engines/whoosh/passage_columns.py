"""What is kept of each passage, column by column, joined over the segments of a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.report.report import Region
from indexer.search.engines.whoosh.segment_reader import Numbers, Part


class Coded(NamedTuple):
    """A column of few different values: the values, and for each passage which of them it has."""

    values: tuple[str, ...]
    codes: NDArray[np.int64]

    def of(self, number: int) -> str:
        """What a passage has."""
        return self.values[self.codes.item(number)]


class StoredPassage(NamedTuple):
    """What a hit shows.

    Attributes:
        known: report, title, year, district, region, body, kind, section and heading, as a `Hit` has them.
        text: the passage in its own characters.
        folded: its folded text, and the offsets of its characters in `text` where they are not the same.
        first: number of its first line.
        damage: number of its damaged places.
    """

    known: tuple[str, str, int | None, str, tuple[str, ...], str, str, int, str]
    text: str
    folded: tuple[str, list[int] | None]
    first: int
    damage: int


def join_numbers(parts: Sequence[Part], column: str) -> Numbers:
    """A column of numbers over all segments, in their order."""
    columns = [part.numbers(column) for part in parts]
    return np.concatenate(columns) if columns else np.empty(0, np.int32)


def join_coded(parts: Sequence[Part], column: str) -> Coded:
    """A column of few different values over all segments, in their order."""
    known: dict[str, int] = {}
    columns = []
    for part in parts:
        values, codes = part.coded(column)
        there = np.fromiter((known.setdefault(value, len(known)) for value in values), np.int64)
        columns.append(there[codes])
    return Coded(tuple(known), np.concatenate(columns) if columns else np.empty(0, np.int64))


def parse_region(value: str) -> Region | None:
    """A region as its column keeps it: codes, then names, from the top; None where it is not known."""
    codes, _, path = value.partition("\t")
    return Region.parse(codes, path)
