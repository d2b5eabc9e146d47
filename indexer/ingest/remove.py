"""Removes a report from the archive."""

from __future__ import annotations

from contextlib import closing

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Run, format_now
from indexer.archive.home import Home
from indexer.archive.originals import Originals
from indexer.ingest.entry import remove_report
from indexer.ingest.recovery import open_for_writing
from indexer.ingest.transaction import mark_unfinished
from indexer.settings import Settings


def remove(report_id: str, settings: Settings) -> None:
    """Remove a report from the archive; its original goes to the trash folder.

    Raises:
        NotFound: there is no such report.
    """
    home = Home(settings.home)
    with home.lock_for_writing(settings.wait_seconds):
        live = home.find_current()
        with closing(Catalogue(live.catalogue)) as catalogue:
            sha256 = catalogue.read_report(report_id).source.sha256
        with open_for_writing(home, live, settings) as archive:
            if not archive.catalogue.find_report(sha256):
                return  # removed already by a run that was stopped, and that is now complete
            began = format_now()
            with mark_unfinished(home):
                # The original goes first: a rebuild must not bring back what a stop left half removed.
                Originals(home).trash(sha256)
                run = Run("remove", began, format_now(), {"removed": 1}, ())
                remove_report(archive, report_id, [run])
