"""The catalogue's tables of reports and runs."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from indexer.archive.database import METADATA

REPORT = sa.Table(
    "report",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("identity", sa.Text, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("outline", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("year", sa.Integer),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("body_kind", sa.Text),
    sa.Column("region_codes", sa.Text, nullable=False),
    sa.Column("region_path", sa.Text, nullable=False),
    sa.Column("sections", sa.Integer, nullable=False),
    sa.Column("tables", sa.Integer, nullable=False),
    sa.Column("sample", sa.Integer, nullable=False),
    sa.Column("damaged", sa.Integer, nullable=False, index=True),
    sa.Column("superseded_by", sa.Text),
    sa.Column("sequence", sa.Integer, nullable=False, index=True),
    sa.Column("sha256", sa.Text, nullable=False, unique=True),
    sa.Column("path", sa.Text, nullable=False, index=True),
    # What is long comes last: whoever wants what stands before it reads nothing of it.
    sa.Column("doubts", sa.Text, nullable=False),
    sa.Column("damage", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("reading", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    # All that is counted (`holdings`), so that counting reads no report.
    sa.Index("ix_report_overview", "year", "kind", "sample", "damaged", "superseded_by"),
    sa.Index("ix_report_counted", "region_codes", "region_path", "year", "id", "superseded_by"),
    # The order of lists of findings (`ledger`).
    sa.Index("ix_report_order", "region_codes", "body", "year", "id", "superseded_by"),
)

sa.Index("ix_report_superseded_by", REPORT.c.superseded_by, sqlite_where=REPORT.c.superseded_by.is_not(None))

RUN = sa.Table(
    "run",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("command", sa.Text, nullable=False),
    sa.Column("began", sa.Text, nullable=False),
    sa.Column("ended", sa.Text, nullable=False),
    sa.Column("counts", sa.Text, nullable=False),
    sa.Column("failures", sa.Text, nullable=False),
)


GONE = sa.Table(
    "gone",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("identity", sa.Text, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
)
"""Ids of reports that were taken out, or have another id since they were corrected: somebody may have cited
them, and no other text gets them."""


SKETCH = sa.Table(
    "sketch",
    METADATA,
    sa.Column("report", sa.Text, primary_key=True),
    sa.Column("minima", sa.LargeBinary, nullable=False),
)
"""What the text of every report is like, as numbers (`resemblance`)."""


BAND = sa.Table(
    "sketch_band",
    METADATA,
    sa.Column("band", sa.Integer, primary_key=True),
    sa.Column("report", sa.Text, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Which reports have which numbers together."""


def renamed(ids: Iterable[str]) -> sa.Select[tuple[str]]:
    """The query for the present ids of reports that had these before."""
    joined = GONE.join(REPORT, REPORT.c.sha256 == GONE.c.sha256)
    return (
        sa.select(REPORT.c.id).select_from(joined).where(GONE.c.id.in_(list(ids)), REPORT.c.id != GONE.c.id)
    )
