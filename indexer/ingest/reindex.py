"""Rebuilds catalogue and index from the originals beside the published ones, checks, and swaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from functools import partial
from itertools import islice

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Run, format_now
from indexer.archive.catalogue.writing.report_rows import prepare_rows
from indexer.archive.contributions.aliases import load_aliases
from indexer.archive.contributions.transfer import adopt_contributions
from indexer.archive.outcome import FileOutcome, Progress
from indexer.archive.preservation.claim import settle_originals
from indexer.archive.preservation.originals import Originals
from indexer.archive.preservation.source import Source
from indexer.archive.preservation.trashed import TrashedOriginals
from indexer.archive.recognitions import Recognitions
from indexer.archive.storage.current import find_current_source, list_current_originals, read_current_report
from indexer.archive.storage.generations import Generation
from indexer.archive.storage.home import UNFINISHED, Home
from indexer.archive.storage.index import delete_unused_indexes
from indexer.errors import ArchiveDamaged, ArchiveError, ArchiveMissing, NianbaoError, SettingError
from indexer.extraction import recognition
from indexer.ingest.entry import insert_report
from indexer.ingest.reading.prepare import File
from indexer.ingest.reading.readers import Readers
from indexer.ingest.reading.workers import Pending, read_ahead
from indexer.ingest.recovery import open_for_writing
from indexer.ingest.transaction import Batch, open_transaction
from indexer.search.engines import delete_index
from indexer.settings import Settings

_MOST_RUNS = 10_000
"""Of former runs; what lies further back is of no use to anybody."""


def reindex(
    settings: Settings, progress: Progress, recognise: bool = False, readers: Readers | None = None
) -> Run:
    """Rebuild catalogue and index from the originals beside the live ones, check, and swap.

    Args:
        recognise: recognise pages that are pictures again; else what was recognised of them before is read.
        readers: what reads the files; its processes are not ended. Its own where none are given.

    Raises:
        ArchiveMissing: there are no originals.
        SettingError: recognition is wanted and not installed.
        ArchiveBusy: another process is writing.
        ArchiveDamaged: the rebuilt archive is not whole; the live one stays.
    """
    home = Home.of(settings)
    if recognise and not recognition.is_available():
        raise SettingError(f"没有装文字识别，不能重新识别；请先运行 {recognition.INSTALL}。")
    with home.lock_for_writing(settings.wait_seconds):
        # What a stop left half done is settled where it was begun: what people judged goes with it. Else the
        # index may be out of step, or in another engine by now: it is made anew.
        if home.documents.has(UNFINISHED):
            with (
                suppress(ArchiveMissing, ArchiveDamaged),
                open_for_writing(home, home.find_current(), settings),
            ):
                pass
        if recognise:
            Recognitions(home).delete_all()
        return rebuild_archive(home, settings, progress, readers)


def rebuild_archive(
    home: Home, settings: Settings, progress: Progress, readers: Readers | None = None
) -> Run:
    """Build a generation from the originals and publish it; called with the writer's lock held.

    Args:
        readers: what reads the files; its processes are not ended. Its own where none are given.

    Raises:
        ArchiveMissing: there are no originals.
    """
    adopt_contributions(home)
    settle_originals(home)
    sources = Originals(home).list_sources(partial(find_current_source, home))
    if not sources:
        raise ArchiveMissing(f"{home.path} 中没有原文件，无从重建；请先用 nianbao add 收录报告。")
    with delete_unused_indexes(home, settings):
        with nullcontext(readers) if readers else Readers(settings) as reading:
            generation, run = _build(home, sources, progress, reading)
        home.publish(generation)
    return run


def _build(
    home: Home, sources: Sequence[Source], progress: Progress, readers: Readers
) -> tuple[Generation, Run]:
    """Return a new generation with what the originals say, and what was done."""
    settings = readers.settings
    began, failures = format_now(), list[tuple[str, str]]()
    trashed = TrashedOriginals(home).list_all()
    with (
        _beginning(home, settings) as generation,
        open_for_writing(home, generation, settings, create=True) as archive,
    ):
        catalogue, engine = archive.catalogue, archive.engine
        with catalogue.write() as writer:
            for former in _runs(home):
                writer.log(former)
            for source in trashed:
                writer.insert_former_ids(source.sha256, (source.report, *source.former))
            for source in sources:
                writer.insert_former_ids(source.sha256, source.former)
        # In the order of adding: each read beside what was there before it, as then.
        with read_ahead(readers, _kept(Originals(home), sources), len(sources)) as waiting:
            for first in range(0, len(sources), settings.batch_files):
                with open_transaction(archive) as batch:
                    if first >= len(sources) - settings.batch_files:
                        batch.index.compact()
                    for pending in islice(waiting, settings.batch_files):
                        outcome = _restored(pending, batch, home, settings)
                        if outcome.status == "failed":
                            failures.append((str(outcome.path), outcome.message))
                        progress(outcome, len(sources))
        done = len(sources) - len(failures)
        gone = {source.sha256 for source in trashed}  # somebody has begun to take them out
        if lost := list_current_originals(home) - catalogue.reports.list_originals().keys() - gone:
            message = "；".join(f"{path}（{message}）" for path, message in failures[:5])
            raise ArchiveDamaged(
                f"重建会丢失 {len(lost)} 份报告，未启用，原有档案照常使用；"
                "确实不要的请先用 nianbao remove 撤下。" + (f"没有读出的有：{message}。" if message else "")
            )
        if (
            not catalogue.reports.list_originals()
            or engine.list_reports() != catalogue.reports.list_current()
        ):
            raise ArchiveDamaged("重建后的索引与目录不一致，未启用；原有档案照常使用。")
        run = Run("reindex", began, format_now(), {"added": done, "failed": len(failures)}, tuple(failures))
        with catalogue.write() as writer:
            writer.log(run)
    return generation, run


def _runs(home: Home) -> list[Run]:
    """Return what the current catalogue has logged, the oldest first."""
    with suppress(ArchiveMissing, ArchiveDamaged), closing(Catalogue(home.find_current().database)) as live:
        return list(reversed(live.list_runs(_MOST_RUNS)))
    return []


def _kept(
    originals: Originals, sources: Iterable[Source]
) -> Iterator[tuple[tuple[Source, str], File | None]]:
    """Yield originals as they are to be read; None, with the reason, for those that cannot be read."""
    for source, data in originals.read_each(sources):
        if isinstance(data, bytes):
            yield (source, ""), File(data, source.sha256, source.name, source.path)
        else:
            yield (source, data.message), None


def _restored(
    pending: Pending[tuple[Source, str]], batch: Batch, home: Home, settings: Settings
) -> FileOutcome:
    """An original entered anew; one that cannot be read any more as what the current catalogue has of it."""
    source, trouble = pending.tag
    if not trouble:
        try:
            return insert_report(batch, pending.wait(batch.catalogue.read_undamaged()), source)
        except NianbaoError as error:
            trouble = error.message
    if known := read_current_report(home, source.sha256):
        rows = prepare_rows(known.report, known.reading, source.sha256, settings, load_aliases(home))
        insert_report(batch, rows, source)
        trouble += "档案沿用以前从它读出的内容。"
    return FileOutcome(source.path, "failed", message=trouble)


@contextmanager
def _beginning(home: Home, settings: Settings) -> Iterator[Generation]:
    """A new generation, let go again if it does not come to its end."""
    generation = home.begin()
    try:
        yield generation
    except BaseException:
        home.delete(generation)
        with suppress(ArchiveError):  # an engine that gives no answer
            delete_index(generation.name, settings)
        raise
