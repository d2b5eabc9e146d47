"""Inserts one report into an open transaction, or removes it: its id, its rows, its passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from indexer.archive.catalogue.records import Run
from indexer.archive.catalogue.writing.report_rows import Prepared
from indexer.archive.outcome import FileOutcome, ReportSummary
from indexer.archive.preservation.source import Source
from indexer.ingest.transaction import Batch, WritableArchive, open_transaction
from indexer.report.doubt import Doubt, Topic
from indexer.report.identifier import split_id
from indexer.report.passages import Passage, cut
from indexer.report.report import Report
from indexer.search.engines.base import Entry
from indexer.settings import Settings


def make_entries(report_id: str, report: Report, settings: Settings) -> Iterator[Entry]:
    """Yield a report's passages as the index takes them."""
    passages = (p for section in report.sections for p in cut(section, settings.passage_chars))
    return _make_entries(report_id, report.title, ReportSummary.of(report), passages)


def make_prepared_entries(report_id: str, prepared: Prepared) -> Iterator[Entry]:
    """Yield the same of a report that is being inserted."""
    return _make_entries(report_id, prepared.report.title, prepared.summary, prepared.passages)


def insert_report(batch: Batch, prepared: Prepared, source: Source) -> FileOutcome:
    """Give a report its id and insert it; the versions that it supersedes are removed from the index.

    Args:
        source: its original; the id that it names, if any, is the one that the report had.
    """
    identity, tables = prepared.identity, batch.catalogue
    # A rebuilt archive gives every report the id that it had, as long as it is still the same report.
    former, version = split_id(source.report)
    if former == identity and not tables.has_report(source.report):
        report_id = source.report
        tables.reclaim_id(report_id)  # it was removed once, and came again
    else:
        report_id, version = tables.assign_id(identity, source.sha256)
        if source.report not in ("", report_id) and not tables.has_report(source.report):
            tables.insert_former_ids(source.sha256, [source.report])
    tables.insert(prepared, version, replace(source, report=report_id))
    superseded = tables.supersede(source.path, identity, report_id)
    for earlier in superseded:
        batch.index.remove(earlier)
    batch.index.add(make_prepared_entries(report_id, prepared))
    doubts = tuple(Doubt(Topic.IDENTITY, other.sentence) for other in tables.find_similar(prepared))
    summary = replace(prepared.summary, doubts=(*prepared.summary.doubts, *doubts))
    status, message = ("updated", f"取代 {'、'.join(superseded)}") if superseded else ("added", "")
    return FileOutcome(source.path, status, report_id, summary, message)


def remove_report(archive: WritableArchive, report_id: str, runs: Sequence[Run] = ()) -> None:
    """Remove a report from index and catalogue; which of its other versions are then current is determined
    as if they were added without it.

    Args:
        runs: what the catalogue is to log together with it.
    """
    with open_transaction(archive, removes=True) as batch:
        tables = batch.catalogue
        identity = tables.find_identity(report_id)
        before = tables.versions.find_current([identity])
        tables.delete(report_id)
        after = tables.versions.review([identity], before - {report_id})
        for gone in (before - after) | {report_id}:
            batch.index.remove(gone)
        for other in sorted(after - before):
            report = archive.catalogue.reports.read_report(other).report
            batch.index.add(make_entries(other, report, archive.settings))
        for run in runs:
            tables.log(run)


def _make_entries(
    report_id: str, title: str, summary: ReportSummary, passages: Iterable[Passage]
) -> Iterator[Entry]:
    for ordinal, passage in enumerate(passages):
        yield Entry(
            report=report_id,
            ordinal=ordinal,
            title=title,
            year=summary.year,
            kind=summary.kind,
            body=summary.body,
            region=summary.region,
            section=passage.section,
            heading=passage.heading,
            first=passage.first,
            text=passage.text,
            damage=passage.damage,
            recognised=passage.recognised,
        )
