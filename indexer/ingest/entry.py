"""Inserts one report into an open transaction, or removes it: its id, its rows, its passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Run
from indexer.archive.catalogue.report_rows import Prepared
from indexer.archive.originals import Source
from indexer.archive.outcome import Outcome
from indexer.ingest.transaction import Batch
from indexer.report.doubt import Doubt, Topic
from indexer.report.identifier import split_id
from indexer.report.passages import cut
from indexer.report.report import Report
from indexer.search.engines.base import Engine, Entry
from indexer.settings import Settings


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


def enter(batch: Batch, prepared: Prepared, source: Source) -> Outcome:
    """Give a report its id and enter it; what it replaces goes out of the index."""
    identity = prepared.identity
    # A rebuilt archive gives every report the id that it had, as long as it is still the same report.
    kept, version = split_id(source.report)
    if kept == identity and not batch.catalogue.taken(source.report):
        report_id = source.report
        batch.catalogue.forget(report_id)  # it was taken out once, and came again
    else:
        report_id, version = batch.catalogue.free_id(identity, source.sha256)
        if source.report not in ("", report_id) and not batch.catalogue.taken(source.report):
            batch.catalogue.remember(source.sha256, [source.report])
    batch.catalogue.insert(prepared, version, replace(source, report=report_id))
    replaced = batch.catalogue.supersede(source.path, identity, report_id)
    for earlier in replaced:
        batch.index.remove(earlier)
    batch.index.add(prepared_entries(report_id, prepared))
    doubts = tuple(Doubt(Topic.IDENTITY, other.sentence) for other in batch.catalogue.resembling(prepared))
    told = replace(prepared.told, doubts=(*prepared.told.doubts, *doubts))
    status, message = ("updated", f"取代 {'、'.join(replaced)}") if replaced else ("added", "")
    return Outcome(source.path, status, report_id, told, message)


def take_out(
    catalogue: Catalogue, engine: Engine, report_id: str, settings: Settings, runs: Sequence[Run] = ()
) -> None:
    """Take a report out of index and catalogue; what of its other versions then stands is settled as if they
    were taken in without it.

    Args:
        runs: what the catalogue is to log together with it.
    """
    with catalogue.write() as tables:
        identity = tables.identity(report_id)
        stood = tables.versions.standing([identity])
        tables.delete(report_id)
        stands = tables.versions.review([identity], stood - {report_id})
        tables.settle()
        # Published before the catalogue is: a hit must never lead to a report that is gone.
        with engine.write() as index:
            for gone in (stood - stands) | {report_id}:
                index.remove(gone)
            for other in sorted(stands - stood):
                index.add(entries(other, catalogue.record(other).report, settings))
        tables.goes_with(engine.generation())
        for run in runs:
            tables.log(run)
