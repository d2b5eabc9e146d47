"""Writing to an archive: catalogue and index opened together, brought in step, published together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Record, Run
from indexer.archive.home import Generation, Home
from indexer.archive.originals import Originals, Source
from indexer.durable import write_atomically, writing_to
from indexer.errors import ArchiveDamaged, ArchiveMissing, NotFound, SourceError
from indexer.ingest.batch import Batch, entries
from indexer.ingest.refiling import Refiled, refile
from indexer.search.engines import open_engine
from indexer.search.engines.base import Engine
from indexer.settings import Settings


def live_originals(home: Home) -> set[str]:
    """SHA-256 of what the live catalogue holds; nothing where there is none that can be read."""
    try:
        with closing(Catalogue(home.current().catalogue)) as catalogue:
            return set(catalogue.known())
    except (ArchiveMissing, ArchiveDamaged):
        return set()


def live_record(home: Home, sha256: str) -> Record | None:
    """The report that the live catalogue has from an original."""
    with suppress(ArchiveMissing, ArchiveDamaged), closing(Catalogue(home.current().catalogue)) as catalogue:
        report_id = catalogue.holding(sha256)
        return catalogue.record(report_id) if report_id else None
    return None


def live_source(home: Home, sha256: str) -> Source | None:
    """What the live catalogue knows of an original."""
    record = live_record(home, sha256)
    return record.source if record else None


@contextmanager
def opened(
    home: Home, generation: Generation, settings: Settings, create: bool = False
) -> Iterator[tuple[Catalogue, Engine]]:
    """Catalogue and index of a generation, brought in step if a stop left them apart.

    Args:
        create: make a new catalogue.

    Raises:
        ArchiveDamaged: one of them cannot be read.
        ArchiveError: what a stop left cannot be put right, for it cannot be written.
    """
    catalogue = Catalogue(generation.catalogue, create)
    with closing(catalogue), closing(open_engine(generation.index, settings)) as engine:
        if catalogue.outdated:
            raise ArchiveDamaged(
                f"目录库 {generation.catalogue} 是另一版本的程序建成的，请先用 nianbao reindex 从原文件重建。"
            )
        if not create:
            with writing_to(home.path):
                unfinished = home.unfinished.exists()
                if unfinished:
                    _settle(home, catalogue, engine, settings)
                _reconcile(catalogue, engine, settings)
                if unfinished:
                    _complete(home, catalogue, engine, settings)
                home.unfinished.unlink(missing_ok=True)
        yield catalogue, engine


@contextmanager
def marked(home: Home, amended: str = "") -> Iterator[None]:
    """Mark the home as unfinished while the block runs; the mark stays if it is stopped or fails.

    Args:
        amended: SHA-256 of the original of a published report that is filed anew, if that is what is done.

    Raises:
        ArchiveError: something cannot be written.
    """
    with writing_to(home.path):
        write_atomically(home.unfinished, amended.encode())
        yield
        home.unfinished.unlink(missing_ok=True)


@contextmanager
def transaction(home: Home, catalogue: Catalogue, engine: Engine) -> Iterator[Batch]:
    """Catalogue and index together, one right after the other. The catalogue is published first, so that no
    hit leads nowhere; what a stop leaves undone the next writer puts right.

    Raises:
        ArchiveError: something cannot be written.
    """
    with writing_to(home.path), engine.write() as index, catalogue.write() as tables:
        yield Batch(tables, index)
        tables.goes_with(engine.generation() + index.changed)
        if index.changed:
            tables.settle()
            index.prepare()


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


def _reconcile(catalogue: Catalogue, engine: Engine, settings: Settings) -> None:
    """Bring an index in step that a stop left behind its catalogue.

    A catalogue says which commit of the index goes with it; only where that is another one are all
    reports compared.
    """
    if catalogue.index_generation() == engine.generation():
        return
    wanted, held = catalogue.searchable(), engine.reports()
    if wanted != held:
        with engine.write() as writer:
            for report_id in held - wanted:
                writer.remove(report_id)
            for report_id in sorted(wanted - held):
                writer.add(entries(report_id, catalogue.record(report_id).report, settings))
    with catalogue.write() as tables:
        tables.goes_with(engine.generation())


def _settle(home: Home, catalogue: Catalogue, engine: Engine, settings: Settings) -> None:
    """After a stop: what was being taken in goes to the trash, what was being taken out is taken out."""
    originals = Originals(home)
    originals.clear()
    known = catalogue.known()
    for sha256 in originals.held() - known.keys():
        originals.discard(sha256)
    for sha256 in sorted(known.keys() & originals.leaving()):
        take_out(catalogue, engine, known[sha256], settings)
        originals.discard(sha256)


def _complete(home: Home, catalogue: Catalogue, engine: Engine, settings: Settings) -> None:
    """After a stop: a report that was being filed anew is, by whatever was kept of it before the stop."""
    report_id = catalogue.holding(home.unfinished.read_text("ascii", "replace"))
    if report_id:
        # An original that cannot be read keeps nobody from writing: what stands of it goes on standing.
        with suppress(SourceError, NotFound, ArchiveDamaged):
            amend(home, catalogue, engine, settings, catalogue.record(report_id))
