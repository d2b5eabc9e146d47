"""Writing to an archive: catalogue and index opened together, brought in step, published together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from indexer.catalogue import Catalogue
from indexer.cataloguing import CatalogueWriter
from indexer.durable import sync, writing_to
from indexer.engines import open_engine
from indexer.engines.base import Engine, Entry, Writer
from indexer.errors import ArchiveDamaged, ArchiveMissing
from indexer.home import Generation, Home
from indexer.originals import Originals
from indexer.passages import cut
from indexer.preparation import Prepared
from indexer.records import Run
from indexer.report import Report
from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class Batch:
    """An open transaction on both."""

    catalogue: CatalogueWriter
    index: Writer


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


def live_originals(home: Home) -> set[str]:
    """SHA-256 of what the live catalogue holds; nothing where there is none that can be read."""
    try:
        with closing(Catalogue(home.current().catalogue)) as catalogue:
            return set(catalogue.known())
    except (ArchiveMissing, ArchiveDamaged):
        return set()


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
        if not create:
            with writing_to(home.path):
                if home.unfinished.exists():
                    _settle(home, catalogue, engine, settings)
                _reconcile(catalogue, engine, settings)
                home.unfinished.unlink(missing_ok=True)
        yield catalogue, engine


@contextmanager
def marked(home: Home) -> Iterator[None]:
    """Mark the home as unfinished while the block runs; the mark stays if it is stopped or fails.

    Raises:
        ArchiveError: something cannot be written.
    """
    with writing_to(home.path):
        home.unfinished.touch()
        sync(home.path)
        yield
        home.unfinished.unlink(missing_ok=True)


@contextmanager
def transaction(home: Home, catalogue: Catalogue, engine: Engine) -> Iterator[Batch]:
    """Catalogue and index together. The catalogue is published first, so that no hit leads nowhere;
    what a stop leaves undone the next writer puts right.

    Raises:
        ArchiveError: something cannot be written.
    """
    with writing_to(home.path), engine.write() as index, catalogue.write() as tables:
        yield Batch(tables, index)
        tables.goes_with(engine.generation() + index.changed)


def take_out(
    catalogue: Catalogue, engine: Engine, report_id: str, settings: Settings, runs: Sequence[Run] = ()
) -> None:
    """Take a report out of index and catalogue; what it had replaced stands again.

    Args:
        runs: what the catalogue is to log together with it.
    """
    earlier = "" if catalogue.record(report_id).superseded_by else catalogue.standing_after(report_id)
    # Out of the index first: a hit must never lead to a report that is gone.
    with engine.write() as index:
        index.remove(report_id)
        if earlier:
            index.add(entries(earlier, catalogue.record(earlier).report, settings))
    with catalogue.write() as tables:
        tables.delete(report_id)
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
