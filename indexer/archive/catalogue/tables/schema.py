"""The tables of the catalogue, each declared once.

The names of tables, columns, indexes and triggers are those of archives that exist: another one makes
another `indexer.archive.storage.database.compute_fingerprint`, and then whoever writes has to rebuild first.
"""

from __future__ import annotations

import sqlalchemy as sa

from indexer.archive.catalogue.tables.triggers import list_triggers
from indexer.archive.databases.dialect import Number, Text

METADATA = sa.MetaData()
"""All tables of the catalogue but those of `supplement`."""

PLACE = ("section", "line", "start", "last", "end")
"""Columns of a place in a report's text (`indexer.commitments.sentence.Place`)."""

REPORT = sa.Table(
    "report",
    METADATA,
    sa.Column("id", Text, primary_key=True),
    sa.Column("identity", Text, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("kind", Text, nullable=False),
    sa.Column("outline", Text, nullable=False),
    sa.Column("title", Text, nullable=False),
    sa.Column("year", sa.Integer),
    sa.Column("body", Text, nullable=False),
    sa.Column("body_kind", Text),
    sa.Column("region_codes", Text, nullable=False),
    sa.Column("region_path", Text, nullable=False),
    sa.Column("sections", sa.Integer, nullable=False),
    sa.Column("tables", sa.Integer, nullable=False),
    sa.Column("sample", sa.Integer, nullable=False),
    sa.Column("damaged", sa.Integer, nullable=False, index=True),
    sa.Column("superseded_by", Text),
    sa.Column("sequence", sa.Integer, nullable=False, index=True),
    sa.Column("sha256", Text, nullable=False, unique=True),
    sa.Column("path", Text, nullable=False),
    # Long columns come last: SQLite reads nothing of them for a query of those before.
    sa.Column("doubts", Text, nullable=False),
    sa.Column("damage", Text, nullable=False),
    sa.Column("source", Text, nullable=False),
    sa.Column("reading", Text, nullable=False),
    sa.Column("content", Text, nullable=False),
    # All columns that are counted (`coverage`), so that counting reads no report.
    sa.Index("ix_report_overview", "year", "kind", "sample", "damaged", "superseded_by"),
    sa.Index("ix_report_counted", "region_codes", "region_path", "year", "id", "superseded_by"),
    # The order of lists of findings (`findings`).
    sa.Index("ix_report_order", "region_codes", "body", "year", "id", "superseded_by"),
)
_SUPERSEDED = REPORT.c.superseded_by.is_not(None)
sa.Index(
    "ix_report_superseded_by",
    REPORT.c.superseded_by,
    sqlite_where=_SUPERSEDED,
    info={"postgresql": {"where": _SUPERSEDED}},
)
# By its hash where there is such an index: addresses are longer than others of PostgreSQL may have values.
# Options of PostgreSQL stand in `info` (see `PostgresDatabase.create`), else its dialect would be loaded.
sa.Index("ix_report_path", REPORT.c.path, info={"postgresql": {"using": "hash"}})

GONE = sa.Table(
    "gone",
    METADATA,
    sa.Column("id", Text, primary_key=True),
    sa.Column("identity", Text, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("sha256", Text, nullable=False),
)
"""Ids of reports that were removed, or have another id since they were corrected: somebody may have cited
them, and no other text gets them."""

SKETCH = sa.Table(
    "sketch",
    METADATA,
    sa.Column("report", Text, primary_key=True),
    sa.Column("minima", sa.LargeBinary, nullable=False),
)
"""The sketch of every report's text (`indexer.report.comparison.sketch`)."""

SKETCH_BAND = sa.Table(
    "sketch_band",
    METADATA,
    sa.Column("band", Number, primary_key=True),
    sa.Column("report", Text, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""The bands of these sketches: similar texts share some."""

RUN = sa.Table(
    "run",
    METADATA,
    sa.Column("id", Number, primary_key=True),
    sa.Column("command", Text, nullable=False),
    sa.Column("began", Text, nullable=False),
    sa.Column("ended", Text, nullable=False),
    sa.Column("counts", Text, nullable=False),
    sa.Column("failures", Text, nullable=False),
)
"""What each run of the writer did."""

FIGURES = sa.Table(
    "figures",
    METADATA,
    sa.Column("report", Text, primary_key=True),
    sa.Column("series", Text, nullable=False, index=True),
    sa.Column("year", sa.Integer, index=True),
    # Codes of its division from the top down, joined by "/", "" unless the body governs it.
    sa.Column("governs", Text, nullable=False, index=True),
    sa.Column("covers", sa.Boolean, nullable=False),
    sa.Column("form", sa.Integer),
    sa.Column("content", Text, nullable=False),
)
"""The statutory tables of every report."""

FINDING = sa.Table(
    "finding",
    METADATA,
    sa.Column("id", Number, primary_key=True),
    sa.Column("report", Text, nullable=False),
    sa.Column("key", Text, nullable=False, index=True),
    # Whether it depends on other reports.
    sa.Column("outer", sa.Boolean, nullable=False),
    # Of its report, for `FINDING_COUNT`: 0 where unknown; 1 where it is not superseded, else 0.
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("current", sa.Integer, nullable=False),
    sa.Column("rule", Text, nullable=False),
    sa.Column("outcome", Text, nullable=False),
    sa.Column("sentence", Text, nullable=False),
    sa.Column("reason", Text, nullable=False),
    sa.Column("expected", Text, nullable=False),
    sa.Column("found", Text, nullable=False),
    sa.Column("cells", Text, nullable=False),
    sa.Column("others", Text, nullable=False),
    sa.Column("mention", Text, nullable=False),
    sa.Index("ix_finding_told", "report", "outcome"),
)
"""What rules say of these tables."""

FINDING_COUNT = sa.Table(
    "finding_tally",
    METADATA,
    # 0 means an unknown year: no two unknown values are the same to a database.
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("rule", Text, primary_key=True),
    sa.Column("outcome", Text, primary_key=True),
    sa.Column("number", Number, nullable=False),
)
"""Number of findings of current reports. Triggers keep it, in the transaction of what changes it."""

for _trigger in list_triggers():
    sa.event.listen(METADATA, "after_create", _trigger)

SPEAKER = sa.Table(
    "speaker",
    METADATA,
    sa.Column("report", Text, primary_key=True),
    sa.Column("series", Text, nullable=False, index=True),
    sa.Column("kind", Text, nullable=False),
    sa.Column("year", sa.Integer),
)
"""Every report with its body; `series` is the same for all reports of a body, of either kind."""

COMMITMENT = sa.Table(
    "commitment",
    METADATA,
    sa.Column("id", Number, primary_key=True),
    sa.Column("key", Text, nullable=False, index=True),
    sa.Column("report", Text, nullable=False, index=True),
    *(sa.Column(name, sa.Integer, nullable=False) for name in PLACE),
    sa.Column("label", Text, nullable=False),
    sa.Column("text", Text, nullable=False),
    sa.Column("parts", Text, nullable=False),
    sa.Column("year", sa.Integer),
    sa.Column("action", Text, nullable=False),
    sa.Column("object", Text, nullable=False),
    sa.Column("figures", Text, nullable=False),
    sa.Column("deadlines", Text, nullable=False),
    sa.Column("topics", Text, nullable=False),
    sa.Column("state", Text, nullable=False),
)
"""What reports commit their bodies to."""

COMMITMENT_BAND = sa.Table(
    "commitment_band",
    METADATA,
    sa.Column("band", Number, nullable=False, index=True),
    sa.Column("commitment", Number, nullable=False, index=True),
)
"""The bands of commitments: two that share one are probably similar (`commitments.matching.similarity`)."""

FORMER_COMMITMENT = sa.Table(
    "commitment_former",
    METADATA,
    sa.Column("key", Text, nullable=False, index=True),
    sa.Column("report", Text, nullable=False, index=True),
    sa.Column("now", Text, nullable=False),
)
"""Keys that commitments had before their report was corrected: somebody may have cited them."""

EVIDENCE = sa.Table(
    "evidence",
    METADATA,
    sa.Column("commitment", Number, nullable=False, index=True),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("report", Text, nullable=False),
    *(sa.Column(name, sa.Integer, nullable=False) for name in PLACE),
    sa.Column("text", Text, nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("spans", Text, nullable=False),
)
"""Passages of later reports that speak of a commitment."""

COMMITMENT_CHANGE = sa.Table("commitment_change", METADATA, sa.Column("number", Number, nullable=False))
"""One number, raised whenever any of the tables of commitments changed."""
