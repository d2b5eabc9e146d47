"""The SQL side: what is known of every report, and what every run did."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from indexer.bookkeeping import Bookkeeper
from indexer.commitments.store import PromiseStore
from indexer.commitments.writer import PromiseWriter
from indexer.damage import Damage
from indexer.database import METADATA, guarded
from indexer.errors import ArchiveDamaged, NotFound
from indexer.ledger import Ledger
from indexer.originals import Source
from indexer.records import Reading, Record, Run, Summary
from indexer.report import Region, Report
from indexer.report_json import from_json, to_json

_REPORT = sa.Table(
    "report",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("identity", sa.Text, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("outline", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("year", sa.Integer, index=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("body_kind", sa.Text),
    sa.Column("region_codes", sa.Text, nullable=False),
    sa.Column("region_path", sa.Text, nullable=False),
    sa.Column("sections", sa.Integer, nullable=False),
    sa.Column("tables", sa.Integer, nullable=False),
    sa.Column("doubts", sa.Text, nullable=False),
    sa.Column("damage", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False, unique=True),
    sa.Column("path", sa.Text, nullable=False, index=True),
    sa.Column("sequence", sa.Integer, nullable=False, index=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("reading", sa.Text, nullable=False),
    sa.Column("superseded_by", sa.Text),
)

_RUN = sa.Table(
    "run",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("command", sa.Text, nullable=False),
    sa.Column("began", sa.Text, nullable=False),
    sa.Column("ended", sa.Text, nullable=False),
    sa.Column("counts", sa.Text, nullable=False),
    sa.Column("failures", sa.Text, nullable=False),
)


class Catalogue:
    """The catalogue in one SQLite file."""

    def __init__(self, path: Path, create: bool = False) -> None:
        """Open a catalogue, or make a new one.

        Raises:
            ArchiveDamaged: it is not there, or cannot be read.
        """
        if not create and not path.is_file():
            raise ArchiveDamaged(f"目录库 {path} 不见了，请用 nianbao reindex 从原文件重建。")
        self._engine = sa.create_engine(f"sqlite:///{path}")
        self._path = path
        if create:
            with guarded(path), self._engine.begin() as connection:
                # Readers go on while a writer is at work.
                connection.execute(sa.text("PRAGMA journal_mode=WAL"))
                METADATA.create_all(connection)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def write(self) -> Iterator[CatalogueWriter]:
        """A transaction: published when the block ends, undone when it raises."""
        with guarded(self._path, own=False), self._engine.begin() as connection:
            writer = CatalogueWriter(connection)
            yield writer
            writer.books.settle()
            writer.promises.settle()

    @property
    def ledger(self) -> Ledger:
        """Figures and findings."""
        return Ledger(self._engine, self._path)

    @property
    def promises(self) -> PromiseStore:
        """Commitments and what answers them."""
        return PromiseStore(self._engine, self._path)

    def record(self, report_id: str) -> Record:
        """One report whole.

        Raises:
            NotFound: there is none of this id.
        """
        with guarded(self._path), self._engine.connect() as connection:
            row = connection.execute(sa.select(_REPORT).where(_REPORT.c.id == report_id)).mappings().first()
            if row is None:
                raise NotFound(f"档案中没有编号为“{report_id[:80]}”的报告。")
            versions = connection.scalars(
                sa.select(_REPORT.c.id)
                .where(_REPORT.c.identity == row["identity"], _REPORT.c.id != report_id)
                .order_by(_REPORT.c.version.desc())
            )
            reading = json.loads(row["reading"])
            return Record(
                row["id"],
                from_json(json.loads(row["content"])),
                Source(**json.loads(row["source"])),
                Reading(reading["format"], reading["encoding"], tuple(reading["notes"])),
                tuple(versions),
                row["superseded_by"] or "",
            )

    def summaries(self) -> tuple[Summary, ...]:
        """Every report, by region, body, year and version."""
        columns = [c for c in _REPORT.c if c.name not in ("content", "reading")]
        order = (_REPORT.c.region_codes, _REPORT.c.body, _REPORT.c.year, _REPORT.c.version)
        with guarded(self._path), self._engine.connect() as connection:
            rows = connection.execute(sa.select(*columns).order_by(*order)).mappings().all()
            by_identity: dict[str, list[str]] = {}
            for row in rows:
                by_identity.setdefault(row["identity"], []).append(row["id"])
            return tuple(_summary(row, by_identity[row["identity"]]) for row in rows)

    def searchable(self) -> frozenset[str]:
        """Ids of the reports that belong in the index."""
        query = sa.select(_REPORT.c.id).where(_REPORT.c.superseded_by.is_(None))
        with guarded(self._path), self._engine.connect() as connection:
            return frozenset(connection.scalars(query))

    def replaced_by(self, report_id: str) -> tuple[str, ...]:
        """Ids of the reports that a report has replaced."""
        query = sa.select(_REPORT.c.id).where(_REPORT.c.superseded_by == report_id)
        with guarded(self._path), self._engine.connect() as connection:
            return tuple(connection.scalars(query))

    def known(self) -> dict[str, str]:
        """SHA-256 of every original that was read, with its report's id."""
        with guarded(self._path), self._engine.connect() as connection:
            return {r.sha256: r.id for r in connection.execute(sa.select(_REPORT.c.sha256, _REPORT.c.id))}

    def runs(self, limit: int = 10) -> tuple[Run, ...]:
        """The last runs, newest first."""
        with guarded(self._path), self._engine.connect() as connection:
            rows = connection.execute(sa.select(_RUN).order_by(_RUN.c.id.desc()).limit(limit)).mappings()
            return tuple(
                Run(
                    row["command"],
                    row["began"],
                    row["ended"],
                    json.loads(row["counts"]),
                    tuple((path, message) for path, message in json.loads(row["failures"])),
                )
                for row in rows
            )


