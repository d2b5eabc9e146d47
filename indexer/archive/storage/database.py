"""What the parts of the catalogue share: one schema, and one sentence for all that can go wrong with it."""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateTable

from indexer.archive.catalogue.tables.schema import METADATA
from indexer.durable import explain_os_error
from indexer.errors import ArchiveDamaged, ArchiveError

# One encoder for all: `json.dumps` makes one for each value that is not to be in ASCII.
dump = json.JSONEncoder(ensure_ascii=False).encode
"""A value as JSON in a column of text."""


class TableRow:
    """The base of rows that are values: dataclasses with slots, whose fields are columns."""

    __slots__ = ()

    def to_columns(self) -> dict[str, Any]:
        """Return the values by the names of the columns."""
        names: tuple[str, ...] = self.__slots__
        return {name: getattr(self, name) for name in names}


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of plain values, all of the same columns.

    They go to the driver as they are: to look at each value of each row for what its type asks for, which
    is nothing, takes SQLAlchemy as long as writing them takes SQLite.
    """
    if rows:
        connection.exec_driver_sql(_insertion(table, tuple(rows[0])), list(rows))


def compute_fingerprint() -> int:
    """Return a number for the schema, 1 to 2³¹-1: a program with other tables has another one."""
    tables = METADATA.sorted_tables
    made = "".join(str(CreateTable(table).compile(dialect=sqlite.dialect())) for table in tables)
    return zlib.crc32(made.encode()) % (2**31 - 1) + 1


def open_database(path: Path) -> sa.Engine:
    """Return an engine for a SQLite file, also where this process may not write its folder.

    A reader of a file in WAL mode makes files beside it. Where it cannot, and no writer has left any, the
    file is at rest: it is opened as one that does not change, anew each time, for its owner may write later.
    """
    beside = (path.with_name(path.name + "-shm"), path.with_name(path.name + "-wal"))
    if os.access(path.parent, os.W_OK) or any(each.exists() for each in beside):
        return sa.create_engine(make_address(path))
    address = make_address(Path(f"file:{quote(str(path.absolute()))}"))
    at_rest = address.set(query={"mode": "ro", "immutable": "1", "uri": "true"})
    return sa.create_engine(at_rest, poolclass=sa.NullPool)


def make_address(path: Path) -> sa.URL:
    """Return the address of a SQLite file; in one that is written by hand a `?` of the path would end it."""
    return sa.URL.create("sqlite", database=str(path))


@lru_cache(maxsize=64)
def _insertion(table: sa.Table, columns: tuple[str, ...]) -> str:
    return str(table.insert().compile(dialect=sqlite.dialect(paramstyle="named"), column_keys=columns))


@contextmanager
def guard_catalogue(path: Path, own: bool = True) -> Iterator[None]:
    """What goes wrong with the catalogue as one clear sentence.

    Args:
        own: the block does nothing but read: what it cannot make sense of is a damaged content, which
            SQLite, having no checksums, does not notice.

    Raises:
        ArchiveDamaged: the catalogue at this path is damaged.
        ArchiveError: the system does not let it be read or written.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, ValueError, LookupError, TypeError) as error:
        if not own and not isinstance(error, (SQLAlchemyError, sqlite3.Error)):
            raise
        cause = error.__cause__ or error
        if message := explain_os_error(cause):
            raise ArchiveError(
                f"无法读写目录库 {path}（{message}），请检查磁盘空间和权限后重新运行；已发布的不受影响。"
            ) from error
        reason = (str(cause).splitlines() or [type(cause).__name__])[0]
        raise ArchiveDamaged(
            f"目录库 {path} 无法使用（{reason}），请用 nianbao reindex 从原文件重建。"
        ) from error
