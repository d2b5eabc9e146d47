"""Works out all that a file says by itself, ready to be added: in any process, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from indexer.archive.catalogue.records import Reading
from indexer.archive.catalogue.writing.report_rows import Prepared, prepare_rows
from indexer.archive.contributions.aliases import load_aliases
from indexer.archive.contributions.reading_basis import ReadingBasis
from indexer.archive.preservation.source import is_web_address
from indexer.archive.storage.home import Home
from indexer.ingest.reading.read import Known, apply_correction, join_tables, read
from indexer.report.report import Report
from indexer.report.series import Aliases
from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class File:
    """A file to be added.

    Attributes:
        data: the bytes.
        sha256: SHA-256 of the bytes, as hexadecimal digits.
        name: file name as it came.
        path: where it came from; an address on the web is the report's where the page names none.
    """

    data: bytes
    sha256: str
    name: str
    path: str


def prepare(
    file: File,
    settings: Settings,
    basis: ReadingBasis,
    others: Iterable[str] | None = (),
    recognised: Mapping[str, Any] | None = None,
) -> Prepared:
    """Read a file in this process and work out its rows.

    Args:
        basis: what people said of it.
        others: texts of undamaged reports, iterated only if this one is damaged (`read.read`); None where
            they are not known yet.
        recognised: its pages that are pictures (`read.Known`).

    Raises:
        SourceError: it cannot be read as a report.
        RecognitionNeeded: pages of it are pictures, and recognition is offered.
        OthersNeeded: it is damaged, and `others` is None.
    """
    found = read(file.data, file.name, settings, others, Known(basis.correction.kind, recognised))
    corrected = apply_correction(*join_tables(*found, basis.attached), basis.correction)
    return prepare_report(*corrected, file, settings, basis.aliases)


def prepare_report(
    report: Report, reading: Reading, file: File, settings: Settings, aliases: Aliases | None = None
) -> Prepared:
    """Work out the rows of a report that was read from a file.

    Args:
        aliases: which names are of one body, as people said; as the home has them where it is None.
    """
    if aliases is None:
        aliases = load_aliases(Home.of(settings))
    if not report.url and is_web_address(file.path):
        report = replace(report, url=file.path)
    return prepare_rows(report, reading, file.sha256, settings, aliases)
