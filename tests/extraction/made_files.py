"""Files that LibreOffice 7.4.7 made of a page of the corpus (`PAGE`), packed."""

from __future__ import annotations

import gzip
from pathlib import Path

from indexer.extraction import extract
from indexer.outlines import read as read_outline
from indexer.report.report import Report
from indexer.settings import Settings

PAGE = Path(__file__).parents[2] / "corpus" / "disclosure" / "东湖区" / "2021.html"


def load(suffix: str) -> bytes:
    """The file in a format (`.doc`)."""
    return gzip.decompress((Path(__file__).parent / "made" / f"donghu-2021{suffix}.gz").read_bytes())


def read_report(data: bytes, name: str) -> Report:
    """The report in a file."""
    return read_outline(extract(data, name, Settings()))
