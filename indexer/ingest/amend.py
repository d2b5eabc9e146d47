"""Amending what is published: a report's year, body or division, and which of its versions is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import Record, Run, now
from indexer.archive.corrections import Correction, Corrections
from indexer.archive.home import Home
from indexer.errors import NianbaoError
from indexer.ingest.recovery import opened
from indexer.ingest.refiling import Refiled, amend
from indexer.ingest.transaction import marked
from indexer.search.engines.base import Engine
from indexer.settings import Settings


def correct(report_id: str, correction: Correction, settings: Settings) -> Refiled:
    """Keep a correction of a published report, and file it anew by it; readers see it before or after.

    Its place in the order of taking in stays: where it turns out to be a version of another report, the one
    that was taken in last is shown, as always.

    Raises:
        Moved, NotFound: there is no such report by this id.
        ArchiveBusy: another process is writing.
        SourceError, ArchiveDamaged: its original or what was corrected before cannot be read; all stays.
        ArchiveError: something cannot be written.
    """
    with _writing(report_id, settings) as it:
        corrections = Corrections(it.home)
        sha256 = it.record.source.sha256
        before = corrections.of(sha256)
        with marked(it.home, sha256):
            corrections.keep(sha256, correction)
            try:
                return it.amend("correct")
            except NianbaoError:
                corrections.keep(sha256, before)
                raise


def show(report_id: str, settings: Settings) -> Refiled:
    """Have one version of a report shown instead of the others, until a newer one is taken in.

    It is put at the end of the order of taking in, which its original's record keeps: a rebuild, which goes
    by that order, comes to the same.

    Raises:
        Moved, NotFound: there is no such report by this id.
        ArchiveBusy: another process is writing.
        SourceError, ArchiveDamaged: its original cannot be read; all stays.
        ArchiveError: something cannot be written.
    """
    with _writing(report_id, settings) as it:
        if not it.record.superseded_by:
            return Refiled(it.record.source, report_id, (), (), shown=True)
        with marked(it.home, it.record.source.sha256):
            return it.amend("show", last=True)


@dataclass(frozen=True, slots=True)
class _Open:
    home: Home
    catalogue: Catalogue
    engine: Engine
    settings: Settings
    record: Record

    def amend(self, command: str, last: bool = False) -> Refiled:
        began = now()
        run = Run(command, began, now(), {"updated": 1}, ())
        return amend(self.home, self.catalogue, self.engine, self.settings, self.record, last, [run])


@contextmanager
def _writing(report_id: str, settings: Settings) -> Iterator[_Open]:
    """An archive open for changing one report."""
    home = Home(settings.home)
    with (
        home.writing(settings.wait_seconds),
        opened(home, home.current(), settings) as (catalogue, engine),
    ):
        yield _Open(home, catalogue, engine, settings, catalogue.record(report_id))
