"""The files of reports: the original that one was read from, and spreadsheets that belong to it."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indexer.archive.catalogue.records import Record
from indexer.archive.contributions.attached_tables import AttachedTables, Attachments
from indexer.archive.preservation.originals import Originals
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveDamaged, NotFound

_BYTES = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Original:
    """A report's original file, or a spreadsheet of it: where it lies, its name, its media type."""

    path: Path
    name: str
    mimetype: str


class ReportFiles:
    """The files of the reports of one archive."""

    def __init__(self, home: Home, read_report: Callable[[str], Record]) -> None:
        """Args:
        read_report: gives a report by its id; raises NotFound where there is none.
        """
        self._home, self._read_report = home, read_report

    def find_original(self, report_id: str) -> Original:
        """Return the file that a report was read from.

        Raises:
            NotFound: there is no such report, or its original is gone.
        """
        source = self._read_report(report_id).source
        return _describe(Originals(self._home).find_path(source.sha256), source.name)

    def list_attached(self, record: Record) -> tuple[AttachedTables, ...]:
        """Return the spreadsheets that belong to a report; () where a record of one cannot be read."""
        try:
            return Attachments(self._home).read(record.source.sha256)
        except ArchiveDamaged:
            return ()

    def find_attached(self, report_id: str, sha256: str) -> Original:
        """Return a spreadsheet that belongs to a report.

        Raises:
            NotFound: there is no such report, or no such spreadsheet of it.
        """
        record = self._read_report(report_id)
        for each in self.list_attached(record):
            path = Attachments(self._home).find_path(record.source.sha256, each.sha256)
            if each.sha256 == sha256 and path.exists():
                return _describe(path, each.name)
        raise NotFound(f"报告 {report_id[:80]} 没有这份电子表格。")


def _describe(path: Path, name: str) -> Original:
    return Original(path, name, mimetypes.guess_type(name)[0] or _BYTES)
