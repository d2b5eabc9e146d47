"""The sum at the end of an index's table of contents: what names the segments is pickled, and is not read
before it is known to be what was written. Whoosh does not look beyond what it wrote itself.
"""

from __future__ import annotations

import zlib
from pathlib import Path

from whoosh.reading import CorruptIndexError

from indexer.durable import sync_file

SUFFIX = ".toc"
_MARK = b"nianbao crc32 "
_LENGTH = len(_MARK) + 8


def seal(path: Path) -> None:
    """Add its sum to a table of contents, durably.

    Raises:
        OSError: it cannot be written.
    """
    with path.open("r+b") as file:
        data = file.read()
        file.write(_sum_of(data))
    sync_file(path)


def unseal(data: bytes, name: str) -> bytes:
    """Return a table of contents without its sum; one that was written before there were sums is as it is.

    Raises:
        CorruptIndexError: it is not what was written.
    """
    content, end = data[:-_LENGTH], data[-_LENGTH:]
    if end == _sum_of(content):
        return content
    # A sum of which a part is damaged or gone still is one.
    if _MARK in data or sum(a == b for a, b in zip(end, _MARK, strict=False)) > len(_MARK) // 2:
        raise CorruptIndexError(f"{name} is not what was written")
    return data


def _sum_of(content: bytes) -> bytes:
    return _MARK + b"%08x" % zlib.crc32(content)
