"""All that a file's bytes say by themselves, ready to be entered: worked out in any process, in any order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from indexer.archive.catalogue.report_rows import Prepared, prepare_rows
from indexer.ingest.read import read
from indexer.settings import Settings


def prepare(
    data: bytes,
    sha256: str,
    name: str,
    path: str,
    settings: Settings,
    others: Iterable[str] = (),
    confined: bool = False,
) -> Prepared:
    """Read a file and work out what it says.

    Args:
        sha256: of the bytes.
        name: file name as it came.
        path: where it came from; an address on the web is the report's where the page names none.
        others: texts of undamaged reports, asked for only if this one is damaged (`mending.mend`).
        confined: this process is bounded in time and memory (`extraction.extract`).

    Raises:
        SourceError: it cannot be read as a report.
        ArchiveDamaged: what people corrected of it cannot be read.
    """  # fmt: skip
    report, reading = read(data, name, settings, others, confined)
    if not report.url and path.startswith(("http://", "https://")):
        report = replace(report, url=path)
    return prepare_rows(report, reading, sha256, settings)
