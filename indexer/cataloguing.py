"""Writing reports into the catalogue, with all that is worked out of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from indexer.bookkeeping import Bookkeeper
from indexer.commitments.writer import PromiseWriter
from indexer.database import METADATA
from indexer.originals import Source
from indexer.preparation import Prepared
from indexer.records import Run
from indexer.report_json import from_json
from indexer.versions import ALIKE, alike

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
    sa.Index("ix_report_overview", "year", "kind", "sample", "damaged"),
    sa.Index("ix_report_counted", "region_codes", "region_path", "year", "id"),
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


# Statements are made once: making one takes longer than carrying it out.
_HOLDING = sa.select(REPORT.c.id).where(REPORT.c.sha256 == sa.bindparam("sha256"))
_LAST_VERSION = sa.select(sa.func.max(REPORT.c.version)).where(REPORT.c.identity == sa.bindparam("identity"))
_TAKEN = sa.select(REPORT.c.id).where(REPORT.c.id == sa.bindparam("id"))
_STANDING = sa.select(REPORT.c.id, REPORT.c.path).where(
    REPORT.c.identity == sa.bindparam("identity"),
    REPORT.c.id != sa.bindparam("by"),
    REPORT.c.superseded_by.is_(None),
    sa.or_(REPORT.c.path == sa.bindparam("path"), REPORT.c.body == sa.bindparam("body")),
)
_TEXT = sa.select(REPORT.c.content).where(REPORT.c.id == sa.bindparam("id"))
_STANDING_AGAIN = (
    sa.select(REPORT.c.id)
    .where(REPORT.c.superseded_by == sa.bindparam("id"))
    .order_by(REPORT.c.sequence.desc())
)
_ENTER = REPORT.insert()


def holding(connection: sa.Connection, sha256: str) -> str:
    """Id of the report that was read from these bytes, "" where none was."""
    return connection.scalar(_HOLDING, {"sha256": sha256}) or ""


def standing_after(connection: sa.Connection, report_id: str) -> str:
    """Id of the version that is shown again without this one: the last of those it replaced, "" for none."""
    return connection.scalar(_STANDING_AGAIN, {"id": report_id}) or ""


class CatalogueWriter:
    """An open transaction on a catalogue.

    Attributes:
        books: its figures and findings, kept in step with its reports.
        promises: its commitments and their evidence, likewise.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._last: int | None = None
        self.books = Bookkeeper(connection)
        self.promises = PromiseWriter(connection)

    def free_id(self, identity: str) -> tuple[str, int]:
        """The id and version number that the next report of an identity gets."""
        taken = self._connection.scalar(_LAST_VERSION, {"identity": identity})
        version = (taken or 0) + 1
        return (identity if version == 1 else f"{identity}-{version}"), version

    def taken(self, report_id: str) -> bool:
        """Whether a report has this id."""
        return self._connection.scalar(_TAKEN, {"id": report_id}) is not None

    def holding(self, sha256: str) -> str:
        """Id of the report that was read from these bytes, "" where none was."""
        return holding(self._connection, sha256)

    def replaced(self, report_id: str, path: str) -> bool:
        """Whether a report was taken in from this path and has been replaced by another from there.

        One that came from elsewhere is no reason to show this one again: both files are still there.
        """
        later = REPORT.alias()
        query = sa.select(REPORT.c.id).where(
            REPORT.c.id == report_id,
            REPORT.c.path == path,
            REPORT.c.superseded_by == later.c.id,
            later.c.path == path,
        )
        return self._connection.scalar(query) is not None

    def next_sequence(self) -> int:
        """The place of the next original in the order of taking in."""
        if self._last is None:
            self._last = self._connection.scalar(sa.select(sa.func.max(REPORT.c.sequence))) or 0
        self._last += 1
        return self._last

    def sound(self, most: int = 30) -> Iterator[str]:
        """Texts of the undamaged reports that were taken in last, up to `most`; fetched when asked for."""
        query = sa.select(REPORT.c.content).where(REPORT.c.damaged == 0)
        for content in self._connection.scalars(query.order_by(REPORT.c.sequence.desc()).limit(most)):
            report = from_json(json.loads(content))
            yield "\n".join(line for section in report.sections for line in (section.heading, *section.lines))

    def insert(self, prepared: Prepared, version: int, source: Source) -> None:
        """Add a report, under the id that its source names."""
        row = {
            "id": source.report,
            "identity": prepared.identity,
            "version": version,
            **prepared.report,
            "sha256": source.sha256,
            "path": source.path,
            "sequence": source.sequence,
            "source": _dump(_as_dict(source)),
            "superseded_by": None,
        }
        self._connection.execute(_ENTER, row)
        self.books.enter(source.report, prepared.books)
        self.promises.enter(source.report, prepared.promises)

    def supersede(self, path: str, identity: str, by: str) -> list[str]:
        """Mark earlier versions of a report as replaced; their ids.

        These are those from the same path, and those of the same body whose text is alike. Another report
        at the same path (a yearly 年报.html) replaces nothing.
        """
        body = self._connection.scalar(sa.select(REPORT.c.body).where(REPORT.c.id == by))
        asked = {"path": path, "identity": identity, "by": by, "body": body}
        standing = self._connection.execute(_STANDING, asked).all()
        ids = [row.id for row in standing if row.path == path or self._alike(row.id, by)]
        if ids:
            self._connection.execute(REPORT.update().where(REPORT.c.id.in_(ids)).values(superseded_by=by))
        for report_id in ids:
            self.books.touch(report_id)
            self.promises.touch(report_id)
        return ids

    def _alike(self, one: str, other: str) -> bool:
        texts = (self._connection.scalar(_TEXT, {"id": report_id}) for report_id in (one, other))
        left, right = (from_json(json.loads(text or "")) for text in texts)
        return alike(left, right) >= ALIKE

    def revive(self, source: Source) -> tuple[str, list[str]]:
        """Make a replaced version the current one again; its identity, and ids of those it replaces."""
        identity = self._connection.scalars(
            sa.select(REPORT.c.identity).where(REPORT.c.id == source.report)
        ).one()
        values = {"superseded_by": None, "sequence": source.sequence, "source": _dump(_as_dict(source))}
        self._connection.execute(REPORT.update().where(REPORT.c.id == source.report).values(**values))
        self.books.touch(source.report)
        self.promises.touch(source.report)
        return identity, self.supersede(source.path, identity, source.report)

    def delete(self, report_id: str) -> None:
        """Take a report out; what it had replaced is replaced by its own successor, or by the last of them,
        which stands again.
        """
        row = REPORT.c.id == report_id
        successor = self._connection.scalar(sa.select(REPORT.c.superseded_by).where(row))
        last = "" if successor else standing_after(self._connection, report_id)
        replaced = REPORT.c.superseded_by == report_id
        self._connection.execute(REPORT.update().where(replaced).values(superseded_by=successor or last))
        self._connection.execute(REPORT.update().where(REPORT.c.id == last).values(superseded_by=None))
        self._connection.execute(REPORT.delete().where(row))
        self.books.drop(report_id)
        self.promises.drop(report_id)

    def goes_with(self, generation: int) -> None:
        """Say which commit of the index goes with what the catalogue will hold; kept in the file's header."""
        self._connection.exec_driver_sql(f"PRAGMA user_version = {int(generation)}")

    def log(self, run: Run) -> None:
        """Keep what a run did."""
        self._connection.execute(
            RUN.insert().values(
                command=run.command,
                began=run.began,
                ended=run.ended,
                counts=_dump(run.counts),
                failures=_dump(run.failures),
            )
        )


def _as_dict(record: Source) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
