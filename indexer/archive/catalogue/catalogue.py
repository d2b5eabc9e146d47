"""Reads what is known of every report, and what every run did."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

import sqlalchemy as sa

from indexer.archive.catalogue.coverage import ReportCounts
from indexer.archive.catalogue.places import PlaceReader
from indexer.archive.catalogue.records import Reading, Record, Run, Summary
from indexer.archive.catalogue.similar_reports import SimilarReport, estimate_similarity, find_similar
from indexer.archive.catalogue.summaries import SUMMARY, read_summaries
from indexer.archive.catalogue.tables.conditions import IS_CURRENT, YEAR, YEAR_DOWN
from indexer.archive.catalogue.tables.schema import METADATA, REPORT, RUN
from indexer.archive.catalogue.tables.supplement import SUPPLEMENT
from indexer.archive.catalogue.writing.succession import find_present_id, find_report
from indexer.archive.databases import open_database
from indexer.archive.preservation.source import Source
from indexer.archive.storage.database import compute_fingerprint, guard_catalogue, read_catalogue
from indexer.archive.storage.database_place import DatabasePlace
from indexer.errors import ArchiveDamaged, Moved, NotFound
from indexer.report.report_json import from_json

# What a search does not need is loaded by who needs it: `nianbao search` starts in half the time.
if TYPE_CHECKING:
    from indexer.archive.catalogue.additions import AdditionReader
    from indexer.archive.catalogue.bodies import BodyReader
    from indexer.archive.catalogue.commitments import CommitmentReader
    from indexer.archive.catalogue.findings import FindingReader
    from indexer.archive.catalogue.indicators import IndicatorReader
    from indexer.archive.catalogue.neighbours import NeighbourReader
    from indexer.archive.catalogue.sitemap import SitemapReader
    from indexer.archive.catalogue.writing.writer import CatalogueWriter
    from indexer.commitments.matching.sentence_model import Encoder


class Catalogue:
    """The catalogue of one generation, for reading; `write` opens a transaction on it."""

    def __init__(self, place: DatabasePlace, create: bool = False) -> None:
        """Open a catalogue, or make a new one.

        Raises:
            ArchiveDamaged: it is not there, or cannot be read.
        """
        self._database = open_database(place)
        if create:
            with guard_catalogue(self._database):
                self._database.create(compute_fingerprint(), METADATA, SUPPLEMENT)
        elif not self._database.exists():
            raise ArchiveDamaged(f"目录库 {place} 不见了，请用 nianbao reindex 从原文件重建。")

    @cached_property
    def outdated(self) -> bool:
        """Whether it was made by a program that has other tables: then it can be read for the most part."""
        with guard_catalogue(self._database):
            return self._database.read_fingerprint() != compute_fingerprint()

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def guard(self) -> AbstractContextManager[None]:
        """What goes wrong with reading the catalogue, while the block runs, as one clear sentence."""
        return guard_catalogue(self._database)

    @contextmanager
    def write(self, encoder: Encoder | None = None) -> Iterator[CatalogueWriter]:
        """A transaction: published when the block ends, undone when it raises.

        Args:
            encoder: says what sentences mean, where a model is set.
        """
        with guard_catalogue(self._database, own=False), self._database.write() as connection:
            # What reads and works out rows is loaded by whoever writes: a search starts without it.
            from indexer.archive.catalogue.writing.writer import CatalogueWriter

            writer = CatalogueWriter(connection, self._database, encoder)
            yield writer
            writer.update()

    @property
    def findings(self) -> FindingReader:
        """Its figures and findings."""
        from indexer.archive.catalogue.findings import FindingReader

        return FindingReader(self._database)

    @property
    def commitments(self) -> CommitmentReader:
        """Its commitments and the evidence of them."""
        from indexer.archive.catalogue.commitments import CommitmentReader

        return CommitmentReader(self._database)

    @property
    def indicators(self) -> IndicatorReader:
        """The numbers of indicators in prose."""
        from indexer.archive.catalogue.indicators import IndicatorReader

        return IndicatorReader(self._database)

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

    @property
    def counts(self) -> ReportCounts:
        """How many reports there are of what."""
        return ReportCounts(self._database)

    @property
    def places(self) -> PlaceReader:
        """What there is by place."""
        return PlaceReader(self._database)

    @property
    def additions(self) -> AdditionReader:
        """The reports in the order of adding."""
        from indexer.archive.catalogue.additions import AdditionReader

        return AdditionReader(self._database)

    @property
    def bodies(self) -> BodyReader:
        """The bodies that have reports."""
        from indexer.archive.catalogue.bodies import BodyReader

        return BodyReader(self._database)

    @property
    def neighbours(self) -> NeighbourReader:
        """The reports of one folder, or of one identity."""
        from indexer.archive.catalogue.neighbours import NeighbourReader

        return NeighbourReader(self._database)

    @property
    def sitemap(self) -> SitemapReader:
        """Which pages there are, for search engines."""
        from indexer.archive.catalogue.sitemap import SitemapReader

        return SitemapReader(self._database)

    def find_similar(self, identity: str, sketch: Sequence[int]) -> tuple[SimilarReport, ...]:
        """Return reports of other identities that say almost the same as one
        (`similar_reports.find_similar`).
        """
        if self.outdated:
            return ()
        with read_catalogue(self._database) as connection:
            return find_similar(connection, identity, sketch)

    def find_counterparts(
        self, identity: str, body: str, sketch: Sequence[int]
    ) -> tuple[tuple[str, float | None], ...]:
        """Return the ids of the current reports of this identity and body, each with its similarity to a
        sketch; None where one of them has no sketch.
        """
        if self.outdated:
            return ()
        query = sa.select(REPORT.c.id).where(REPORT.c.identity == identity, REPORT.c.body == body, IS_CURRENT)
        with read_catalogue(self._database) as connection:
            ids = connection.scalars(query.order_by(REPORT.c.sequence)).all()
            return tuple((report_id, estimate_similarity(connection, report_id, sketch)) for report_id in ids)

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

    def read_index_generation(self) -> int:
        """Number of the commit of the index that goes with this state of the catalogue."""
        with guard_catalogue(self._database):
            return self._database.read_index_generation()

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

    def find_faults(self) -> tuple[str, ...]:
        """Return what is wrong with what is stored, which is read whole; in the database's own words."""
        with guard_catalogue(self._database):
            return self._database.find_faults()

    def list_runs(self, limit: int = 10) -> tuple[Run, ...]:
        """Return the last runs, newest first."""
        with read_catalogue(self._database) as connection:
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
