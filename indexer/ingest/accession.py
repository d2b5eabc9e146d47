"""One file into an open batch: kept, named, entered into catalogue and index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.report_rows import Prepared
from indexer.archive.originals import Originals, Source
from indexer.archive.outcome import Gist, Outcome
from indexer.errors import NianbaoError
from indexer.ingest.batch import Batch, entries, prepared_entries
from indexer.ingest.workers import File, Pending
from indexer.report.identifier import parted
from indexer.settings import Settings
from indexer.sources import files as corpus
from indexer.sources.files import Origin

_WAITING = 8
"""Originals written at once."""


class Accession:
    """Takes files in, batch after batch. A context manager."""

    def __init__(self, records: Catalogue, originals: Originals, settings: Settings) -> None:
        self._records, self._originals, self._settings = records, originals, settings
        # Until a file is on the disk a thread does nothing but wait, and several wait no longer than one.
        self._threads = ThreadPoolExecutor(_WAITING, "nianbao-keep")
        self._keeping: list[Future[None]] = []
        self._restored: set[str] = set()
        self._entered: set[str] = set()

    def __enter__(self) -> Accession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)

    def files(self, paths: Iterable[Path], origins: Mapping[Path, Origin]) -> Iterator[File]:
        """The files as they are to be read; those that were taken in before are not.

        Args:
            origins: where files came from, if not from where they lie.
        """
        for path in paths:
            origin = origins.get(path)
            name, shown = (origin.name, origin.address) if origin else (path.name, path)
            try:
                found = corpus.read(path, self._settings.max_file_bytes)
            except NianbaoError as error:
                yield File(Outcome(shown, "failed", message=error.message))
                continue
            known = self._records.holding(found.sha256)
            if known and not self._originals.intact(found.sha256, found.data):
                self._originals.keep(found.data, self._records.record(known).source)
                self._restored.add(found.sha256)
            data = None if known else found.data
            yield File(shown, data, found.sha256, name, str(shown))

    def take(self, pending: Pending, batch: Batch) -> Outcome:
        """Take a file in, unless it was before."""
        file = pending.file
        if isinstance(file.tag, Outcome):
            return file.tag
        # What was not known when it was listed can only have been entered by this run since.
        if file.data is None or file.sha256 in self._entered:
            known = batch.catalogue.holding(file.sha256)
            outcome = self._again(file.tag, known, batch)
            if file.sha256 not in self._restored:
                return outcome
            self._restored.remove(file.sha256)
            gist = Gist.of(self._records.record(known).report)
            return Outcome(file.tag, "updated", known, gist, "档案中的原文件已损坏，已用这一份恢复")
        try:
            prepared = pending.result(batch.catalogue.sound())
        except NianbaoError as error:
            return Outcome(file.tag, "failed", message=error.message)
        data = file.data or b""
        source = Source(
            *(file.sha256, file.name, file.path, len(data), now(), batch.catalogue.next_sequence(), "")
        )
        outcome = enter(batch, prepared, source)
        source = replace(source, report=outcome.id)
        self._entered.add(file.sha256)
        self._keeping.append(self._threads.submit(self._originals.keep, data, source))
        return replace(outcome, path=file.tag)

    def kept(self) -> None:
        """Wait until all originals of the batch are kept: only then it may be published.

        Raises:
            OSError: one of them cannot be written.
        """
        for future in self._keeping:
            future.result()
        self._keeping.clear()

    def _again(self, path: Path | str, report_id: str, batch: Batch) -> Outcome:
        """A file that was taken in before: unchanged, unless it had been replaced at this very path."""
        if not batch.catalogue.replaced(report_id, str(path)):
            return Outcome(path, "unchanged", report_id)
        record = self._records.record(report_id)
        source = replace(record.source, sequence=batch.catalogue.next_sequence())
        for earlier in batch.catalogue.revive(source):
            batch.index.remove(earlier)
        batch.index.add(entries(report_id, record.report, self._settings))
        self._originals.note(source)
        return Outcome(path, "updated", report_id, Gist.of(record.report))


def enter(batch: Batch, prepared: Prepared, source: Source) -> Outcome:
    """Give a report its id and enter it; what it replaces goes out of the index."""
    identity = prepared.identity
    # A rebuilt archive gives every report the id that it had, as long as it is still the same report.
    kept, version = parted(source.report)
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
    doubts = tuple(other.sentence for other in batch.catalogue.resembling(prepared))
    told = replace(prepared.told, doubts=(*prepared.told.doubts, *doubts))
    status, message = ("updated", f"取代 {'、'.join(replaced)}") if replaced else ("added", "")
    return Outcome(source.path, status, report_id, told, message)


def now() -> str:
    """This moment, as sources and runs have it: ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
