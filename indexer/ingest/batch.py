"""An open transaction on catalogue and index, and a report's passages as the index takes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.archive.catalogue.report_rows import Prepared
from indexer.archive.catalogue.writer import CatalogueWriter
from indexer.report.passages import cut
from indexer.report.report import Report
from indexer.search.engines.base import Entry, Writer
from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class Batch:
    """An open transaction on both."""

    catalogue: CatalogueWriter
    index: Writer


def entries(report_id: str, report: Report, settings: Settings) -> Iterator[Entry]:
    """A report's passages as the index takes them."""
    known = (report.title, report.year, report.kind.value, report.body, report.region)
    passages = (p for section in report.sections for p in cut(section, settings.passage_chars))
    for ordinal, p in enumerate(passages):
        yield Entry(report_id, ordinal, *known, p.section, p.heading, p.first, p.text, p.damage)


def prepared_entries(report_id: str, prepared: Prepared) -> Iterator[Entry]:
    """The same of a report that is being entered."""
    report, gist = prepared.report, prepared.told
    known = (report["title"], gist.year, gist.kind, gist.body, gist.region)
    for ordinal, passage in enumerate(prepared.passages):
        yield Entry(report_id, ordinal, *known, *passage)
