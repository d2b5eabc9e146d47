"""What an index holds of a report, looked up without opening the index for search."""

from __future__ import annotations

from collections.abc import Sequence

from whoosh.filedb.filestore import Storage

from indexer.search.engines.whoosh.codec import ArraySegment
from indexer.search.engines.whoosh.schema import encode_text
from indexer.search.engines.whoosh.segment_reader import Part


class ReportLookup:
    """Reports in the segments of one commit. A look-up takes as long in a large index as in a small one."""

    def __init__(self, storage: Storage, segments: Sequence[ArraySegment]) -> None:
        """Maps the segments' files.

        Raises:
            CorruptIndexError, OSError: they cannot be read.
        """
        self._segments = segments
        self._parts = [Part(storage, segment) for segment in segments]

    def find_numbers(self, report: str) -> list[int]:
        """Numbers of the passages of a report that live, in the whole index."""
        found, offset = [], 0
        for segment, part in zip(self._segments, self._parts, strict=True):
            word = part.words.number("report", encode_text(report))
            if word is not None:
                docs = part.words.postings(word).docs.tolist()
                found += [offset + number for number in docs if not segment.is_deleted(number)]
            offset += part.size
        return found
