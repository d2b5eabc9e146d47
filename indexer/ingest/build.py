"""Corpus to extraction to outlines to catalogue to engine: incremental, and undone where it fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Run
from indexer.archive.catalogue.report_rows import prepared
from indexer.archive.home import Generation, Home
from indexer.archive.originals import Originals, Source
from indexer.archive.outcome import Outcome, Progress
from indexer.errors import ArchiveDamaged, ArchiveMissing, NianbaoError
from indexer.extraction import SUFFIXES
from indexer.ingest.accession import Accession, enter, now
from indexer.ingest.batch import Batch
from indexer.ingest.transaction import (
    live_originals,
    live_record,
    live_source,
    marked,
    opened,
    take_out,
    transaction,
)
from indexer.ingest.workers import File, Pending, Readers
from indexer.settings import Settings
from indexer.sources import files as corpus
from indexer.sources.files import Origin

_MOST_RUNS = 10_000
"""Of former runs; what lies further back is of no use to anybody."""
_BATCH = 200
"""Files published together: a stop loses no more than this, and the index is merged rarely."""


def add(
    paths: Iterable[Path],
    settings: Settings,
    progress: Progress,
    origins: Mapping[Path, Origin] = MappingProxyType({}),
    others: Sequence[Outcome] = (),
    former: Run | None = None,
) -> Run:
    """Take in files and folders; what was taken in before is passed over.

    Args:
        paths: files and folders.
        origins: for files that lie elsewhere than they came from, where that was.
        others: outcomes of what gave no file at all; they belong to this run.
        former: what was done so far of a larger run, which this goes on with, and which is logged once.

    Raises:
        ArchiveBusy: another process is writing.
        ArchiveDamaged: catalogue or index cannot be read.
    """
    listing = corpus.walk(paths, SUFFIXES)
    home = Home(settings.home)
    so_far = former or Run("add", now(), "", {}, ())
    counts = Counter(so_far.counts)
    failures = list(so_far.failures)

    def tell(outcome: Outcome) -> None:
        counts[outcome.status] += 1
        if outcome.status == "failed":
            failures.append((str(outcome.path), outcome.message))
        progress(outcome, len(listing.files))

    for other in others:
        tell(other)
    with home.writing(settings.wait_seconds):
        generation, published = _live_or_new(home, settings)
        with opened(home, generation, settings, create=not published) as (catalogue, engine):
            with (
                Accession(catalogue, Originals(home), settings) as accession,
                Readers(settings, len(listing.files)) as readers,
            ):
                waiting = readers.read(accession.files(listing.files, origins))
                for first in range(0, len(listing.files), _BATCH):
                    with marked(home), transaction(home, catalogue, engine) as batch:
                        for pending in islice(waiting, _BATCH):
                            tell(accession.take(pending, batch))
                        accession.kept()
                        if 0 < first >= len(listing.files) - _BATCH:
                            batch.index.compact()
                    # A home whose first files all fail stays without an archive.
                    if not published and counts["added"]:
                        home.publish(generation)
                        published = True
            for path in listing.skipped:
                tell(
                    Outcome(
                        path, "skipped", message="不是能收录的文件类型（网页、Word、PDF、文本和 ZIP 压缩包）"
                    )
                )
            run = replace(so_far, ended=now(), counts=dict(counts), failures=tuple(failures))
            with catalogue.write() as writer:
                writer.log(run, former)
        if not published:
            home.drop(generation)
    return run


def reindex(settings: Settings, progress: Progress) -> Run:
    """Rebuild catalogue and index from the originals beside the live ones, check, and swap.

    Raises:
        ArchiveMissing: there are no originals.
        ArchiveBusy: another process is writing.
        ArchiveDamaged: the rebuilt archive is not whole; the live one stays.
    """
    home = Home(settings.home)
    with home.writing(settings.wait_seconds):
        # What a stop left half done is settled where it was begun: what people judged goes with it.
        with suppress(ArchiveMissing, ArchiveDamaged), opened(home, home.current(), settings):
            pass
        return _rebuild(home, settings, progress)


def _rebuild(home: Home, settings: Settings, progress: Progress) -> Run:
    began, originals = now(), Originals(home)
    sources = originals.sources(partial(live_source, home))
    if not sources:
        raise ArchiveMissing(f"{home.path} 中没有原文件，无从重建；请先用 nianbao add 收录报告。")
    failures: list[tuple[str, str]] = []
    with (
        _beginning(home) as generation,
        opened(home, generation, settings, create=True) as (catalogue, engine),
    ):
        with catalogue.write() as writer:
            for former in _runs(home):
                writer.log(former)
            for source in originals.discarded():
                writer.remember(source.sha256, (source.report, *source.former))
            for source in sources:
                writer.remember(source.sha256, source.former)
        with Readers(settings, len(sources)) as readers:
            # In the order of taking in: read with what was there before it, as then.
            waiting = readers.read(_kept(originals, sources))
            for first in range(0, len(sources), _BATCH):
                with transaction(home, catalogue, engine) as batch:
                    if first >= len(sources) - _BATCH:
                        batch.index.compact()
                    for pending in islice(waiting, _BATCH):
                        outcome = _restored(pending, batch, home, settings)
                        if outcome.status == "failed":
                            failures.append((str(outcome.path), outcome.message))
                        progress(outcome, len(sources))
        done = len(sources) - len(failures)
        gone = {source.sha256 for source in originals.discarded()}  # somebody has begun to take them out
        if lost := live_originals(home) - catalogue.known().keys() - gone:
            names = "；".join(f"{path}（{message}）" for path, message in failures[:5])
            raise ArchiveDamaged(
                f"重建会丢失 {len(lost)} 份报告，未启用，原有档案照常使用"
                f"{'：' if names else ''}{names}；确实不要的请先用 nianbao remove 撤下。"
            )
        if not catalogue.known() or engine.reports() != catalogue.searchable():
            raise ArchiveDamaged("重建后的索引与目录不一致，未启用；原有档案照常使用。")
        run = Run("reindex", began, now(), {"added": done, "failed": len(failures)}, tuple(failures))
        with catalogue.write() as writer:
            writer.log(run)
    home.publish(generation)
    return run


def _runs(home: Home) -> list[Run]:
    """What the live catalogue has logged, the oldest first."""
    with suppress(ArchiveMissing, ArchiveDamaged), closing(Catalogue(home.current().catalogue)) as live:
        return list(reversed(live.runs(_MOST_RUNS)))
    return []


def _kept(originals: Originals, sources: Iterable[Source]) -> Iterator[File]:
    """Originals as they are to be read."""
    for source in sources:
        try:
            yield File((source, ""), originals.read(source), source.sha256, source.name, source.path)
        except NianbaoError as error:
            yield File((source, error.message))


def _restored(pending: Pending, batch: Batch, home: Home, settings: Settings) -> Outcome:
    """An original entered anew; one that cannot be read any more as what the live catalogue has of it."""
    source, trouble = pending.file.tag
    if not trouble:
        try:
            return enter(batch, pending.result(batch.catalogue.sound()), source)
        except NianbaoError as error:
            trouble = error.message
    if known := live_record(home, source.sha256):
        enter(batch, prepared(known.report, known.reading, source.sha256, settings), source)
        trouble += "档案沿用以前从它读出的内容。"
    return Outcome(source.path, "failed", message=trouble)


def remove(report_id: str, settings: Settings) -> None:
    """Take a report out of the archive; its original goes to the trash folder.

    Raises:
        NotFound: there is no such report.
    """
    home = Home(settings.home)
    with home.writing(settings.wait_seconds):
        live = home.current()
        with closing(Catalogue(live.catalogue)) as catalogue:
            sha256 = catalogue.record(report_id).source.sha256
        with opened(home, live, settings) as (catalogue, engine):
            if not catalogue.holding(sha256):
                return  # taken out already by a run that was stopped, and that is now complete
            began = now()
            with marked(home):
                # The original goes first: a rebuild must not bring back what a stop left half removed.
                Originals(home).discard(sha256)
                run = Run("remove", began, now(), {"removed": 1}, ())
                take_out(catalogue, engine, report_id, settings, [run])


@contextmanager
def _beginning(home: Home) -> Iterator[Generation]:
    """A new generation, let go again if it does not come to its end."""
    generation = home.begin()
    try:
        yield generation
    except BaseException:
        home.drop(generation)
        raise


def _live_or_new(home: Home, settings: Settings) -> tuple[Generation, bool]:
    """The live generation, or a new one, and whether it is published."""
    try:
        return home.current(), True
    except (ArchiveMissing, ArchiveDamaged):
        if not any(home.originals.glob("??/*.json")):
            return home.begin(), False
        _rebuild(home, settings, lambda _outcome, _total: None)
        return home.current(), True
