"""Several arrays in one file, read where they lie: nothing is decoded, nothing is unpickled.

Layout: a magic number, the length of the directory, the directory (JSON: for each array its
name, type, offset and length), then the arrays, each at a multiple of 64 bytes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.structfile import StructFile
from whoosh.reading import CorruptIndexError

Array = NDArray[Any]

_MAGIC = b"NBARRAY1"
_ALIGNMENT = 64
_TYPES = frozenset(["<u1", "|u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8"])


def write_arrays(file: StructFile, arrays: Mapping[str, Array]) -> None:
    """Write arrays of one dimension to a file that is at its beginning."""
    directory, at = [], 0
    for name, array in arrays.items():
        directory.append((name, array.dtype.newbyteorder("<").str, at, len(array)))
        at += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
    head = json.dumps(directory).encode()
    start = _start(len(head))
    file.write((_MAGIC + struct.pack("<q", len(head)) + head).ljust(start, b"\0"))
    for array in arrays.values():
        data = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).view(np.uint8)
        file.write(data.data)
        file.write(bytes(-len(data) % _ALIGNMENT))


def read_arrays(view: memoryview) -> dict[str, Array]:
    """The arrays of a file, as views of it.

    Raises:
        CorruptIndexError: it is not such a file, or not all of it is there.
    """
    try:
        if view[: len(_MAGIC)] != _MAGIC:
            raise ValueError("wrong magic number")
        (size,) = struct.unpack("<q", view[len(_MAGIC) : len(_MAGIC) + 8])
        directory = json.loads(bytes(view[len(_MAGIC) + 8 : len(_MAGIC) + 8 + size]))
        start = _start(size)
        arrays = {}
        for name, dtype, at, length in directory:
            if dtype not in _TYPES:
                raise ValueError(f"unexpected type {dtype}")
            arrays[name] = np.frombuffer(view, np.dtype(dtype), length, start + at)
        return arrays
    except (ValueError, TypeError, struct.error) as error:
        raise CorruptIndexError(f"not a file of arrays: {error}") from error


def read_view(file: StructFile, at: int, length: int) -> memoryview:
    """A part of an open file: of the map itself where it is mapped, else a copy."""
    whole = getattr(file, "view", None)
    return whole[at : at + length] if whole is not None else memoryview(file.get(at, length))


def _start(head: int) -> int:
    return -(-(len(_MAGIC) + 8 + head) // _ALIGNMENT) * _ALIGNMENT


def expand_runs(starts: Array, lengths: Array) -> NDArray[np.int64]:
    """Numbers `start … start + length - 1` of each pair, one after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    numbers: NDArray[np.int64] = np.arange(total) + np.repeat(starts - (ends - lengths), lengths)
    return numbers
