"""The table of verdicts, and copies of it: as a file, or in another home."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from indexer.archive.databases import open_records
from indexer.archive.databases.dialect import insert
from indexer.archive.databases.records import Records, RecordTables
from indexer.archive.storage.database_place import DatabasePlace
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError

_TABLES = sa.MetaData()
VERDICT = sa.Table(
    "verdict",
    _TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("link", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
sa.Index("verdict_of", VERDICT.c.subject, VERDICT.c.key)
_KEPT = RecordTables(_TABLES, "核对意见库")


def open_verdicts(home: Home) -> Records:
    """Return the verdicts of a home."""
    return open_records(home.place_records(home.verdicts), _KEPT)


def copy_verdicts(home: Home, path: Path) -> None:
    """Write the verdicts of a home that has them in a database to a file, as a home without one has them.

    Raises:
        ArchiveError: they cannot be read or written.
    """
    try:
        with closing(open_verdicts(home)) as verdicts:
            if not verdicts.exist():
                return
            with verdicts.read() as connection:
                found = connection.execute(sa.select(VERDICT).order_by(VERDICT.c.id))
                rows = [dict(row) for row in found.mappings()]
        with closing(open_records(DatabasePlace(path), _KEPT)) as copy, copy.write() as connection:
            insert(connection, VERDICT, rows)
    except SQLAlchemyError as error:
        raise ArchiveError("无法复制核对意见。") from error


def copy_missing_verdicts(home: Home, other: Home) -> int:
    """Write the verdicts of a home that another one does not have yet to that; return how many.

    Raises:
        ArchiveError: what the other has are not the first ones of the home.
    """
    with closing(open_verdicts(home)) as verdicts, closing(open_verdicts(other)) as copied:
        rows, there = _list_rows(verdicts), _list_rows(copied)
        if there != rows[: len(there)]:
            raise ArchiveError(f"{other.path} 已有别的核对意见，未迁移；请换一个空的文件夹和数据库。")
        if missing := rows[len(there) :]:
            with copied.write() as connection:
                insert(connection, VERDICT, missing)
    return len(missing)


def _list_rows(verdicts: Records) -> list[dict[str, str]]:
    """Return all verdicts in the order in which they were given, without their numbers."""
    if not verdicts.exist():
        return []
    said = [column for column in VERDICT.c if column is not VERDICT.c.id]
    with verdicts.read() as connection:
        if not verdicts.has_tables(connection):
            return []
        return [dict(row) for row in connection.execute(sa.select(*said).order_by(VERDICT.c.id)).mappings()]
