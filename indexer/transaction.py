"""Writing to an archive: catalogue and index opened together, brought in step, published together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from indexer.catalogue import Catalogue
from indexer.cataloguing import CatalogueWriter
from indexer.engines import open_engine
from indexer.engines.base import Engine, Entry, Writer
from indexer.errors import ArchiveError
from indexer.home import Generation, Home
from indexer.originals import Originals
from indexer.passages import cut
from indexer.preparation import Prepared
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
    except ArchiveError:
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
    """
    catalogue = Catalogue(generation.catalogue, create)
    with closing(catalogue), closing(open_engine(generation.index, settings)) as engine:
        _reconcile(catalogue, engine, settings)
        if not create:
            _settle(home, catalogue)
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


@contextmanager
def transaction(home: Home, catalogue: Catalogue, engine: Engine) -> Iterator[Batch]:
    """Catalogue and index together. The catalogue is published first, so that no hit leads nowhere;
    what a stop leaves undone the next writer puts right."""
    home.unfinished.touch()
    try:
        with engine.write() as index, catalogue.write() as tables:
            yield Batch(tables, index)
            tables.goes_with(engine.generation() + index.changed)
    except OSError as error:
        raise ArchiveError(
            f"写入档案失败（{error.strerror}），请检查磁盘空间和权限后重新运行，未完成的会自动补上。"
        ) from error
    home.unfinished.unlink(missing_ok=True)


def _settle(home: Home, catalogue: Catalogue) -> None:
    """After a stop: originals that are not in the catalogue, or no longer, go to the trash."""
    if not home.unfinished.exists():
        return
    known, originals = catalogue.known(), Originals(home)
    for source in originals.sources():
        if source.sha256 not in known:
            originals.discard(source.sha256)
    home.unfinished.unlink()
