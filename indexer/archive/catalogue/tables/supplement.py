"""Tables that came after archives existed: made where they are missing, and filled from the stored reports.

They are no part of `schema.METADATA`, so that an archive without them can be read and added to as before:
its first writer makes them, and reads again what it holds. What is in them is all derived.
"""

from __future__ import annotations

import sqlalchemy as sa

from indexer.archive.catalogue.tables.schema import PLACE
from indexer.archive.databases.dialect import Number, Text, has_tables

SUPPLEMENT = sa.MetaData()
"""These tables."""

VERSION = 3
"""Raised when what is read for these tables changes: then the reports are read again by the next writer."""

SUPPLEMENTED = sa.Table(
    "supplemented",
    SUPPLEMENT,
    sa.Column("report", Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)
"""The reports that these tables have been filled for."""

COMMITMENT_CLASS = sa.Table(
    "commitment_class",
    SUPPLEMENT,
    sa.Column("commitment", Number, primary_key=True),
    sa.Column("report", Text, nullable=False, index=True),
    sa.Column("class", Text, nullable=False),
)
"""The class of every commitment (`indexer.commitments.classes`)."""

INDICATOR = sa.Table(
    "indicator",
    SUPPLEMENT,
    sa.Column("id", Number, primary_key=True),
    sa.Column("report", Text, nullable=False, index=True),
    sa.Column("key", Text, nullable=False),
    sa.Column("measure", Text, nullable=False),
    sa.Column("role", Text, nullable=False),
    sa.Column("year", sa.Integer),
    sa.Column("low", sa.Float, nullable=False),
    sa.Column("high", sa.Float, nullable=False),
    sa.Column("unit", Text, nullable=False),
    sa.Column("bound", Text, nullable=False),
    sa.Column("currency", Text, nullable=False),
    sa.Column("yearly", sa.Integer, nullable=False),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("text", Text, nullable=False),
    sa.Column("sentence", Text, nullable=False),
    *(sa.Column(name, sa.Integer, nullable=False) for name in PLACE),
    sa.Index("ix_indicator_compared", "key", "year"),
)
"""The numbers of indicators in prose (`indexer.indicators.statement`)."""


def has_supplement(connection: sa.Connection) -> bool:
    """Return whether a catalogue has these tables."""
    return has_tables(connection, SUPPLEMENT.tables)
