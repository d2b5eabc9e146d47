"""Removes a report from the archive, and undoes that."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Run, format_now
from indexer.archive.contributions.acts import Act, Acts, Deed, clean_reason
from indexer.archive.contributions.attached_tables import Attachments
from indexer.archive.preservation.source import Withdrawal
from indexer.archive.preservation.trashed import TrashedOriginals
from indexer.archive.recognitions import Recognitions
from indexer.archive.storage.home import Home
from indexer.errors import NotFound
from indexer.ingest.entry import remove_report
from indexer.ingest.recovery import open_for_writing
from indexer.ingest.replacement import Replacement, reinstate_report
from indexer.ingest.transaction import mark_unfinished
from indexer.settings import Settings


def remove(report_id: str, settings: Settings, who: str = "", reason: str = "") -> None:
    """Remove a report from the archive; its original goes to the trash folder.

    Args:
        who: name of the person, and `reason` why, for the record.

    Raises:
        NotFound: there is no such report.
    """
    home = Home.of(settings)
    with home.lock_for_writing(settings.wait_seconds):
        live = home.find_current()
        with closing(Catalogue(live.database)) as catalogue:
            sha256 = catalogue.reports.read_report(report_id).source.sha256
        with open_for_writing(home, live, settings) as archive:
            if not archive.catalogue.reports.find_report(sha256):
                return  # removed already by a run that was stopped, and that is now complete
            began = format_now()
            with mark_unfinished(home):
                # The original goes first: a rebuild must not bring back what a stop left half removed.
                TrashedOriginals(home).trash(sha256, Withdrawal(who, clean_reason(reason), began))
                Attachments(home).trash(sha256)
                run = Run("remove", began, format_now(), {"removed": 1}, ())
                remove_report(archive, report_id, [run])
            Recognitions(home).delete(sha256)
    Acts(home).record(Act(Deed.WITHDRAW, who, (report_id,), reason=reason))


def undo_removal(report_id: str, settings: Settings, who: str = "") -> Replacement:
    """Publish a report again that was removed, as it was: its original comes back from the trash folder.

    Args:
        who: name of the person, for the record.

    Raises:
        NotFound: nothing of this id was removed, it is there again, or its original is kept no longer.
        ArchiveBusy: another process is writing.
        SourceError, ArchiveDamaged: its original or its correction cannot be read; it stays removed.
        ArchiveError: something cannot be written.
    """
    home = Home.of(settings)
    trashed = TrashedOriginals(home)
    with (
        home.lock_for_writing(settings.wait_seconds),
        open_for_writing(home, home.find_current(), settings) as archive,
    ):
        source = trashed.find(report_id)
        if not source:
            raise NotFound(f"撤下的报告中没有 {report_id[:80]}。")
        if known := archive.catalogue.reports.find_report(source.sha256):
            raise NotFound(f"这份文件已经重新收录为 {known}，不需要恢复。")
        with mark_unfinished(home):
            trashed.recover(source)
            Attachments(home).recover(source.sha256)
            began = format_now()
            run = Run("undo", began, format_now(), {"added": 1}, ())
            try:
                done = reinstate_report(archive, replace(source, withdrawn=None), [run])
            except Exception:
                if not archive.catalogue.reports.find_report(source.sha256):
                    trashed.trash(source.sha256)
                    Attachments(home).trash(source.sha256)
                raise
        trashed.delete_record(source.sha256)
    Acts(home).record(Act(Deed.UNDO, who, (done.id,)))
    return done
