"""Which segments are joined into one, and when: each is looked through by every query."""

from __future__ import annotations

from collections.abc import Sequence
from shutil import disk_usage

import numpy as np
from whoosh.filedb.filestore import Storage

from indexer.search.engines.whoosh.checksums import check
from indexer.search.engines.whoosh.codec import ArraySegment
from indexer.search.engines.whoosh.merge import merge_parts
from indexer.search.engines.whoosh.segment_reader import Part
from indexer.search.engines.whoosh.segment_writer import write_segment

_FAN = 8
"""Segments of one size are joined when there are as many."""
_EVER = 4_000_000
"""Characters that any transaction may copy: what takes less than half a second."""
_EACH = 64
"""Characters that a transaction may copy for each that it adds."""
_ROOM = 1.1
"""Room on the disk that joining asks for, by what the segments take."""


class Joining:
    """Joins segments of one index, no more than a transaction is worth: adding one report to a large archive
    never waits for large segments to be copied.
    """

    def __init__(self, storage: Storage, indexname: str, added: int) -> None:
        """Args:
        added: characters that the transaction adds.
        """
        self._storage, self._indexname = storage, indexname
        self._left = max(_EVER, _EACH * added)

    def joined(self, segments: Sequence[ArraySegment], compact: bool = False) -> list[ArraySegment]:
        """All segments after joining, in their order.

        Those of like size are joined so that there are never many of any size: sizes are powers of
        `_FAN`, so a passage is copied once a power, whatever the index grows to.

        Args:
            compact: join also few small ones, up to a large one that is no more than `_FAN` times as large,
                whatever that copies.
        """
        found, kept = list(segments), set[str]()
        while group := self._crowded(found, kept):
            fits = self._fitting(group)
            if len(fits) < 2:
                kept.update(segment.segment_id() for segment in group)
                continue
            found = self._replaced(found, fits)
        if compact:
            small = _small(found)
            if len(small) > 1 and self._has_room(small):
                found = self._replaced(found, small)
        return found

    def _crowded(self, segments: Sequence[ArraySegment], kept: set[str]) -> list[ArraySegment]:
        """The smallest segments of like size of which there are too many; `kept` ones stay as they are."""
        by_size: dict[int, list[ArraySegment]] = {}
        for segment in segments:
            if segment.segment_id() not in kept:
                by_size.setdefault(_power(segment.doc_count()), []).append(segment)
        return next((group for _, group in sorted(by_size.items()) if len(group) >= _FAN), [])

    def _fitting(self, segments: Sequence[ArraySegment]) -> list[ArraySegment]:
        """The first of them, as many as may be joined."""
        fits, left = [], self._left
        for segment in segments:
            ends = Part(self._storage, segment).characters.ends
            left -= int(ends[-1]) if len(ends) else 0
            if left < 0:
                break
            fits.append(segment)
        if len(fits) < 2 or not self._has_room(fits):
            return []
        self._left = left
        return fits

    def _has_room(self, segments: Sequence[ArraySegment]) -> bool:
        """Whether the disk has room for one more copy; what it has no room for stays as it is."""
        size = sum(sum(segment.sizes.values()) for segment in segments)
        return disk_usage(self._storage.folder).free > _ROOM * size

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
