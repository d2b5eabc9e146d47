"""One segment of an index as arrays: it never changes, so it is read once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import SegmentReader

from indexer.analysis import bigrams

Numbers = NDArray[np.int32]
"""Numbers of passages in a segment, ascending; or one number a passage."""

_KEPT = 200
"""Sets of passages kept: pages and facets of one query ask for the same sets again and again."""


class Coded(NamedTuple):
    """A column of few different values: the values, and for each passage which of them it has."""

    values: tuple[str, ...]
    codes: Numbers


class Part:
    """The columns of one segment, and exact search in it. Not for several threads at once.

    Attributes:
        size: number of passages, deleted ones included.
        year, section, ordinal: by passage (see `Entry`); year 0 where it is not known.
        kinds, regions, reports: by passage; regions as codes, tab, names, each joined by `/`.
    """

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self.size: int = reader.doc_count_all()
        self._exact = reader.column_reader("exact")
        self._sets: dict[str, Numbers] = {}
        self.year, self.section, self.ordinal = map(self._numbers, ("year", "section", "ordinal"))
        self.kinds, self.regions, self.reports = map(self._coded, ("kind", "region", "report_id"))

    def _numbers(self, column: str) -> Numbers:
        if not self._reader.has_column(column):
            return np.zeros(self.size, np.int32)
        return np.fromiter(self._reader.column_reader(column), np.int32, self.size)

    def _coded(self, column: str) -> Coded:
        known: dict[bytes, int] = {}
        values: Iterable[bytes] = self._reader.column_reader(column)
        codes = np.fromiter((known.setdefault(value, len(known)) for value in values), np.int32, self.size)
        return Coded(tuple(value.decode() for value in known), codes)

    @cached_property
    def titles(self) -> Coded:
        """Folded titles of the reports."""
        return self._coded("folded_title")

    @cached_property
    def headings(self) -> Coded:
        """Folded headings of the sections."""
        return self._coded("folded_heading")

    def shown(self, number: int) -> Any:
        """What a hit shows (see `schema.document`)."""
        return self._reader.stored_fields(number)["shown"]

    def containing(self, folded: str, field: str = "") -> Numbers:
        """The passages that contain these folded characters within one line: all of them and no others."""
        key = f"{field}:{folded}"
        found = self._sets.get(key)
        if found is None:
            found = self._within(folded, field) if field else self._search(folded)
            if len(self._sets) >= _KEPT:
                self._sets.pop(next(iter(self._sets)), None)
            self._sets[key] = found
        return found

    def _within(self, folded: str, field: str) -> Numbers:
        values, codes = self.titles if field == "title" else self.headings
        fits = np.fromiter((folded in value for value in values), np.bool_, len(values))
        return np.flatnonzero(fits[codes]).astype(np.int32)

    def _search(self, folded: str) -> Numbers:
        if len(folded) <= 2:
            return self._gram(folded)
        terms = sorted((self._frequency(gram), gram) for gram in set(bigrams(folded)))
        if not terms[0][0]:
            return np.empty(0, np.int32)
        candidates = self._gram(terms[0][1])
        for frequency, gram in terms[1:]:
            # Looking at a text costs about as much as decoding a few postings.
            if frequency > 4 * len(candidates):
                break
            candidates = np.intersect1d(candidates, self._gram(gram), assume_unique=True)
        wanted, texts = folded.encode("utf-8", "replace"), self._exact
        return np.fromiter((n for n in candidates.tolist() if wanted in texts[n]), np.int32)

    def _frequency(self, gram: str) -> int:
        return int(self._reader.doc_frequency("grams", gram))

    def _gram(self, gram: str) -> Numbers:
        term = ("grams", gram.encode("utf-8", "replace"))
        if term not in self._reader:
            return np.empty(0, np.int32)
        return np.fromiter(self._reader.postings(*term).all_ids(), np.int32)
