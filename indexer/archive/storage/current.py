"""What the published catalogue knows of originals; nothing where none can be read."""

from __future__ import annotations

from contextlib import closing, suppress

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Record
from indexer.archive.preservation.source import Source
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveDamaged, ArchiveMissing


def list_current_originals(home: Home) -> set[str]:
    """Return SHA-256 of what the current catalogue holds; nothing where there is none that can be read."""
    try:
        with closing(Catalogue(home.find_current().database)) as catalogue:
            return set(catalogue.reports.list_originals())
    except (ArchiveMissing, ArchiveDamaged):
        return set()


def read_current_report(home: Home, sha256: str) -> Record | None:
    """Return the report that the current catalogue has from an original."""
    with (
        suppress(ArchiveMissing, ArchiveDamaged),
        closing(Catalogue(home.find_current().database)) as catalogue,
    ):
        report_id = catalogue.reports.find_report(sha256)
        return catalogue.reports.read_report(report_id) if report_id else None
    return None


def find_current_source(home: Home, sha256: str) -> Source | None:
    """Return what the current catalogue knows of an original."""
    record = read_current_report(home, sha256)
    return record.source if record else None
