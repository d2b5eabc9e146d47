"""Writes reports into the catalogue, with all that is derived from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from indexer.archive.catalogue.records import Run
from indexer.archive.catalogue.similar_reports import (
    SimilarReport,
    delete_sketch,
    find_similar,
    insert_sketch,
)
from indexer.archive.catalogue.tables.conditions import IS_CURRENT
from indexer.archive.catalogue.tables.schema import GONE, REPORT, RUN
from indexer.archive.catalogue.writing.commitments_writer import CommitmentWriter
from indexer.archive.catalogue.writing.findings_writer import FindingWriter
from indexer.archive.catalogue.writing.report_rows import Prepared
from indexer.archive.catalogue.writing.succession import Succession, find_report, have_similar_texts
from indexer.archive.catalogue.writing.supplement_writer import SupplementWriter
from indexer.archive.databases.base import Database
from indexer.archive.databases.dialect import insert_missing
from indexer.archive.preservation.source import Source
from indexer.archive.storage.database import dump
from indexer.commitments.matching.sentence_model import Encoder
from indexer.report.identifier import make_id, split_id
from indexer.report.report_json import from_json

# Statements are made once: making one takes longer than carrying it out.
_LAST_VERSION = sa.union_all(
    *(
        sa.select(sa.func.max(table.c.version)).where(table.c.identity == sa.bindparam("identity"))
        for table in (REPORT, GONE)
    )
)
_FORMER = sa.select(GONE.c.id, GONE.c.version).where(
    GONE.c.identity == sa.bindparam("identity"), GONE.c.sha256 == sa.bindparam("sha256")
)
_HAS_ID = sa.select(REPORT.c.id).where(REPORT.c.id == sa.bindparam("id"))
_BY = REPORT.alias()
_ITS_BODY = sa.select(_BY.c.body).where(_BY.c.id == sa.bindparam("by")).scalar_subquery()
_CURRENT = sa.select(REPORT.c.id, REPORT.c.path).where(
    REPORT.c.identity == sa.bindparam("identity"),
    REPORT.c.id != sa.bindparam("by"),
    IS_CURRENT,
    sa.or_(REPORT.c.path == sa.bindparam("path"), REPORT.c.body == _ITS_BODY),
)
_INSERT = REPORT.insert()


class CatalogueWriter:
    """An open transaction on a catalogue.

    Attributes:
        findings: writes the figures and findings of its reports.
        commitments: writes their commitments and the evidence of them.
        supplement: writes the tables that came later (`supplement`).
        versions: says which of its reports are current.
    """

    def __init__(self, connection: sa.Connection, database: Database, encoder: Encoder | None = None) -> None:
        """Args:
        database: whose connection it is.
        encoder: says what sentences mean, where a model is set.
        """
        self._connection, self._database = connection, database
        self._last: int | None = None
        self.findings = FindingWriter(connection)
        self.commitments = CommitmentWriter(connection, encoder)
        self.supplement = SupplementWriter(connection)
        self.supplement.complete()
        self.versions = Succession(connection, self._mark_changed)

    def update(self) -> None:
        """Update all that depends on several reports. Done at the end of every transaction; a second time
        does nothing.
        """
        self.findings.update()
        self.commitments.update()

    def assign_id(self, identity: str, sha256: str) -> tuple[str, int]:
        """Return the id and version number that the next report of an identity gets: its own again, if it
        was removed before, and never that of another.
        """
        former = self._connection.execute(_FORMER, {"identity": identity, "sha256": sha256}).first()
        if former and not self.has_report(former.id):
            self.reclaim_id(former.id)
            return former.id, former.version
        last = self._connection.scalars(_LAST_VERSION, {"identity": identity})
        version = max(filter(None, last), default=0) + 1
        return make_id(identity, version), version

    def find_identity(self, report_id: str) -> str:
        """Return a report's id but for the version."""
        return str(self._connection.scalar(sa.select(REPORT.c.identity).where(REPORT.c.id == report_id)))

    def has_report(self, report_id: str) -> bool:
        """Return whether a report has this id."""
        return self._connection.scalar(_HAS_ID, {"id": report_id}) is not None

    def find_report(self, sha256: str) -> str:
        """Return the id of the report that was read from an original, "" where none was."""
        return find_report(self._connection, sha256)

    def is_superseded_at(self, report_id: str, path: str) -> bool:
        """Return whether a report was added from this path and another one from there superseded it.

        One that came from elsewhere is no reason to make this one current again: both files still exist.
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
        """Return the place of the next original in the order of adding."""
        if self._last is None:
            self._last = self._connection.scalar(sa.select(sa.func.max(REPORT.c.sequence))) or 0
        self._last += 1
        return self._last

    def read_undamaged(self, most: int = 30, before: int | None = None) -> Iterator[str]:
        """Yield the texts of the undamaged reports that were added last, up to `most`.

        Args:
            before: a place in the order of adding; later ones are passed over.
        """
        query = sa.select(REPORT.c.content).where(REPORT.c.damaged == 0)
        if before is not None:
            query = query.where(REPORT.c.sequence < before)
        for content in self._connection.scalars(query.order_by(REPORT.c.sequence.desc()).limit(most)):
            report = from_json(json.loads(content))
            yield "\n".join(line for section in report.sections for line in (section.heading, *section.lines))

    def insert(self, prepared: Prepared, version: int, source: Source) -> None:
        """Insert a report, under the id that its source names."""
        row = {
            "id": source.report,
            "identity": prepared.identity,
            "version": version,
            **prepared.report.to_columns(),
            "sha256": source.sha256,
            "path": source.path,
            "sequence": source.sequence,
            "source": dump(source.to_json()),
            "superseded_by": None,
        }
        self._connection.execute(_INSERT, row)
        insert_sketch(self._connection, source.report, prepared.sketch)
        self.findings.insert(source.report, prepared.findings)
        former = {split_id(report_id)[0]: None for report_id in source.former}
        numbers = self.commitments.insert(source.report, prepared.commitments, former)
        classes = zip(numbers, prepared.commitments.classes, strict=True)
        self.supplement.insert(source.report, classes, prepared.commitments.indicators)

    def supersede(self, path: str, identity: str, by: str) -> list[str]:
        """Mark earlier versions of a report as superseded, and return their ids.

        These are those from the same path, and those of the same body whose text is similar. Another report
        at the same path (a yearly 年报.html) supersedes nothing.
        """
        asked = {"path": path, "identity": identity, "by": by}
        current = self._connection.execute(_CURRENT, asked).all()
        ids = [
            row.id for row in current if row.path == path or have_similar_texts(self._connection, row.id, by)
        ]
        if ids:
            self._connection.execute(REPORT.update().where(REPORT.c.id.in_(ids)).values(superseded_by=by))
        for report_id in ids:
            self._mark_changed(report_id)
        return ids

    def _mark_changed(self, report_id: str) -> None:
        self.findings.mark_changed(report_id)
        self.commitments.mark_changed(report_id)

    def restore(self, source: Source) -> list[str]:
        """Make a superseded version the current one again, and return the ids of those it supersedes."""
        identity = self._connection.scalars(
            sa.select(REPORT.c.identity).where(REPORT.c.id == source.report)
        ).one()
        values = {"superseded_by": None, "sequence": source.sequence, "source": dump(source.to_json())}
        self._connection.execute(REPORT.update().where(REPORT.c.id == source.report).values(**values))
        self._mark_changed(source.report)
        return self.supersede(source.path, identity, source.report)

    def delete(self, report_id: str) -> None:
        """Delete a report; which of its versions are then current is for `versions.review` to say."""
        row = REPORT.c.id == report_id
        names = [column.name for column in GONE.c]
        gone = GONE.insert().from_select(names, sa.select(*(REPORT.c[name] for name in names)).where(row))
        self.reclaim_id(report_id)
        self._connection.execute(gone)
        self._connection.execute(REPORT.delete().where(row))
        delete_sketch(self._connection, report_id)
        self.findings.delete(report_id)
        self.commitments.delete(report_id)
        self.supplement.delete(report_id)

    def find_similar(self, prepared: Prepared) -> tuple[SimilarReport, ...]:
        """Return current reports of other identities that say almost the same."""
        return find_similar(self._connection, prepared.identity, prepared.sketch)

    def reclaim_id(self, report_id: str) -> None:
        """Delete an id from the former ones: a report has it again."""
        self._connection.execute(GONE.delete().where(GONE.c.id == report_id))

    def insert_former_ids(self, sha256: str, ids: Iterable[str]) -> None:
        """Insert ids that the report in an original had before."""
        for report_id in ids:
            identity, version = split_id(report_id)
            if identity:
                row = {"id": report_id, "identity": identity, "version": version, "sha256": sha256}
                insert_missing(self._connection, GONE, row)

    def set_index_generation(self, generation: int) -> None:
        """Store in the database's header which commit of the index goes with this state of the catalogue."""
        self._database.set_index_generation(self._connection, generation)

    def log(self, run: Run, former: Run | None = None) -> None:
        """Insert what a run did.

        Args:
            former: what it had done when it was logged before; it is deleted.
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
