"""A file's bytes to its report: extraction, mending, outline, and what people corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from indexer.archive.catalogue.records import Reading
from indexer.archive.corrections import Corrections
from indexer.archive.home import Home
from indexer.extraction import extract
from indexer.extraction.repair import mend
from indexer.outlines import read as read_outline
from indexer.report.report import Report
from indexer.settings import Settings
from indexer.sources import files as corpus


def inspect(path: Path, settings: Settings, name: str = "") -> tuple[Report, Reading]:
    """Read one file without adding it.

    Args:
        name: the name that it came under, where that is another.

    Raises:
        SourceError: it cannot be read as a report.
    """
    return read(corpus.read(path, settings.max_file_bytes).data, name or path.name, settings)


def read(
    data: bytes, name: str, settings: Settings, others: Iterable[str] = (), confined: bool = False
) -> tuple[Report, Reading]:
    """The report in these bytes, and how they were read.

    Args:
        name: file name as it came.
        others: texts of undamaged reports, asked for only if this one is damaged (`extraction.repair`).
        confined: this process is bounded in time and memory (`extraction.extract`).

    Raises:
        SourceError: they cannot be read as a report.
    """
    document = mend(extract(data, name, settings, confined), others)
    report = read_outline(document)
    correction = Corrections(Home(settings.home)).of(hashlib.sha256(data).hexdigest())
    notes = *document.notes, *correction.told(report)
    return correction.apply(report), Reading(document.format, document.encoding, notes)
