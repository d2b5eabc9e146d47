"""Sums over the files of a segment: bytes that a disk gives back otherwise than they were written are told.

A flipped bit in a list of postings is still a list of postings: without a sum it would be a wrong answer, one
in twenty at eight bits a file. CRC-32 as in Lucene; against bad disks, not against people.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from whoosh.filedb.filestore import Storage
from whoosh.reading import CorruptIndexError

from indexer.search.engines.whoosh.arrays import read_view
from indexer.search.engines.whoosh.codec import ArraySegment

QUICK = 64 << 20
"""Bytes of a segment that is summed whenever it is opened: that takes 30 ms; larger ones are when they are
joined, and when somebody asks (`nianbao verify`)."""


def sum_of(storage: Storage, name: str) -> int:
    """The sum of a file.

    Raises:
        OSError: it cannot be read.
    """
    return zlib.crc32(read_view(storage.open_file(name), 0, storage.file_length(name)))


def find_damaged(storage: Storage, segment: ArraySegment) -> Iterator[str]:
    """The files of a segment that are gone, or not what was written."""
    for name, known in segment.sums.items():
        try:
            same = sum_of(storage, name) == known
        except OSError:
            same = False
        if not same:
            yield name


def check(storage: Storage, segment: ArraySegment) -> None:
    """Make sure that a segment is what was written.

    Raises:
        CorruptIndexError: it is not.
    """
    for name in find_damaged(storage, segment):
        raise CorruptIndexError(f"{name} is not what was written")
