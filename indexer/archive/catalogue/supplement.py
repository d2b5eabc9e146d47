"""Tables that came after archives existed: made where they are missing, and filled from the stored reports.

They are no part of `schema.METADATA`, so that an archive without them can be read and added to as before:
its first writer makes them, and reads again what it holds. What is in them is all derived.
"""

from __future__ import annotations

import sqlalchemy as sa

SUPPLEMENT = sa.MetaData()
"""These tables."""

VERSION = 1
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


def has_supplement(connection: sa.Connection) -> bool:
    """Return whether a catalogue has these tables."""
    there = set(sa.inspect(connection).get_table_names())
    return there.issuperset(SUPPLEMENT.tables)
