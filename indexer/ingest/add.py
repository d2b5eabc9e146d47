"""Adds files and folders: incrementally, and undone where it fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType, TracebackType

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Run, format_now
from indexer.archive.outcome import FileOutcome, Progress, ReportSummary
from indexer.archive.preservation.originals import Originals
from indexer.archive.preservation.source import Source
from indexer.archive.storage.generations import Generation
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveDamaged, ArchiveMissing, NianbaoError
from indexer.extraction.formats import LABELS, SUFFIXES, is_workbook
from indexer.ingest.entry import insert_report, make_entries
from indexer.ingest.reading.prepare import File
from indexer.ingest.reading.readers import Readers
from indexer.ingest.reading.workers import Pending, read_ahead
from indexer.ingest.recovery import open_for_writing
from indexer.ingest.reindex import rebuild_archive
from indexer.ingest.tables.joining import ListedWorkbook, TableJoiner
from indexer.ingest.transaction import Batch, mark_unfinished, open_transaction
from indexer.settings import Settings
from indexer.sources import files as corpus
from indexer.sources.files import Origin

_WAITING = 8
"""Originals written at once."""

_PICTURES = (".png", ".jpg", ".jpeg")
_PICTURE = "文件夹里的图片不收录；如是扫描的报告，请单独收录这个文件，几页的请先合成一份 PDF 或 TIFF"
_OTHER_TYPE = f"不是能收录的文件类型（{'、'.join(LABELS.values())}、邮件和 ZIP、TAR、7z、RAR 压缩包）"


def add(
    paths: Iterable[Path],
    settings: Settings,
    progress: Progress,
    origins: Mapping[Path, Origin] = MappingProxyType({}),
    others: Sequence[FileOutcome] = (),
    former: Run | None = None,
    readers: Readers | None = None,
) -> Run:
    """Add files and folders; files that were added before are skipped.

    Args:
        paths: files and folders.
        origins: for files that lie elsewhere than they came from, where that was.
        others: outcomes of what gave no file at all; they belong to this run.
        former: what was done so far of a larger run, which this goes on with, and which is logged once.
        readers: what reads the files; its processes are not ended. Its own where none are given.

    Raises:
        ArchiveBusy: another process is writing.
        ArchiveDamaged: catalogue or index cannot be read.
    """
    listing = corpus.walk(paths, SUFFIXES)
    home = Home.of(settings)
    so_far = former or Run("add", format_now(), "", {}, ())
    counts = Counter(so_far.counts)
    failures = list(so_far.failures)

    def tell(outcome: FileOutcome) -> None:
        counts[outcome.status] += 1
        if outcome.status == "failed":
            failures.append((str(outcome.path), outcome.message))
        progress(outcome, len(listing.files))

    for other in others:
        tell(other)
    with home.lock_for_writing(settings.wait_seconds):
        generation, published = _live_or_new(home, settings)
        with open_for_writing(home, generation, settings, create=not published) as archive:
            with (
                nullcontext(readers) if readers else Readers(settings) as reading,
                FileAdder(archive.catalogue, Originals(home), settings) as adder,
                read_ahead(reading, adder.list_files(listing.files, origins), len(listing.files)) as waiting,
            ):
                for first in range(0, len(listing.files), settings.batch_files):
                    with mark_unfinished(home), open_transaction(archive) as batch:
                        for pending in islice(waiting, settings.batch_files):
                            tell(adder.add(pending, batch))
                        adder.wait_for_originals()
                        if 0 < first >= len(listing.files) - settings.batch_files:
                            batch.index.compact()
                    # A home whose first files all fail stays without an archive.
                    if not published and counts["added"]:
                        home.publish(generation)
                        published = True
                joiner = TableJoiner(archive, reading)
                for workbook in adder.workbooks:
                    tell(joiner.join(workbook))
            for path in listing.skipped:
                message = _PICTURE if path.suffix.lower() in _PICTURES else _OTHER_TYPE
                tell(FileOutcome(path, "skipped", message=message))
            run = replace(so_far, ended=format_now(), counts=dict(counts), failures=tuple(failures))
            with archive.catalogue.write() as writer:
                writer.log(run, former)
        if not published:
            home.delete(generation)
    return run


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file of a run.

    Attributes:
        shown: its path, or the address that it came from.
        sha256: of its bytes, "" where they cannot be read.
        trouble: why they cannot, "" where they can.
    """

    shown: Path | str
    sha256: str = ""
    trouble: str = ""


