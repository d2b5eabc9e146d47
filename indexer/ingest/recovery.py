"""Opens catalogue and index for writing, and completes what a stopped writer left undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.home import Generation, Home
from indexer.archive.originals import Originals
from indexer.durable import guard_writes
from indexer.errors import ArchiveDamaged, NotFound, SourceError
from indexer.ingest.entry import entries, take_out
from indexer.ingest.refiling import amend
from indexer.search.engines import open_engine
from indexer.search.engines.base import Engine
from indexer.settings import Settings


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
            with guard_writes(home.path):
                unfinished = home.unfinished.exists()
                if unfinished:
                    _settle(home, catalogue, engine, settings)
                _reconcile(catalogue, engine, settings)
                if unfinished:
                    _complete(home, catalogue, engine, settings)
                home.unfinished.unlink(missing_ok=True)
        yield catalogue, engine


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
