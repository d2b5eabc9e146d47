"""The SQL side: what is known of every report, and what every run did."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from indexer.archive.catalogue.commitments import PromiseStore
from indexer.archive.catalogue.coverage import Holdings
from indexer.archive.catalogue.findings import Ledger
from indexer.archive.catalogue.records import Reading, Record, Run, Summary
from indexer.archive.catalogue.report_table import REPORT, RUN
from indexer.archive.catalogue.resemblance import Resemblance, resembling, share
from indexer.archive.catalogue.succession import now_called
from indexer.archive.catalogue.writer import CatalogueWriter, holding
from indexer.archive.database import METADATA, fingerprint, guarded
from indexer.archive.originals import Source
from indexer.errors import ArchiveDamaged, Moved, NotFound
from indexer.report.doubt import Doubt
from indexer.report.report import Region
from indexer.report.report_json import from_json
from indexer.text.damage import Damage

_SUMMARY = sa.select(*(column for column in REPORT.c if column.name not in ("content", "reading")))


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
                connection.execute(sa.text(f"PRAGMA application_id = {fingerprint()}"))

    @cached_property
    def outdated(self) -> bool:
        """Whether it was made by a program that has other tables: then it can be read for the most part."""
        with guarded(self._path), self._engine.connect() as connection:
            return int(connection.exec_driver_sql("PRAGMA application_id").scalar_one()) != fingerprint()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def write(self) -> Iterator[CatalogueWriter]:
        """A transaction: published when the block ends, undone when it raises."""
        with guarded(self._path, own=False), self._engine.begin() as connection:
            # What is published must last; SQLite may be built so that it does not care for that.
            connection.exec_driver_sql("PRAGMA synchronous = FULL")
            # A batch touches pages all over the indexes; SQLite's own 2 MB would write and read them anew.
            connection.exec_driver_sql("PRAGMA cache_size = -65536")
            writer = CatalogueWriter(connection)
            yield writer
            writer.settle()

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
            Moved: it has another id by now.
            NotFound: there is none of this id.
        """
        with guarded(self._path), self._engine.connect() as connection:
            row = connection.execute(sa.select(REPORT).where(REPORT.c.id == report_id)).mappings().first()
            if row is None:
                if now := now_called(connection, report_id):
                    raise Moved(f"编号为“{report_id[:80]}”的报告经改正，现在的编号是 {now}。", report_id, now)
                raise NotFound(f"档案中没有编号为“{report_id[:80]}”的报告。")
            versions = connection.scalars(
                sa.select(REPORT.c.id)
                .where(REPORT.c.identity == row["identity"], REPORT.c.id != report_id)
                .order_by(REPORT.c.version.desc())
            )
            reading = json.loads(row["reading"])
            return Record(
                row["id"],
                from_json(json.loads(row["content"])),
                Source.from_json(json.loads(row["source"])),
                Reading(reading["format"], reading["encoding"], tuple(reading["notes"])),
                tuple(versions),
                row["superseded_by"] or "",
            )

    @property
    def holdings(self) -> Holdings:
        """How many reports there are of what."""
        return Holdings(self._engine, self._path)

    def resembling(self, identity: str, sketch: Sequence[int]) -> tuple[Resemblance, ...]:
        """Reports of other identities that say almost the same as one (`resemblance.resembling`)."""
        if self.outdated:
            return ()
        with guarded(self._path), self._engine.connect() as connection:
            return resembling(connection, identity, sketch)

    def counterparts(
        self, identity: str, body: str, sketch: Sequence[int]
    ) -> tuple[tuple[str, float | None], ...]:
        """Ids of the reports of this identity and body that nothing replaces, with the share of text that is
        the same, as sketches tell it; None where there is none.
        """
        if self.outdated:
            return ()
        query = sa.select(REPORT.c.id).where(
            REPORT.c.identity == identity, REPORT.c.body == body, REPORT.c.superseded_by.is_(None)
        )
        with guarded(self._path), self._engine.connect() as connection:
            ids = connection.scalars(query.order_by(REPORT.c.sequence)).all()
            return tuple((report_id, share(connection, report_id, sketch)) for report_id in ids)

    def summaries(self) -> tuple[Summary, ...]:
        """Every report, by region, body, year and version."""
        return self._summaries(
            _SUMMARY.order_by(REPORT.c.region_codes, REPORT.c.body, REPORT.c.year, REPORT.c.version)
        )

    def listed(
        self, codes: tuple[str, ...] | None, years: Sequence[int | None], limit: int, offset: int = 0
    ) -> tuple[int, tuple[Summary, ...]]:
        """Some of the reports about one division itself, by region, newest first; and how many there are.
        Versions that others have replaced are not among them.

        Args:
            codes: of the division, () for reports whose division is unknown; None for all.
            years: reported on, None for an unknown one; all where none is given.
        """
        wanted: list[sa.ColumnElement[bool]] = [REPORT.c.superseded_by.is_(None)]
        if codes is not None:
            wanted.append(REPORT.c.region_codes == "/".join(codes))
        if years:
            wanted.append(sa.or_(*(REPORT.c.year.is_not_distinct_from(year) for year in years)))
        counted = sa.select(sa.func.count()).select_from(REPORT).where(*wanted)
        with guarded(self._path), self._engine.connect() as connection:
            total = connection.scalar(counted) or 0
        order = (REPORT.c.region_codes, REPORT.c.year.desc(), REPORT.c.body, REPORT.c.version)
        page = _SUMMARY.where(*wanted).order_by(*order).limit(limit).offset(offset)
        return total, self._summaries(page)

    def _summaries(self, query: sa.Select[Any]) -> tuple[Summary, ...]:
        with guarded(self._path), self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
            each = sa.func.json_each(json.dumps(sorted({row["identity"] for row in rows}))).table_valued(
                "value"
            )
            same = sa.select(REPORT.c.identity, REPORT.c.id).where(
                REPORT.c.identity.in_(sa.select(each.c.value))
            )
            by_identity: dict[str, list[str]] = {}
            for identity, report_id in connection.execute(same.order_by(REPORT.c.identity, REPORT.c.version)):
                by_identity.setdefault(identity, []).append(report_id)
            return tuple(_summary(row, by_identity[row["identity"]]) for row in rows)

    def index_generation(self) -> int:
        """Which commit of the index goes with what this catalogue holds (`CatalogueWriter.goes_with`)."""
        with guarded(self._path), self._engine.connect() as connection:
            return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())

    def searchable(self) -> frozenset[str]:
        """Ids of the reports that belong in the index."""
        query = sa.select(REPORT.c.id).where(REPORT.c.superseded_by.is_(None))
        with guarded(self._path), self._engine.connect() as connection:
            return frozenset(connection.scalars(query))

    def known(self) -> dict[str, str]:
        """SHA-256 of every original that was read, with its report's id."""
        with guarded(self._path), self._engine.connect() as connection:
            return {r.sha256: r.id for r in connection.execute(sa.select(REPORT.c.sha256, REPORT.c.id))}

    def holding(self, sha256: str) -> str:
        """Id of the report that was read from these bytes, "" where none was."""
        with guarded(self._path), self._engine.connect() as connection:
            return holding(connection, sha256)

    def faults(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file, which it reads whole; in its own words."""
        with guarded(self._path), self._engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
        return tuple(what for what in found if what != "ok")

    def runs(self, limit: int = 10) -> tuple[Run, ...]:
        """The last runs, newest first."""
        with guarded(self._path), self._engine.connect() as connection:
            rows = connection.execute(sa.select(RUN).order_by(RUN.c.id.desc()).limit(limit)).mappings()
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
        tuple(map(Doubt.from_json, json.loads(row["doubts"]))),
        tuple(other for other in versions if other != row["id"]),
        row["superseded_by"] or "",
        tuple(Damage(**damage) for damage in json.loads(row["damage"])),
    )
