"""Removes a report from the archive."""

from __future__ import annotations

from contextlib import closing

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Run, now
from indexer.archive.home import Home
from indexer.archive.originals import Originals
from indexer.ingest.entry import take_out
from indexer.ingest.recovery import opened
from indexer.ingest.transaction import marked
from indexer.settings import Settings


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
