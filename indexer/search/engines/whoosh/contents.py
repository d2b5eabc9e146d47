"""An index's table of contents: a sum at its end, and the classes that its pickles may name.

What names the segments is pickled, and is not read before it is known to be what was written. Whoosh
does not look beyond what it wrote itself.
"""

from __future__ import annotations

import io
import pickle
import zlib
from pathlib import Path
from typing import Any

from whoosh.filedb.structfile import StructFile
from whoosh.reading import CorruptIndexError

from indexer.durable import sync_file

SUFFIX = ".toc"
_MARK = b"nianbao crc32 "
_LENGTH = len(_MARK) + 8
_CODEC = "indexer.search.engines.whoosh.codec"
_FORMER_CODECS = frozenset(("indexer.engines.whoosh.codec",))
"""Where the classes of segments were in earlier versions, whose indexes name them so."""
_PLAIN = frozenset(
    (
        *(("builtins", name) for name in ("set", "frozenset", "object", "int")),
        ("collections", "defaultdict"),
    )
)
"""What else segments are made of, those of Whoosh's own codec too."""


class _Unpickler(pickle.Unpickler):
    """Makes nothing but segments."""

    def find_class(self, module: str, name: str) -> Any:
        if module in _FORMER_CODECS:
            module = _CODEC
        if module == _CODEC or module.startswith("whoosh.") or (module, name) in _PLAIN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"a table of contents names no {module}.{name}")


class ContentsFile(StructFile):  # type: ignore[misc]
    """A table of contents, open for reading."""

    def __init__(self, data: bytes, name: str) -> None:
        """Take what is in the file, without its sum."""
        super().__init__(io.BytesIO(data), name=name)

    def read_pickle(self) -> Any:
        """Return the next object.

        Raises:
            pickle.UnpicklingError: it is none, or of a class that no table of contents has.
        """
        return _Unpickler(self.file).load()


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
