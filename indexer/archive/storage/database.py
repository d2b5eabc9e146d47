"""What the parts of the catalogue share: one schema, and one sentence for all that can go wrong with it."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateTable

from indexer.archive.catalogue.tables.schema import METADATA
from indexer.archive.databases.base import Database
from indexer.errors import ArchiveDamaged

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


def compute_fingerprint() -> int:
    """Return a number for the schema, 1 to 2³¹-1: a program with other tables has another one."""
    tables = METADATA.sorted_tables
    made = "".join(str(CreateTable(table).compile(dialect=sqlite.dialect())) for table in tables)
    return zlib.crc32(made.encode()) % (2**31 - 1) + 1


@contextmanager
def read_catalogue(database: Database) -> Iterator[sa.Connection]:
    """Open a connection that reads the catalogue (`guard_catalogue`)."""
    with guard_catalogue(database), database.read() as connection:
        yield connection


@contextmanager
def guard_catalogue(database: Database, own: bool = True) -> Iterator[None]:
    """What goes wrong with the catalogue as one clear sentence.

    Args:
        own: the block does nothing but read: what it cannot make sense of is a damaged content, which
            SQLite, having no checksums, does not notice.

    Raises:
        ArchiveDamaged: the catalogue at this place is damaged.
        ArchiveError: the system does not let it be read or written.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, ValueError, LookupError, TypeError) as error:
        if not own and not isinstance(error, (SQLAlchemyError, sqlite3.Error)):
            raise
        if refused := database.explain(error, "目录库"):
            raise refused from error
        cause = error.__cause__ or error
        reason = (str(cause).splitlines() or [type(cause).__name__])[0]
        raise ArchiveDamaged(
            f"目录库 {database.place} 无法使用（{reason}），请用 nianbao reindex 从原文件重建。"
        ) from error
