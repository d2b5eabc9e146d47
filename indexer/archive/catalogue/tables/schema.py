"""The tables of the catalogue's SQLite file, each declared once.

The names of tables, columns, indexes and triggers are those of archives that exist: another one makes
another `indexer.archive.storage.database.compute_fingerprint`, and then whoever writes has to rebuild first.
"""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()
"""All tables of the catalogue but those of `supplement`."""

PLACE = ("section", "line", "start", "last", "end")
"""Columns of a place in a report's text (`indexer.commitments.sentence.Place`)."""

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
    # Long columns come last: SQLite reads nothing of them for a query of those before.
    sa.Column("doubts", sa.Text, nullable=False),
    sa.Column("damage", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("reading", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    # All columns that are counted (`coverage`), so that counting reads no report.
    sa.Index("ix_report_overview", "year", "kind", "sample", "damaged", "superseded_by"),
    sa.Index("ix_report_counted", "region_codes", "region_path", "year", "id", "superseded_by"),
    # The order of lists of findings (`findings`).
    sa.Index("ix_report_order", "region_codes", "body", "year", "id", "superseded_by"),
)
sa.Index("ix_report_superseded_by", REPORT.c.superseded_by, sqlite_where=REPORT.c.superseded_by.is_not(None))

GONE = sa.Table(
    "gone",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("identity", sa.Text, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
)
"""Ids of reports that were removed, or have another id since they were corrected: somebody may have cited
them, and no other text gets them."""

SKETCH = sa.Table(
    "sketch",
    METADATA,
    sa.Column("report", sa.Text, primary_key=True),
    sa.Column("minima", sa.LargeBinary, nullable=False),
)
"""The sketch of every report's text (`indexer.report.comparison.sketch`)."""

SKETCH_BAND = sa.Table(
    "sketch_band",
    METADATA,
    sa.Column("band", sa.Integer, primary_key=True),
    sa.Column("report", sa.Text, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""The bands of these sketches: similar texts share some."""

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
"""What each run of the writer did."""

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
"""The statutory tables of every report."""

FINDING = sa.Table(
    "finding",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("report", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False, index=True),
    # Whether it depends on other reports.
    sa.Column("outer", sa.Boolean, nullable=False),
    # Of its report, for `FINDING_COUNT`: 0 where unknown; 1 where it is not superseded, else 0.
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
"""What rules say of these tables."""

FINDING_COUNT = sa.Table(
    "finding_tally",
    METADATA,
    # 0 means an unknown year: no two unknown values are the same to a database.
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("rule", sa.Text, primary_key=True),
    sa.Column("outcome", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
)
"""Number of findings of current reports. Triggers keep it, in the transaction of what changes it."""

_TRIGGER = """
CREATE TRIGGER finding_{name} AFTER {event} ON finding WHEN {when} BEGIN
  INSERT INTO finding_tally (year, rule, outcome, number)
  VALUES ({row}.year, {row}.rule, {row}.outcome, {number})
  ON CONFLICT (year, rule, outcome) DO UPDATE SET number = number + excluded.number;
END
"""
for _values in (
    {"name": "added", "event": "INSERT", "when": "new.current", "row": "new", "number": "1"},
    {"name": "gone", "event": "DELETE", "when": "old.current", "row": "old", "number": "-1"},
    {
        "name": "replaced",
        "event": "UPDATE OF current",
        "when": "old.current <> new.current",
        "row": "new",
        "number": "new.current - old.current",
    },
):
    _trigger: sa.DDL = sa.DDL(_TRIGGER.format(**_values))  # type: ignore[no-untyped-call]
    sa.event.listen(METADATA, "after_create", _trigger)

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
    *(sa.Column(name, sa.Integer, nullable=False) for name in PLACE),
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
"""What reports commit their bodies to."""

COMMITMENT_BAND = sa.Table(
    "commitment_band",
    METADATA,
    sa.Column("band", sa.Integer, nullable=False, index=True),
    sa.Column("commitment", sa.Integer, nullable=False, index=True),
)
"""The bands of commitments: two that share one are probably similar (`commitments.matching.similarity`)."""

FORMER_COMMITMENT = sa.Table(
    "commitment_former",
    METADATA,
    sa.Column("key", sa.Text, nullable=False, index=True),
    sa.Column("report", sa.Text, nullable=False, index=True),
    sa.Column("now", sa.Text, nullable=False),
)
"""Keys that commitments had before their report was corrected: somebody may have cited them."""

EVIDENCE = sa.Table(
    "evidence",
    METADATA,
    sa.Column("commitment", sa.Integer, nullable=False, index=True),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("report", sa.Text, nullable=False),
    *(sa.Column(name, sa.Integer, nullable=False) for name in PLACE),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("spans", sa.Text, nullable=False),
)
"""Passages of later reports that speak of a commitment."""

COMMITMENT_CHANGE = sa.Table("commitment_change", METADATA, sa.Column("number", sa.Integer, nullable=False))
"""One number, raised whenever any of the tables of commitments changed."""