class CatalogueWriter:
    """An open transaction on a catalogue.

    Attributes:
        books: its figures and findings, kept in step with its reports.
        promises: its commitments and their evidence, likewise.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self.books = Bookkeeper(connection)
        self.promises = PromiseWriter(connection)

    def free_id(self, identity: str) -> tuple[str, int]:
        """The id and version number that the next report of an identity gets."""
        taken = self._connection.scalar(
            sa.select(sa.func.max(_REPORT.c.version)).where(_REPORT.c.identity == identity)
        )
        version = (taken or 0) + 1
        return (identity if version == 1 else f"{identity}-{version}"), version

    def taken(self, report_id: str) -> bool:
        """Whether a report has this id."""
        query = sa.select(_REPORT.c.id).where(_REPORT.c.id == report_id)
        return self._connection.scalar(query) is not None

    def next_sequence(self) -> int:
        """The place of the next original in the order of taking in."""
        return (self._connection.scalar(sa.select(sa.func.max(_REPORT.c.sequence))) or 0) + 1

    def sound(self, most: int = 30) -> Iterator[str]:
        """Texts of the undamaged reports that were taken in last, up to `most`; fetched when asked for."""
        query = sa.select(_REPORT.c.content).where(_REPORT.c.damage == "[]")
        for content in self._connection.scalars(query.order_by(_REPORT.c.sequence.desc()).limit(most)):
            report = from_json(json.loads(content))
            yield "\n".join(line for section in report.sections for line in (section.heading, *section.lines))

    def insert(self, identity: str, version: int, report: Report, source: Source, reading: Reading) -> None:
        """Add a report."""
        region = report.region
        self._connection.execute(
            _REPORT.insert().values(
                id=source.report,
                identity=identity,
                version=version,
                kind=report.kind.value,
                outline=report.outline,
                title=report.title,
                year=report.year,
                body=report.body,
                body_kind=report.body_kind.value if report.body_kind else None,
                region_codes="/".join(region.codes) if region else "",
                region_path="/".join(region.path) if region else "",
                sections=sum(bool(section.heading) for section in report.sections),
                tables=report.tables,
                doubts=_dump(report.doubts),
                damage=_dump([damage.to_json() for damage in report.damage]),
                content=_dump(to_json(report)),
                sha256=source.sha256,
                path=source.path,
                sequence=source.sequence,
                source=_dump(_as_dict(source)),
                reading=_dump(_as_dict(reading)),
            )
        )
        self.books.enter(source.report, identity.rpartition("-")[0], report)
        self.promises.enter(source.report, identity.rpartition("-")[0], report)

    def supersede(self, path: str, identity: str, by: str) -> list[str]:
        """Mark earlier versions of a report from the same path as replaced; their ids.

        Another report at the same path (a yearly 年报.html) replaces nothing.
        """
        earlier = (
            (_REPORT.c.path == path)
            & (_REPORT.c.identity == identity)
            & (_REPORT.c.id != by)
            & _REPORT.c.superseded_by.is_(None)
        )
        ids = list(self._connection.scalars(sa.select(_REPORT.c.id).where(earlier)))
        self._connection.execute(_REPORT.update().where(earlier).values(superseded_by=by))
        for report_id in ids:
            self.books.touch(report_id)
            self.promises.touch(report_id)
        return ids

    def revive(self, source: Source) -> tuple[str, list[str]]:
        """Make a replaced version the current one again; its identity, and ids of those it replaces."""
        identity = self._connection.scalars(
            sa.select(_REPORT.c.identity).where(_REPORT.c.id == source.report)
        ).one()
        values = {"superseded_by": None, "sequence": source.sequence, "source": _dump(_as_dict(source))}
        self._connection.execute(_REPORT.update().where(_REPORT.c.id == source.report).values(**values))
        self.books.touch(source.report)
        self.promises.touch(source.report)
        return identity, self.supersede(source.path, identity, source.report)

    def delete(self, report_id: str) -> None:
        """Take a report out; what it had replaced is replaced by its own successor, or stands again."""
        row = _REPORT.c.id == report_id
        successor = self._connection.scalar(sa.select(_REPORT.c.superseded_by).where(row))
        replaced = _REPORT.c.superseded_by == report_id
        self._connection.execute(_REPORT.update().where(replaced).values(superseded_by=successor))
        self._connection.execute(_REPORT.delete().where(row))
        self.books.drop(report_id)
        self.promises.drop(report_id)

    def log(self, run: Run) -> None:
        """Keep what a run did."""
        self._connection.execute(
            _RUN.insert().values(
                command=run.command,
                began=run.began,
                ended=run.ended,
                counts=_dump(run.counts),
                failures=_dump(run.failures),
            )
        )


def _summary(row: sa.RowMapping, versions: Iterable[str]) -> Summary:
    codes, path = row["region_codes"].split("/"), row["region_path"].split("/")
    return Summary(
        row["id"],
        row["kind"],
        row["year"],
        Region(tuple(codes), tuple(path)) if row["region_codes"] else None,
        row["body"],
        row["title"],
        json.loads(row["source"])["name"],
        row["sections"],
        row["tables"],
        tuple(json.loads(row["doubts"])),
        tuple(other for other in versions if other != row["id"]),
        row["superseded_by"] or "",
        tuple(Damage(**damage) for damage in json.loads(row["damage"])),
    )


def _as_dict(record: Source | Reading) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
