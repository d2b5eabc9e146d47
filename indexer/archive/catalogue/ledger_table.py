"""Tables of figures and findings in the catalogue."""

from __future__ import annotations

import sqlalchemy as sa

from indexer.archive.database import METADATA

FIGURES = sa.Table(
    "figures",
    METADATA,
    sa.Column("report", sa.Text, primary_key=True),
    sa.Column("series", sa.Text, nullable=False, index=True),
    sa.Column("year", sa.Integer, index=True),
    # Codes of its division from the top down, joined by "/", "" unless the body governs it.
    sa.Column("governs", sa.Text, nullable=False, index=True),
    sa.Column("covers", sa.Boolean, nullable=False),
    sa.Column("form", sa.Integer),
    sa.Column("content", sa.Text, nullable=False),
)

FINDING = sa.Table(
    "finding",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("report", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False, index=True),
    sa.Column("outer", sa.Boolean, nullable=False),
    # Of its report, for what is counted (`tally`): 0 where unknown; whether it is not replaced.
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("current", sa.Integer, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("sentence", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("expected", sa.Text, nullable=False),
    sa.Column("found", sa.Text, nullable=False),
    sa.Column("cells", sa.Text, nullable=False),
    sa.Column("others", sa.Text, nullable=False),
    sa.Column("mention", sa.Text, nullable=False),
    sa.Index("ix_finding_told", "report", "outcome"),
)

# The catalogue's own table, as far as lists of figures and findings need it.
REPORT = sa.table(
    "report",
    *map(
        sa.column,
        ("id", "kind", "title", "year", "body", "region_codes", "region_path", "superseded_by"),
    ),
)
