"""A file opened for a person to look at: as it was read, as it was corrected, as a browser shows it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Reading
from indexer.archive.contributions.corrected_reports import apply
from indexer.archive.contributions.corrections import Correction, Corrections
from indexer.archive.preservation.originals import Originals
from indexer.archive.storage.home import Home
from indexer.errors import SourceError
from indexer.extraction import html, pdf, plain
from indexer.extraction.formats import find_format
from indexer.ingest.reading.readers import Readers
from indexer.report.report import Report
from indexer.text.encoding import decode


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that a person looks at.

    Attributes:
        name: the name that it came under.
        read: its report as it is read, of the kind that people say it is, otherwise uncorrected.
        report: the report as people corrected it.
        correction: what they corrected.
        reading: how it was read.
        shown: what a browser can show of the file itself; None where it can show nothing.
    """

    name: str
    read: Report
    report: Report
    correction: Correction
    reading: Reading
    shown: ShownFile | None


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file as a browser shows it: its bytes, texts in UTF-8, and its media type."""

    data: bytes
    mimetype: str

    @property
    def is_pdf(self) -> bool:
        """Whether it is shown by the browser's viewer of PDF, which no sandbox lets run."""
        return self.mimetype == "application/pdf"


def open_file(data: bytes, name: str, readers: Readers) -> OpenedFile:
    """Read a file for a person.

    Raises:
        SourceError, ArchiveDamaged: it, or what was corrected of it, cannot be read.
    """
    read, reading = readers.read_as_it_is(data, name)
    correction = Corrections(Home.of(readers.settings)).read(hashlib.sha256(data).hexdigest())
    return OpenedFile(name, read, apply(correction, read), correction, reading, show_file(data, name))


def read_published(report_id: str, readers: Readers) -> tuple[bytes, str]:
    """Return the bytes of the original of a published report, and its name.

    Raises:
        NotFound: there is no such report, or its original is gone.
        ArchiveError: the archive cannot be read.
    """
    home = Home.of(readers.settings)
    catalogue = Catalogue(home.find_current().database)
    try:
        source = catalogue.reports.read_report(report_id).source
    finally:
        catalogue.close()
    return Originals(home).read(source), source.name


def show_file(data: bytes, name: str) -> ShownFile | None:
    """Return a file as a browser can show it; None for what it cannot show (Word, MHTML)."""
    try:
        found = find_format(data, name)
        if found is pdf:
            return ShownFile(data, "application/pdf")
        if found is html:
            return ShownFile(decode(data).text.encode(), "text/html")
        if found is plain:
            return ShownFile(decode(data).text.encode(), "text/plain")
    except SourceError:
        pass
    return None
