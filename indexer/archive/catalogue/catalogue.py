"""Opens a catalogue: its transactions, its state, and the readers of what it holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

import sqlalchemy as sa

from indexer.archive.catalogue.coverage import ReportCounts
from indexer.archive.catalogue.places import PlaceReader
from indexer.archive.catalogue.records import Run
from indexer.archive.catalogue.tables.schema import METADATA, RUN
from indexer.archive.catalogue.tables.supplement import SUPPLEMENT
from indexer.archive.databases import open_database
from indexer.archive.storage.database import compute_fingerprint, guard_catalogue, read_catalogue
from indexer.archive.storage.database_place import DatabasePlace
from indexer.errors import ArchiveDamaged

# What a search does not need is loaded by who needs it: `nianbao search` starts in half the time.
if TYPE_CHECKING:
    from indexer.archive.catalogue.additions import AdditionReader
    from indexer.archive.catalogue.bodies import BodyReader
    from indexer.archive.catalogue.commitments import CommitmentReader
    from indexer.archive.catalogue.findings import FindingReader
    from indexer.archive.catalogue.indicators import IndicatorReader
    from indexer.archive.catalogue.neighbours import NeighbourReader
    from indexer.archive.catalogue.reports import ReportReader
    from indexer.archive.catalogue.similar_reports import SimilarReportReader
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

    @property
    def reports(self) -> ReportReader:
        """The reports themselves."""
        from indexer.archive.catalogue.reports import ReportReader

        return ReportReader(self._database)

    @property
    def similar_reports(self) -> SimilarReportReader:
        """Which reports say almost the same."""
        from indexer.archive.catalogue.similar_reports import SimilarReportReader

        return SimilarReportReader(self._database, has_sketches=not self.outdated)

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

    def read_index_generation(self) -> int:
        """Number of the commit of the index that goes with this state of the catalogue."""
        with guard_catalogue(self._database):
            return self._database.read_index_generation()

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
