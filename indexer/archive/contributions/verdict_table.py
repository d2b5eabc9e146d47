"""The table of verdicts, and a copy of it as a file."""

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
