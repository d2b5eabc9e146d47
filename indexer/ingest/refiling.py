"""A published report filed anew: read again from its original, under what people said of it since."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Record, Run
from indexer.archive.catalogue.report_rows import Prepared
from indexer.archive.catalogue.succession import Judged
from indexer.archive.home import Home
from indexer.archive.originals import Originals, Source
from indexer.archive.verdicts import Verdicts
from indexer.ingest.entry import entries, prepared_entries
from indexer.ingest.prepare import File, prepare_report
from indexer.ingest.readers import Readers
from indexer.ingest.transaction import Batch, transaction
from indexer.report.identifier import parted
from indexer.search.engines.base import Engine
from indexer.settings import Settings
from indexer.verdict import Subject


@dataclass(frozen=True, slots=True)
class Refiled:
    """What became of a report that was filed anew.

    Attributes:
        source: its source, with the id that it has by now.
        was: the id that it had.
        rose: ids of other versions that are shown since.
        fell: ids of other versions that are shown no longer.
        shown: whether it is shown itself.
    """

    source: Source
    was: str
    rose: tuple[str, ...]
    fell: tuple[str, ...]
    shown: bool

    @property
    def id(self) -> str:
        """The id that it has by now."""
        return self.source.report


def refile(
    batch: Batch, catalogue: Catalogue, home: Home, settings: Settings, record: Record, last: bool = False
) -> Refiled:
    """File a report anew. It keeps its place in the order of taking in, which decides what replaces what,
    unless it is to come last; its former ids lead to it; what was judged of it goes with it.

    Args:
        catalogue: as it was published before the batch.

    Raises:
        SourceError, NotFound, ArchiveDamaged: its original or its correction cannot be read.
    """
    tables, source = batch.catalogue, record.source
    if last:
        source = replace(source, sequence=tables.next_sequence())
    # Read beside the reports that a rebuild reads it beside.
    others = tables.sound(before=source.sequence)
    file = File(Originals(home).read(source), source.sha256, source.name, source.path)
    with Readers(settings) as readers:
        prepared = prepare_report(*readers.read(file.data, file.name, others), file, settings)
    identities = [parted(record.id)[0], prepared.identity]
    stood, judged = tables.versions.standing(identities), tables.versions.judged(record.id)
    tables.delete(record.id)
    report_id, version = tables.free_id(prepared.identity, source.sha256)
    former = tuple(name for name in dict.fromkeys((*source.former, record.id)) if name != report_id)
    source = replace(source, report=report_id, former=former)
    tables.insert(prepared, version, source)
    stands = tables.versions.review(identities, stood | {report_id})
    rose, fell = stands - stood - {report_id}, stood - stands - {record.id}
    for gone in fell | {record.id}:
        batch.index.remove(gone)
    for other in sorted(rose):
        batch.index.add(entries(other, catalogue.record(other).report, settings))
    if report_id in stands:
        batch.index.add(prepared_entries(report_id, prepared))
    # Before the tables are published: a verdict is there when what it speaks of is.
    with closing(Verdicts(home)) as verdicts:
        verdicts.carry(_renamed(judged, list(_judged(prepared))))
    return Refiled(source, record.id, tuple(sorted(rose)), tuple(sorted(fell)), report_id in stands)


def amend(
    home: Home,
    catalogue: Catalogue,
    engine: Engine,
    settings: Settings,
    record: Record,
    last: bool = False,
    runs: Sequence[Run] = (),
) -> Refiled:
    """Read a published report anew from its original, and file it by what people said of it.

    Args:
        last: put it at the end of the order of taking in, so that it is the version that is shown.
        runs: what the catalogue is to log together with it.

    Raises:
        SourceError, NotFound, ArchiveDamaged: its original or its correction cannot be read.
        ArchiveError: something cannot be written.
    """
    with transaction(home, catalogue, engine) as batch:
        refiled = refile(batch, catalogue, home, settings, record, last)
        for run in runs:
            batch.catalogue.log(run)
    Originals(home).note(refiled.source)
    return refiled


def _judged(prepared: Prepared) -> Iterator[Judged]:
    """The same of a report that is being entered as `Succession.judged`."""
    for row in prepared.books["findings"]:
        yield Subject.FINDING, json.dumps([row["rule"], row["cells"], row["mention"]]), row["key"]
    for row in prepared.promises["commitments"]:
        yield Subject.COMMITMENT, json.dumps([row["section"], row["line"], row["start"]]), row["key"]


def _renamed(before: Iterable[Judged], after: Iterable[Judged]) -> Iterator[tuple[Subject, str, str]]:
    """Subject, former key and present key of what stands at the same place and is called otherwise."""
    waiting: dict[tuple[Subject, str], deque[str]] = defaultdict(deque)
    for subject, place, key in before:
        waiting[subject, place].append(key)
    for subject, place, key in after:
        if waiting[subject, place] and (former := waiting[subject, place].popleft()) != key:
            yield subject, former, key
