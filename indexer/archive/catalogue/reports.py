"""Reads the reports of a catalogue: one whole, or what a list shows of many."""

from __future__ import annotations

import json
from collections.abc import Sequence

import sqlalchemy as sa

from indexer.archive.catalogue.records import Reading, Record, Summary
from indexer.archive.catalogue.summaries import SUMMARY, read_summaries
from indexer.archive.catalogue.tables.conditions import IS_CURRENT, YEAR, YEAR_DOWN
from indexer.archive.catalogue.tables.schema import REPORT
from indexer.archive.catalogue.writing.succession import find_present_id, find_report
from indexer.archive.databases.base import Database
from indexer.archive.preservation.source import Source
from indexer.archive.storage.database import read_catalogue
from indexer.errors import Moved, NotFound
from indexer.report.report_json import from_json


class ReportReader:
    """The reports of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read_report(self, report_id: str) -> Record:
        """Return one report whole.

        Raises:
            Moved: it has another id by now.
            NotFound: there is none of this id.
        """
        with read_catalogue(self._database) as connection:
            row = connection.execute(sa.select(REPORT).where(REPORT.c.id == report_id)).mappings().first()
            if row is None:
                if now := find_present_id(connection, report_id):
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

    def list_summaries(self) -> tuple[Summary, ...]:
        """Return every report, by region, body, year and version."""
        order = (REPORT.c.region_codes, REPORT.c.body, YEAR, REPORT.c.version, REPORT.c.sequence)
        with read_catalogue(self._database) as connection:
            return read_summaries(connection, SUMMARY.order_by(*order))

    def list_reports(
        self, codes: tuple[str, ...] | None, years: Sequence[int | None], limit: int, offset: int = 0
    ) -> tuple[int, tuple[Summary, ...]]:
        """Return how many current reports there are about one division itself, and some of them, by region,
        newest first.

        Args:
            codes: of the division, () for reports whose division is unknown; None for all.
            years: reported on, None for an unknown one; all where none is given.
        """
        wanted: list[sa.ColumnElement[bool]] = [IS_CURRENT]
        if codes is not None:
            wanted.append(REPORT.c.region_codes == "/".join(codes))
        if years:
            wanted.append(sa.or_(*(REPORT.c.year.is_not_distinct_from(year) for year in years)))
        counted = sa.select(sa.func.count()).select_from(REPORT).where(*wanted)
        order = (REPORT.c.region_codes, YEAR_DOWN, REPORT.c.body, REPORT.c.version, REPORT.c.sequence)
        page = SUMMARY.where(*wanted).order_by(*order).limit(limit).offset(offset)
        with read_catalogue(self._database) as connection:
            return connection.scalar(counted) or 0, read_summaries(connection, page)

    def list_current(self) -> frozenset[str]:
        """Return the ids of the current reports: those that the index holds."""
        query = sa.select(REPORT.c.id).where(IS_CURRENT)
        with read_catalogue(self._database) as connection:
            return frozenset(connection.scalars(query))

    def list_originals(self) -> dict[str, str]:
        """Return the id of every report by the SHA-256 of its original."""
        with read_catalogue(self._database) as connection:
            return {r.sha256: r.id for r in connection.execute(sa.select(REPORT.c.sha256, REPORT.c.id))}

    def find_report(self, sha256: str) -> str:
        """Return the id of the report that was read from an original, "" where none was."""
        with read_catalogue(self._database) as connection:
            return find_report(connection, sha256)
