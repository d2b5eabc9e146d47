"""Corpus to extraction to outlines to catalogue to engine: incremental, and undone where it fails."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from indexer import corpus
from indexer.catalogue import Catalogue
from indexer.corpus import Origin
from indexer.correction import Corrections
from indexer.errors import ArchiveDamaged, ArchiveMissing, NianbaoError
from indexer.extraction import SUFFIXES, extract
from indexer.home import Generation, Home
from indexer.mending import mend
from indexer.naming import identify
from indexer.originals import Originals, Source
from indexer.outcome import Outcome, Progress
from indexer.outlines import read as read_outline
from indexer.records import Reading, Run
from indexer.report import Report
from indexer.settings import Settings
from indexer.transaction import Batch, entries, live_originals, marked, opened, take_out, transaction

_BATCH = 200
"""Files published together: a stop loses no more than this, and the index is merged rarely."""


def inspect(path: Path, settings: Settings, name: str = "") -> tuple[Report, Reading]:
    """Read one file without taking it in.

    Args:
        name: the name that it came under, where that is another.

    Raises:
        SourceError: it cannot be read as a report.
    """
    return _parse(corpus.read(path, settings.max_file_bytes).data, name or path.name, settings)


def add(
    paths: Iterable[Path],
    settings: Settings,
    progress: Progress,
    origins: Mapping[Path, Origin] = MappingProxyType({}),
    others: Sequence[Outcome] = (),
) -> Run:
    """Take in files and folders; what was taken in before is passed over.

    Args:
        paths: files and folders.
        origins: for files that lie elsewhere than they came from, where that was.
        others: outcomes of what gave no file at all; they belong to this run.

    Raises:
        ArchiveBusy: another process is writing.
        ArchiveDamaged: catalogue or index cannot be read.
    """
    listing = corpus.walk(paths, SUFFIXES)
    home = Home(settings.home)
    began = _now()
    counts: Counter[str] = Counter()
    failures: list[tuple[str, str]] = []

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
            for start in range(0, len(listing.files), _BATCH):
                with marked(home), transaction(home, catalogue, engine) as batch:
                    adding = _Adding(batch, catalogue, Originals(home), settings)
                    for path in listing.files[start : start + _BATCH]:
                        tell(adding.take(path, origins.get(path)))
                # A home whose first files all fail stays without an archive.
                if not published and counts["added"]:
                    home.publish(generation)
                    published = True
            for path in listing.skipped:
                tell(Outcome(path, "skipped", message="不是能收录的文件类型（网页、Word、PDF、文本）"))
            run = Run("add", began, _now(), dict(counts), tuple(failures))
            with catalogue.write() as writer:
                writer.log(run)
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
        return _rebuild(home, settings, progress)


def _rebuild(home: Home, settings: Settings, progress: Progress) -> Run:
    began, originals = _now(), Originals(home)
    sources = originals.sources()
    if not sources:
        raise ArchiveMissing(f"{home.path} 中没有原文件，无从重建；请先用 nianbao add 收录报告。")
    failures: list[tuple[str, str]] = []
    with (
        _beginning(home) as generation,
        opened(home, generation, settings, create=True) as (catalogue, engine),
    ):
        for start in range(0, len(sources), _BATCH):
            with transaction(home, catalogue, engine) as batch:
                for source in sources[start : start + _BATCH]:
                    try:
                        # In the order of taking in: read with what was there before it, as then.
                        data, others = originals.read(source), batch.catalogue.sound()
                        report, reading = _parse(data, source.name, settings, others)
                        outcome = _enter(batch, report, reading, source, settings)
                    except NianbaoError as error:
                        outcome = Outcome(source.path, "failed", message=error.message)
                        failures.append((source.path, error.message))
                    progress(outcome, len(sources))
        done = len(sources) - len(failures)
        if lost := live_originals(home) - catalogue.known().keys():
            names = "；".join(f"{path}（{message}）" for path, message in failures[:5])
            raise ArchiveDamaged(
                f"重建会丢失 {len(lost)} 份报告，未启用，原有档案照常使用：{names}；"
                "确实不要的请先用 nianbao remove 撤下。"
            )
        if not done or engine.reports() != catalogue.searchable():
            raise ArchiveDamaged("重建后的索引与目录不一致，未启用；原有档案照常使用。")
        run = Run("reindex", began, _now(), {"added": done, "failed": len(failures)}, tuple(failures))
        with catalogue.write() as writer:
            writer.log(run)
    home.publish(generation)
    return run


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
            if sha256 not in catalogue.known():
                return  # taken out already by a run that was stopped, and that is now complete
            began = _now()
            with marked(home):
                # The original goes first: a rebuild must not bring back what a stop left half removed.
                Originals(home).discard(sha256)
                run = Run("remove", began, _now(), {"removed": 1}, ())
                take_out(catalogue, engine, report_id, settings, [run])


class _Adding:
    """Takes files into one batch."""

    def __init__(self, batch: Batch, records: Catalogue, originals: Originals, settings: Settings) -> None:
        self._batch, self._records, self._originals, self._settings = batch, records, originals, settings
        self._known = records.known()

    def take(self, path: Path, origin: Origin | None) -> Outcome:
        name, shown = (origin.name, origin.address) if origin else (path.name, path)
        try:
            found = corpus.read(path, self._settings.max_file_bytes)
            sha256 = found.sha256
            if sha256 in self._known:
                return self._again(shown, self._known[sha256])
            report, reading = _parse(found.data, name, self._settings, self._batch.catalogue.sound())
        except NianbaoError as error:
            return Outcome(shown, "failed", message=error.message)
        sequence = self._batch.catalogue.next_sequence()
        source = Source(sha256, name, str(shown), len(found.data), _now(), sequence, "")
        outcome = _enter(self._batch, report, reading, source, self._settings)
        self._originals.keep(found.data, replace(source, report=outcome.id))
        self._known[sha256] = outcome.id
        return replace(outcome, path=shown)

    def _again(self, path: Path | str, report_id: str) -> Outcome:
        """A file that was taken in before: unchanged, unless it had been replaced at this very path."""
        record = self._records.record(report_id)
        if not record.superseded_by or record.source.path != str(path):
            return Outcome(path, "unchanged", report_id)
        source = replace(record.source, sequence=self._batch.catalogue.next_sequence())
        _, replaced = self._batch.catalogue.revive(source)
        for earlier in replaced:
            self._batch.index.remove(earlier)
        self._batch.index.add(entries(report_id, record.report, self._settings))
        self._originals.note(source)
        return Outcome(path, "updated", report_id, record.report)


def _enter(batch: Batch, report: Report, reading: Reading, source: Source, settings: Settings) -> Outcome:
    if not report.url and source.path.startswith(("http://", "https://")):
        report = replace(report, url=source.path)
    identity = identify(report, source.sha256)
    # A rebuilt archive gives every report the id that it had, as long as it is still the same report.
    kept = re.fullmatch(re.escape(identity) + r"(?:-([1-9]\d*))?", source.report)
    if kept and not batch.catalogue.taken(source.report):
        report_id, version = source.report, int(kept[1] or 1)
    else:
        report_id, version = batch.catalogue.free_id(identity)
    batch.catalogue.insert(identity, version, report, replace(source, report=report_id), reading)
    replaced = batch.catalogue.supersede(source.path, identity, report_id)
    for earlier in replaced:
        batch.index.remove(earlier)
    batch.index.add(entries(report_id, report, settings))
    return Outcome(source.path, "updated" if replaced else "added", report_id, report)


def _parse(data: bytes, name: str, settings: Settings, others: Iterable[str] = ()) -> tuple[Report, Reading]:
    document = mend(extract(data, name, settings), others)
    corrections = Corrections(Home(settings.home))
    report = corrections.of(hashlib.sha256(data).hexdigest()).apply(read_outline(document))
    return report, Reading(document.format, document.encoding, document.notes)


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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
