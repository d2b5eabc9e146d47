"""Writing reports into the catalogue, with all that is worked out of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from indexer.archive.catalogue import resemblance
from indexer.archive.catalogue.commitments_writer import PromiseWriter
from indexer.archive.catalogue.findings_writer import Bookkeeper
from indexer.archive.catalogue.records import Run
from indexer.archive.catalogue.report_rows import Prepared
from indexer.archive.catalogue.report_table import GONE, REPORT, RUN
from indexer.archive.catalogue.succession import Succession, alike_texts
from indexer.archive.database import dump
from indexer.archive.originals import Source
from indexer.report.identifier import make_id, split_id
from indexer.report.report_json import from_json

# Statements are made once: making one takes longer than carrying it out.
_HOLDING = sa.select(REPORT.c.id).where(REPORT.c.sha256 == sa.bindparam("sha256"))
_LAST_VERSION = sa.union_all(
    *(
        sa.select(sa.func.max(table.c.version)).where(table.c.identity == sa.bindparam("identity"))
        for table in (REPORT, GONE)
    )
)
_FORMER = sa.select(GONE.c.id, GONE.c.version).where(
    GONE.c.identity == sa.bindparam("identity"), GONE.c.sha256 == sa.bindparam("sha256")
)
_TAKEN = sa.select(REPORT.c.id).where(REPORT.c.id == sa.bindparam("id"))
_BY = REPORT.alias()
_ITS_BODY = sa.select(_BY.c.body).where(_BY.c.id == sa.bindparam("by")).scalar_subquery()
_STANDING = sa.select(REPORT.c.id, REPORT.c.path).where(
    REPORT.c.identity == sa.bindparam("identity"),
    REPORT.c.id != sa.bindparam("by"),
    REPORT.c.superseded_by.is_(None),
    sa.or_(REPORT.c.path == sa.bindparam("path"), REPORT.c.body == _ITS_BODY),
)
_ENTER = REPORT.insert()


def holding(connection: sa.Connection, sha256: str) -> str:
    """Id of the report that was read from these bytes, "" where none was."""
    return connection.scalar(_HOLDING, {"sha256": sha256}) or ""


class CatalogueWriter:
    """An open transaction on a catalogue.

    Attributes:
        books: its figures and findings, kept in step with its reports.
        promises: its commitments and their evidence, likewise.
        versions: which of its reports replace which.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._last: int | None = None
        self.books = Bookkeeper(connection)
        self.promises = PromiseWriter(connection)
        self.versions = Succession(connection, self._touch)

    def settle(self) -> None:
        """Work out what depends on several reports; done at the end of a transaction, and once more for
        nothing.
        """
        self.books.settle()
        self.promises.settle()

    def free_id(self, identity: str, sha256: str) -> tuple[str, int]:
        """The id and version number that the next report of an identity gets: its own again, if it was
        taken out before, and never that of another.
        """
        former = self._connection.execute(_FORMER, {"identity": identity, "sha256": sha256}).first()
        if former and not self.taken(former.id):
            self.forget(former.id)
            return former.id, former.version
        last = self._connection.scalars(_LAST_VERSION, {"identity": identity})
        version = max(filter(None, last), default=0) + 1
        return make_id(identity, version), version

    def identity(self, report_id: str) -> str:
        """A report's id but for the version."""
        return str(self._connection.scalar(sa.select(REPORT.c.identity).where(REPORT.c.id == report_id)))

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

    def sound(self, most: int = 30, before: int | None = None) -> Iterator[str]:
        """Texts of the undamaged reports that were taken in last, up to `most`; fetched when asked for.

        Args:
            before: a place in the order of taking in; later ones are passed over.
        """
        query = sa.select(REPORT.c.content).where(REPORT.c.damaged == 0)
        if before is not None:
            query = query.where(REPORT.c.sequence < before)
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
            "source": dump(_as_dict(source)),
            "superseded_by": None,
        }
        self._connection.execute(_ENTER, row)
        resemblance.keep(self._connection, source.report, prepared.sketch)
        self.books.enter(source.report, prepared.books)
        former = {split_id(report_id)[0]: None for report_id in source.former}
        self.promises.enter(source.report, prepared.promises, former)

    def supersede(self, path: str, identity: str, by: str) -> list[str]:
        """Mark earlier versions of a report as replaced; their ids.

        These are those from the same path, and those of the same body whose text is alike. Another report
        at the same path (a yearly 年报.html) replaces nothing.
        """
        asked = {"path": path, "identity": identity, "by": by}
        standing = self._connection.execute(_STANDING, asked).all()
        ids = [row.id for row in standing if row.path == path or alike_texts(self._connection, row.id, by)]
        if ids:
            self._connection.execute(REPORT.update().where(REPORT.c.id.in_(ids)).values(superseded_by=by))
        for report_id in ids:
            self._touch(report_id)
        return ids

    def _touch(self, report_id: str) -> None:
        self.books.touch(report_id)
        self.promises.touch(report_id)

    def revive(self, source: Source) -> list[str]:
        """Make a replaced version the current one again; ids of those it replaces."""
        identity = self._connection.scalars(
            sa.select(REPORT.c.identity).where(REPORT.c.id == source.report)
        ).one()
        values = {"superseded_by": None, "sequence": source.sequence, "source": dump(_as_dict(source))}
        self._connection.execute(REPORT.update().where(REPORT.c.id == source.report).values(**values))
        self._touch(source.report)
        return self.supersede(source.path, identity, source.report)

    def delete(self, report_id: str) -> None:
        """Take a report out; what then stands of its versions is for `versions.review` to settle."""
        row = REPORT.c.id == report_id
        names = [column.name for column in GONE.c]
        gone = GONE.insert().from_select(names, sa.select(*(REPORT.c[name] for name in names)).where(row))
        self._connection.execute(gone.prefix_with("OR REPLACE"))
        self._connection.execute(REPORT.delete().where(row))
        resemblance.drop(self._connection, report_id)
        self.books.drop(report_id)
        self.promises.drop(report_id)

    def resembling(self, prepared: Prepared) -> tuple[resemblance.Resemblance, ...]:
        """Reports of other identities that say almost the same."""
        return resemblance.resembling(self._connection, prepared.identity, prepared.sketch)

    def forget(self, report_id: str) -> None:
        """Note that an id is a report's again."""
        self._connection.execute(GONE.delete().where(GONE.c.id == report_id))

    def remember(self, sha256: str, ids: Iterable[str]) -> None:
        """Note ids that the report in an original had and has no longer."""
        for report_id in ids:
            identity, version = split_id(report_id)
            if identity:
                row = {"id": report_id, "identity": identity, "version": version}
                entry = insert(GONE).values(**row, sha256=sha256)
                self._connection.execute(entry.on_conflict_do_nothing())

    def goes_with(self, generation: int) -> None:
        """Say which commit of the index goes with what the catalogue will hold; kept in the file's header."""
        self._connection.exec_driver_sql(f"PRAGMA user_version = {int(generation)}")

    def log(self, run: Run, former: Run | None = None) -> None:
        """Keep what a run did.

        Args:
            former: what it had done when it was logged before; this takes its place.
        """
        if former:
            same = {name: getattr(former, name) for name in ("command", "began", "ended")}
            self._connection.execute(RUN.delete().filter_by(**same))
        self._connection.execute(
            RUN.insert().values(
                command=run.command,
                began=run.began,
                ended=run.ended,
                counts=dump(run.counts),
                failures=dump(run.failures),
            )
        )


def _as_dict(record: Source) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}
