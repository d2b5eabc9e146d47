"""Columns of values by passage, kept as arrays (Whoosh's interface: `whoosh.columns.Column`)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from whoosh import columns
from whoosh.filedb.structfile import StructFile

from indexer.search.engines.whoosh.arrays import Array, read_arrays, read_view, write_arrays
from indexer.search.engines.whoosh.characters import Characters
from indexer.search.engines.whoosh.common_numbers import index_common_numbers
from indexer.search.engines.whoosh.own_texts import pack_own_texts, unpack_own_text
from indexer.search.engines.whoosh.pair_index import index_texts
from indexer.search.engines.whoosh.units import decode_text, to_units


class ArrayColumn(columns.Column, ABC):  # type: ignore[misc]
    """Base: gathers the values of a segment and writes them as arrays."""

    _default: ClassVar[Any]

    @abstractmethod
    def arrays(self, values: Sequence[Any]) -> dict[str, Array]:
        """Return the values of all passages as arrays."""

    @abstractmethod
    def value(self, arrays: dict[str, Array], number: int) -> Any:
        """Return the value of one passage."""

    def writer(self, dbfile: StructFile) -> _Writer:
        """Return what writes the column of a segment."""
        return _Writer(self, dbfile)

    def reader(self, dbfile: StructFile, basepos: int, length: int, doccount: int) -> ColumnReader:
        """Return what reads the column of a segment."""
        return ColumnReader(self, read_arrays(read_view(dbfile, basepos, length)), doccount)


class _Writer(columns.ColumnWriter):  # type: ignore[misc]
    def __init__(self, column: ArrayColumn, dbfile: StructFile) -> None:
        super().__init__(dbfile)
        self._column, self._values = column, {}  # type: ignore[var-annotated]

    def add(self, docnum: int, value: Any) -> None:
        self._values[docnum] = value

    def finish(self, doccount: int) -> None:
        default = self._column.default_value()
        values = [self._values.get(number, default) for number in range(doccount)]
        write_arrays(self._dbfile, self._column.arrays(values))


class ColumnReader(columns.ColumnReader):  # type: ignore[misc]
    """Reads values one by one (Whoosh) or as arrays (the engine).

    Attributes:
        arrays: the column's arrays by name.
    """

    def __init__(self, column: ArrayColumn, arrays: dict[str, Array], doccount: int) -> None:
        self._column, self.arrays, self._doccount = column, arrays, doccount

    def __getitem__(self, docnum: int) -> Any:
        return self._column.value(self.arrays, docnum)


class NumberColumn(ArrayColumn):
    """Whole numbers. Array: `numbers` (int32)."""

    _default = 0

    def arrays(self, values: Sequence[int]) -> dict[str, Array]:
        """Return the values of all documents as arrays for the file."""
        return {"numbers": np.asarray(values, np.int32)}

    def value(self, arrays: dict[str, Array], number: int) -> int:
        """Return the value of a document."""
        return int(arrays["numbers"][number])


class CodedColumn(ArrayColumn):
    """Texts of which few are different.

    Arrays: `bytes` (the different ones, UTF-8), `ends` (where each of them ends), `codes` (which of them each
    passage has).
    """

    _default = ""

    def arrays(self, values: Sequence[str]) -> dict[str, Array]:
        """Return the values of all documents as arrays for the file."""
        known: dict[str, int] = {}
        codes = np.fromiter((known.setdefault(value, len(known)) for value in values), np.int32, len(values))
        return pack_codes(list(known), codes)

    def value(self, arrays: dict[str, Array], number: int) -> str:
        """Return the value of a document."""
        return unpack_value(arrays, int(arrays["codes"][number])).decode("utf-8", "surrogatepass")


class CharacterColumn(ArrayColumn):
    """Folded texts, where each two neighbouring characters stand (see `characters`), and the text in its own
    characters (see `own_texts`): pairs of the folded text and its own, to which the last characters fold.
    """

    _default = ("", "")

    def arrays(self, values: Sequence[tuple[str, str]]) -> dict[str, Array]:
        """Return the values of all documents as arrays for the file."""
        found = index_texts([to_units(folded) for folded, _ in values])
        found |= index_common_numbers(Characters(found))
        return found | pack_own_texts((own for _, own in values), found["units"], found["ends"])

    def value(self, arrays: dict[str, Array], number: int) -> tuple[str, str]:
        """Return the value of a document."""
        return decode_text(arrays["units"], arrays["ends"], number), unpack_own_text(arrays, number)


def pack_codes(values: Sequence[str], codes: NDArray[np.int32]) -> dict[str, Array]:
    """Different values and their codes, as a `CodedColumn` keeps them."""
    return {"codes": codes, **pack_values([value.encode("utf-8", "surrogatepass") for value in values])}


def pack_values(values: Sequence[bytes]) -> dict[str, Array]:
    """Byte strings in one array, and where each ends."""
    ends = np.cumsum(np.fromiter(map(len, values), np.int64, len(values)))
    return {"bytes": np.frombuffer(b"".join(values), np.uint8), "ends": ends.astype(np.int64)}


def unpack_value(arrays: Mapping[str, Array], number: int) -> bytes:
    """One of several packed byte strings."""
    start = int(arrays["ends"][number - 1]) if number else 0
    return arrays["bytes"][start : int(arrays["ends"][number])].tobytes()


def unpack_values(arrays: dict[str, Array]) -> list[bytes]:
    """All packed byte strings."""
    whole = arrays["bytes"].tobytes()
    ends = arrays["ends"].tolist()
    return [whole[start:end] for start, end in zip([0, *ends], ends, strict=False)]
