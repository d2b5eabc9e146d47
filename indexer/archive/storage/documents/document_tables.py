"""The tables of documents, and of what there should be of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from indexer.archive.databases.dialect import Text
from indexer.archive.databases.records import RecordTables

_TABLES = sa.MetaData()
DOCUMENT = sa.Table(
    "document",
    _TABLES,
    sa.Column("name", Text, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("changed", sa.Float(53), nullable=False),  # seconds since 1970
)
INVENTORY = sa.Table(
    "inventory",
    _TABLES,
    sa.Column("name", Text, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False),
)
KEPT = RecordTables(_TABLES, "人工记录库")


def replace_row(connection: sa.Connection, table: sa.Table, name: str, values: Mapping[str, Any]) -> None:
    """Write a row over the one of its name; for one writer at a time."""
    changed = connection.execute(table.update().where(table.c.name == name).values(**values))
    if not changed.rowcount:
        connection.execute(table.insert().values(name=name, **values))
