"""The files of reports: the original that one was read from, and spreadsheets that belong to it."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from indexer.archive.catalogue.records import Record
from indexer.archive.contributions.attached_tables import AttachedTables, Attachments, make_attached_key
from indexer.archive.preservation.originals import make_key
from indexer.archive.storage.home import Home
from indexer.archive.storage.objects.base import ObjectStore
from indexer.errors import ArchiveDamaged, NotFound

_BYTES = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Original:
    """A report's original file, or a spreadsheet of it.

    Attributes:
        store, key: where its bytes are.
        sha256: of its bytes.
        name: its file name as it came.
        mimetype: its media type.
    """

    store: ObjectStore
    key: str
    sha256: str
    name: str
    mimetype: str

    def read(self) -> bytes:
        """Return the bytes.

        Raises:
            NotFound: they are gone.
        """
        with self._finding():
            return self.store.read(self.key)

    def serve(self) -> Path | BytesIO:
        """Return what a web server sends: the file itself where it lies in a folder, else the bytes.

        Raises:
            NotFound: they are gone.
        """
        with self._finding():
            return self.store.serve(self.key)

    @contextmanager
    def _finding(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise NotFound(f"没有摘要为 {self.sha256[:12]}… 的原文件。") from None


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
            NotFound: there is no such report.
        """
        source = self._read_report(report_id).source
        return self._describe(make_key(source.sha256, "bin"), source.sha256, source.name)

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
            if each.sha256 == sha256:
                return self._describe(make_attached_key(record.source.sha256, sha256), sha256, each.name)
        raise NotFound(f"报告 {report_id[:80]} 没有这份电子表格。")

    def _describe(self, key: str, sha256: str, name: str) -> Original:
        return Original(self._home.objects, key, sha256, name, mimetypes.guess_type(name)[0] or _BYTES)
