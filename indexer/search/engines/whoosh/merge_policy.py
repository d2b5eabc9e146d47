"""Which segments are joined into one, and when: each is looked through by every query."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from whoosh.filedb.filestore import Storage

from indexer.search.engines.whoosh.checksums import check
from indexer.search.engines.whoosh.codec import ArraySegment
from indexer.search.engines.whoosh.merge import merge_parts
from indexer.search.engines.whoosh.segment_reader import Part
from indexer.search.engines.whoosh.segment_writer import write_segment

_FAN = 8
"""Segments of one size are joined when there are as many."""
_BYTES_A_CHARACTER = 10
"""Memory at most while segments are joined, by character of their text; the files themselves are mapped."""


class Joining:
    """Joins segments of one index within bounds of memory."""

    def __init__(self, storage: Storage, indexname: str, memory: int) -> None:
        """Args:
        memory: bytes that joining may take.
        """
        self._storage, self._indexname = storage, indexname
        self._most = memory // _BYTES_A_CHARACTER

    def joined(self, segments: Sequence[ArraySegment], compact: bool = False) -> list[ArraySegment]:
        """All segments after joining, in their order.

        Those of like size are joined so that there are never many of any size: sizes are powers of
        `_FAN`, so a passage is copied once a power, whatever the index grows to.

        Args:
            compact: join also few small ones, up to a large one that is no more than `_FAN` times as large.
        """
        found, kept = list(segments), set[str]()
        while group := self._crowded(found, kept):
            fits = self._fitting(group)
            if len(fits) < 2:
                kept.update(segment.segment_id() for segment in group)
                continue
            found = self._replaced(found, fits)
        if compact:
            fits = self._fitting(_small(found))
            if len(fits) > 1:
                found = self._replaced(found, fits)
        return found

    def _crowded(self, segments: Sequence[ArraySegment], kept: set[str]) -> list[ArraySegment]:
        """The smallest segments of like size of which there are too many; `kept` ones stay as they are."""
        by_size: dict[int, list[ArraySegment]] = {}
        for segment in segments:
            if segment.segment_id() not in kept:
                by_size.setdefault(_power(segment.doc_count()), []).append(segment)
        return next((group for _, group in sorted(by_size.items()) if len(group) >= _FAN), [])

    def _fitting(self, segments: Sequence[ArraySegment]) -> list[ArraySegment]:
        """The first of them, as many as may be joined at once."""
        fits, size = [], 0
        for segment in segments:
            ends = Part(self._storage, segment).characters.ends
            size += int(ends[-1]) if len(ends) else 0
            if size > self._most:
                break
            fits.append(segment)
        return fits

    def _replaced(self, segments: list[ArraySegment], group: list[ArraySegment]) -> list[ArraySegment]:
        group = [segment for segment in segments if segment in group]
        for segment in group:  # what is damaged would be whole under a new sum
            check(self._storage, segment)
        parts = [Part(self._storage, segment) for segment in group]
        lives = [np.ones(part.size, np.bool_) for part in parts]
        for segment, live in zip(group, lives, strict=True):
            live[list(segment.deleted_docs())] = False
        one = write_segment(self._storage, self._indexname, merge_parts(parts, lives))
        at = segments.index(group[0])
        rest = [segment for segment in segments if segment not in group]
        return [*rest[:at], one, *rest[at:]]


def _small(segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    """The smallest segments, up to the largest one that is not much larger than all before it together."""
    ordered = sorted(segments, key=lambda segment: int(segment.doc_count()))
    count = size = 0
    for at, segment in enumerate(ordered, 1):
        if size * _FAN >= segment.doc_count():
            count = at
        size += segment.doc_count()
    return ordered[:count]


def _power(count: int) -> int:
    power = 0
    while count >= _FAN:
        count //= _FAN
        power += 1
    return power