class FileAdder:
    """Adds files, batch after batch. A context manager.

    Attributes:
        workbooks: spreadsheets among the files that were listed: they are joined to reports in the end.
    """

    def __init__(self, records: Catalogue, originals: Originals, settings: Settings) -> None:
        self._records, self._originals, self._settings = records, originals, settings
        # Until a file is on the disk a thread does nothing but wait, and several wait no longer than one.
        self._threads = ThreadPoolExecutor(_WAITING, "nianbao-keep")
        self._keeping: list[Future[None]] = []
        self._restored: set[str] = set()
        self.workbooks: list[ListedWorkbook] = []
        self._entered: set[str] = set()

    def __enter__(self) -> FileAdder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)

    def list_files(
        self, paths: Iterable[Path], origins: Mapping[Path, Origin]
    ) -> Iterator[tuple[ListedFile, File | None]]:
        """Yield the files that are to be read; None for those that were added before or cannot be read.

        Args:
            origins: where files came from, if not from where they lie.
        """
        reader = corpus.FileReader()
        for path in paths:
            origin = origins.get(path)
            name, shown = (origin.name, origin.address) if origin else (path.name, path)
            try:
                found = reader.read(path, self._settings.max_file_bytes)
            except NianbaoError as error:
                yield ListedFile(shown, trouble=error.message), None
                continue
            if is_workbook(found.data, name):
                self.workbooks.append(ListedWorkbook(path, name, shown, origin.page if origin else ""))
                continue
            known = self._records.reports.find_report(found.sha256)
            if known and not self._originals.is_intact(found.sha256, found.data):
                self._originals.store(found.data, self._records.reports.read_report(known).source)
                self._restored.add(found.sha256)
            file = None if known else File(found.data, found.sha256, name, str(shown))
            yield ListedFile(shown, found.sha256), file

    def add(self, pending: Pending[ListedFile], batch: Batch) -> FileOutcome:
        """Add a file, unless it was added before."""
        listed, file = pending.tag, pending.file
        if listed.trouble:
            return FileOutcome(listed.shown, "failed", message=listed.trouble)
        # What was not known when it was listed can only have been entered by this run since.
        if file is None or file.sha256 in self._entered:
            known = batch.catalogue.find_report(listed.sha256)
            outcome = self._again(listed.shown, known, batch)
            if listed.sha256 not in self._restored:
                return outcome
            self._restored.remove(listed.sha256)
            summary = ReportSummary.of(self._records.reports.read_report(known).report)
            return FileOutcome(
                listed.shown, "updated", known, summary, "档案中的原文件已损坏，已用这一份恢复"
            )
        try:
            prepared = pending.wait(batch.catalogue.read_undamaged())
        except NianbaoError as error:
            return FileOutcome(listed.shown, "failed", message=error.message)
        source = Source(
            sha256=file.sha256,
            name=file.name,
            path=file.path,
            size=len(file.data),
            added=format_now(),
            sequence=batch.catalogue.next_sequence(),
            report="",
        )
        outcome = insert_report(batch, prepared, source)
        source = replace(source, report=outcome.id)
        self._entered.add(file.sha256)
        self._keeping.append(self._threads.submit(self._originals.store, file.data, source))
        return replace(outcome, path=listed.shown)

    def wait_for_originals(self) -> None:
        """Wait until all originals of the batch are stored: only then it may be published.

        Raises:
            OSError: one of them cannot be written.
        """
        for future in self._keeping:
            future.result()
        self._keeping.clear()

    def _again(self, path: Path | str, report_id: str, batch: Batch) -> FileOutcome:
        """Return the outcome of a file added before: unchanged, unless replaced at this path."""
        if not batch.catalogue.is_superseded_at(report_id, str(path)):
            return FileOutcome(path, "unchanged", report_id)
        record = self._records.reports.read_report(report_id)
        source = replace(record.source, sequence=batch.catalogue.next_sequence())
        for earlier in batch.catalogue.restore(source):
            batch.index.remove(earlier)
        batch.index.add(make_entries(report_id, record.report, self._settings))
        self._originals.store_source(source)
        return FileOutcome(path, "updated", report_id, ReportSummary.of(record.report))


def _live_or_new(home: Home, settings: Settings) -> tuple[Generation, bool]:
    """Return the current generation, or a new one, and whether it is published."""
    try:
        return home.find_current(), True
    except (ArchiveMissing, ArchiveDamaged):
        if not Originals(home).has_any():
            return home.begin(), False
        rebuild_archive(home, settings, lambda _outcome, _total: None)
        return home.find_current(), True
