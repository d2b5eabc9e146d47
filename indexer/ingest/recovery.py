"""Opens catalogue and index for writing, and completes what a stopped writer left undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.contributions.transfer import adopt_contributions
from indexer.archive.meanings import open_meanings
from indexer.archive.preservation.claim import settle_originals
from indexer.archive.preservation.originals import Originals
from indexer.archive.preservation.trashed import TrashedOriginals
from indexer.archive.storage.generations import Generation
from indexer.archive.storage.home import UNFINISHED, Home
from indexer.archive.storage.index import open_index
from indexer.durable import guard_writes
from indexer.errors import ArchiveBusy, ArchiveDamaged, ArchiveMissing, NotFound, SourceError
from indexer.ingest.entry import make_entries, remove_report
from indexer.ingest.replacement import replace_report
from indexer.ingest.transaction import WritableArchive, open_transaction
from indexer.settings import Settings


@contextmanager
def open_for_writing(
    home: Home, generation: Generation, settings: Settings, create: bool = False
) -> Iterator[WritableArchive]:
    """Open catalogue and index of a generation, brought in step if a stop left them apart.

    Args:
        create: make a new catalogue.

    Raises:
        ArchiveDamaged: one of them cannot be read, or the catalogue is another version's.
        ArchiveError: what a stop left cannot be completed, for it cannot be written.
        SettingError: the sentence model that the settings name is not there.
    """
    if create:
        adopt_contributions(home)
    settle_originals(home)
    catalogue = Catalogue(generation.database, create)
    with closing(catalogue), closing(open_index(generation, catalogue, settings)) as engine:
        if catalogue.outdated:
            raise ArchiveDamaged(
                f"目录库 {generation.database} 是另一版本的程序建成的，请先用 nianbao reindex 从原文件重建。"
            )
        archive = WritableArchive(home, catalogue, engine, settings, open_meanings(home, settings))
        if not create:
            with guard_writes(home.path):
                unfinished = home.documents.has(UNFINISHED)
                if unfinished:
                    home.sweep()
                    _complete_originals(archive)
                _reconcile(archive)
                if unfinished:
                    _complete_amending(archive)
                home.documents.delete(UNFINISHED)
        yield archive


def recover(settings: Settings) -> None:
    """Complete what a stopped writer left undone, and delete files that it left unfinished. Where another
    process is writing, or nothing was ever published, there is nothing to do.

    Raises:
        ArchiveError: catalogue or index cannot be read, or it cannot be written.
    """
    home = Home.of(settings)
    with (
        suppress(ArchiveMissing, ArchiveBusy),
        home.lock_for_writing(),
        open_for_writing(home, home.find_current(), settings),
    ):
        home.sweep()


def _reconcile(archive: WritableArchive) -> None:
    """Bring an index in step that a stop left behind its catalogue.

    A catalogue says which commit of the index goes with it; only where that is another one are all
    reports compared.
    """
    catalogue, engine = archive.catalogue, archive.engine
    if catalogue.read_index_generation() == engine.read_generation():
        return
    wanted, indexed = catalogue.reports.list_current(), engine.list_reports()
    with open_transaction(archive) as batch:
        for report_id in indexed - wanted:
            batch.index.remove(report_id)
        for report_id in sorted(wanted - indexed):
            report = catalogue.reports.read_report(report_id).report
            batch.index.add(make_entries(report_id, report, archive.settings))


def _complete_originals(archive: WritableArchive) -> None:
    """After a stop: trash the originals that were being added, and remove the reports that were being
    removed.
    """
    originals, trashed = Originals(archive.home), TrashedOriginals(archive.home)
    originals.delete_unfinished()
    known = archive.catalogue.reports.list_originals()
    for sha256 in originals.list_known() - known.keys():
        trashed.trash(sha256)
    for sha256 in sorted(known.keys() & trashed.list_half_trashed()):
        remove_report(archive, known[sha256])
        trashed.trash(sha256)


def _complete_amending(archive: WritableArchive) -> None:
    """After a stop: replace the report that was being amended, by what was stored of it before the stop."""
    catalogue = archive.catalogue
    report_id = catalogue.reports.find_report(
        archive.home.documents.read(UNFINISHED).decode("ascii", "replace")
    )
    if report_id:
        # An original that cannot be read keeps nobody from writing: the report stays as it is published.
        with suppress(SourceError, NotFound, ArchiveDamaged):
            replace_report(archive, catalogue.reports.read_report(report_id))
