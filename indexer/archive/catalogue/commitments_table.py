"""Tables of promises and their evidence in the catalogue."""

from __future__ import annotations

import sqlalchemy as sa

from indexer.archive.database import METADATA

SPEAKER = sa.Table(
    "speaker",
    METADATA,
    sa.Column("report", sa.Text, primary_key=True),
    sa.Column("series", sa.Text, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("year", sa.Integer),
)
"""Every report with its body; `series` is the same for all reports of a body, of either kind."""

COMMITMENT = sa.Table(
    "commitment",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, index=True),
    sa.Column("report", sa.Text, nullable=False, index=True),
    *(sa.Column(name, sa.Integer, nullable=False) for name in ("section", "line", "start", "last", "end")),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("parts", sa.Text, nullable=False),
    sa.Column("year", sa.Integer),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("figures", sa.Text, nullable=False),
    sa.Column("deadlines", sa.Text, nullable=False),
    sa.Column("topics", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
)

BAND = sa.Table(
    "commitment_band",
    METADATA,
    sa.Column("band", sa.Integer, nullable=False, index=True),
    sa.Column("commitment", sa.Integer, nullable=False, index=True),
)
"""Promises that share a band are probably alike (`likeness.bands`)."""

FORMER = sa.Table(
    "commitment_former",
    METADATA,
    sa.Column("key", sa.Text, nullable=False, index=True),
    sa.Column("report", sa.Text, nullable=False, index=True),
    sa.Column("now", sa.Text, nullable=False),
)
"""Keys that promises had before their report was corrected: somebody may have cited them."""

EVIDENCE = sa.Table(
    "evidence",
    METADATA,
    sa.Column("commitment", sa.Integer, nullable=False, index=True),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("report", sa.Text, nullable=False),
    *(sa.Column(name, sa.Integer, nullable=False) for name in ("section", "line", "start", "last", "end")),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("spans", sa.Text, nullable=False),
)

CHANGE = sa.Table("commitment_change", METADATA, sa.Column("number", sa.Integer, nullable=False))
"""One number, raised whenever any of these tables changed."""

# The catalogue's own table, as far as it is needed here.
REPORT = sa.table(
    "report",
    *map(
        sa.column,
        ("id", "kind", "title", "year", "body", "region_codes", "region_path", "superseded_by", "content"),
    ),
)
