"""Tables that came after archives existed: made where they are missing, and filled from the stored reports.

They are no part of `schema.METADATA`, so that an archive without them can be read and added to as before:
its first writer makes them, and reads again what it holds. What is in them is all derived.
"""

from __future__ import annotations

import sqlalchemy as sa

from indexer.archive.catalogue.tables.schema import PLACE

SUPPLEMENT = sa.MetaData()
"""These tables."""

VERSION = 3
"""Raised when what is read for these tables changes: then the reports are read again by the next writer."""

SUPPLEMENTED = sa.Table(
    "supplemented",
    SUPPLEMENT,
    sa.Column("report", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)
"""The reports that these tables have been filled for."""

COMMITMENT_CLASS = sa.Table(
    "commitment_class",
    SUPPLEMENT,
    sa.Column("commitment", sa.Integer, primary_key=True),
    sa.Column("report", sa.Text, nullable=False, index=True),
    sa.Column("class", sa.Text, nullable=False),
)
"""The class of every commitment (`indexer.commitments.classes`)."""

INDICATOR = sa.Table(
    "indicator",
    SUPPLEMENT,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("report", sa.Text, nullable=False, index=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("measure", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("year", sa.Integer),
    sa.Column("low", sa.Float, nullable=False),
    sa.Column("high", sa.Float, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("bound", sa.Text, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("yearly", sa.Integer, nullable=False),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sentence", sa.Text, nullable=False),
    *(sa.Column(name, sa.Integer, nullable=False) for name in PLACE),
    sa.Index("ix_indicator_compared", "key", "year"),
)
"""The numbers of indicators in prose (`indexer.indicators.statement`)."""


def has_supplement(connection: sa.Connection) -> bool:
    """Return whether a catalogue has these tables."""
    there = set(sa.inspect(connection).get_table_names())
    return there.issuperset(SUPPLEMENT.tables)
