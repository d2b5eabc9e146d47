"""Replaces a published report by what is read anew from its original, under what people corrected since; and
publishes one again that was withdrawn.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from indexer.archive.catalogue.records import Record, Run
from indexer.archive.catalogue.writing.report_rows import Prepared
from indexer.archive.catalogue.writing.succession import (
    VerdictTarget,
    make_commitment_target,
    make_finding_target,
)
from indexer.archive.contributions.verdicts import Verdicts
from indexer.archive.preservation.originals import Originals
from indexer.archive.preservation.source import Source
from indexer.ingest.entry import make_entries, make_prepared_entries
from indexer.ingest.reading.prepare import File, prepare_report
from indexer.ingest.reading.readers import Readers
from indexer.ingest.transaction import Batch, WritableArchive, open_transaction
from indexer.report.identifier import split_id
from indexer.verdict import Subject


@dataclass(frozen=True, slots=True)
class Replacement:
    """What became of a report that was read anew, or published again.

    Attributes:
        source: its source, with its present id.
        former_id: the id that it had.
        now_current: ids of other versions that are current since.
        now_superseded: ids of other versions that are superseded since.
        is_current: whether it is current itself.
    """

    source: Source
    former_id: str
    now_current: tuple[str, ...]
    now_superseded: tuple[str, ...]
    is_current: bool

    @property
    def id(self) -> str:
        """Its present id."""
        return self.source.report


def replace_report(
    archive: WritableArchive, record: Record, last: bool = False, runs: Sequence[Run] = ()
) -> Replacement:
    """Read a published report anew from its original, and publish it under what people corrected of it.

    Args:
        last: put it at the end of the order of adding, so that it is the current version.
        runs: what the catalogue is to log together with it.

    Raises:
        SourceError, NotFound, ArchiveDamaged: its original or its correction cannot be read.
        ArchiveError: something cannot be written.
    """
    with open_transaction(archive) as batch:
        done = _replace(batch, archive, record, last)
        for run in runs:
            batch.catalogue.log(run)
    Originals(archive.home).store_source(done.source)
    return done


def reinstate_report(archive: WritableArchive, source: Source, runs: Sequence[Run] = ()) -> Replacement:
    """Publish a report again that was withdrawn, at its former place in the order of adding, under its former
    id unless it is read as another report by now.

    Args:
        source: its source as it was, whose original lies at its place.
        runs: what the catalogue is to log together with it.

    Raises:
        SourceError, NotFound, ArchiveDamaged: its original or its correction cannot be read.
        ArchiveError: something cannot be written.
    """
    with open_transaction(archive) as batch:
        prepared = _read(batch, archive, source)
        before = batch.catalogue.versions.find_current(_list_identities(source, prepared))
        done = _insert(batch, archive, prepared, source, before)
        for run in runs:
            batch.catalogue.log(run)
    Originals(archive.home).store_source(done.source)
    return done


def _replace(batch: Batch, archive: WritableArchive, record: Record, last: bool) -> Replacement:
    """Replace a report in a transaction. It keeps its place in the order of adding, which decides what
    supersedes what, unless it is to come last; its former ids lead to it; its verdicts go with it.
    """
    tables, source = batch.catalogue, record.source
    if last:
        source = replace(source, sequence=tables.next_sequence())
    prepared = _read(batch, archive, source)
    before = tables.versions.find_current(_list_identities(source, prepared))
    targets = tables.versions.find_verdict_targets(record.id)
    tables.delete(record.id)
    done = _insert(batch, archive, prepared, source, before)
    # Before the tables are published: a verdict is there when what it speaks of is.
    with closing(Verdicts(archive.home)) as verdicts:
        verdicts.copy(_find_renamed(targets, _find_verdict_targets(prepared)))
    return done


def _read(batch: Batch, archive: WritableArchive, source: Source) -> Prepared:
    # Beside the reports that a rebuild reads it beside.
    others = batch.catalogue.read_undamaged(before=source.sequence)
    file = File(Originals(archive.home).read(source), source.sha256, source.name, source.path)
    # Whatever it is, it came from elsewhere, and the portal may be what asks.
    with Readers(archive.settings, sandbox_all=True) as readers:
        return prepare_report(*readers.read(file.data, file.name, others), file, archive.settings)


def _list_identities(source: Source, prepared: Prepared) -> list[str]:
    return [split_id(source.report)[0], prepared.identity]


def _insert(
    batch: Batch, archive: WritableArchive, prepared: Prepared, source: Source, before: set[str]
) -> Replacement:
    """Insert a report, and settle which versions are current.

    Args:
        source: its source, with the id that it had.
        before: ids of those that were current.
    """
    tables, former_id = batch.catalogue, source.report
    report_id, version = tables.assign_id(prepared.identity, source.sha256)
    former = tuple(name for name in dict.fromkeys((*source.former, former_id)) if name != report_id)
    source = replace(source, report=report_id, former=former)
    tables.insert(prepared, version, source)
    identities = [split_id(former_id)[0], prepared.identity]
    after = tables.versions.review(identities, before | {report_id})
    now_current, now_superseded = after - before - {report_id}, before - after - {former_id}
    for gone in now_superseded | {former_id}:
        batch.index.remove(gone)
    for other in sorted(now_current):
        batch.index.add(
            make_entries(other, archive.catalogue.reports.read_report(other).report, archive.settings)
        )
    if report_id in after:
        batch.index.add(make_prepared_entries(report_id, prepared))
    return Replacement(
        source, former_id, tuple(sorted(now_current)), tuple(sorted(now_superseded)), report_id in after
    )


def _find_verdict_targets(prepared: Prepared) -> Iterator[VerdictTarget]:
    """Yield what `Succession.find_verdict_targets` returns, of a report that is being inserted."""
    for finding in prepared.findings.findings:
        yield make_finding_target(finding.rule, finding.cells, finding.mention, finding.key)
    for row in prepared.commitments.commitments:
        yield make_commitment_target(row.section, row.line, row.start, row.key)


def _find_renamed(
    before: Iterable[VerdictTarget], after: Iterable[VerdictTarget]
) -> Iterator[tuple[Subject, str, str]]:
    """Yield subject, former key and present key of what is at the same place under another key."""
    waiting: dict[tuple[Subject, str], deque[str]] = defaultdict(deque)
    for target in before:
        waiting[target.subject, target.place].append(target.key)
    for target in after:
        keys = waiting[target.subject, target.place]
        if keys and (former := keys.popleft()) != target.key:
            yield target.subject, former, target.key
