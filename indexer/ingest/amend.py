"""Amends what is published: a report's year, body or division, and which of its versions is current."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from indexer.archive.catalogue.records import Record, Run, format_now
from indexer.archive.contributions.acts import Act, Acts, Deed
from indexer.archive.contributions.corrections import Correction, Corrections
from indexer.archive.storage.home import Home
from indexer.errors import NianbaoError
from indexer.ingest.recovery import open_for_writing
from indexer.ingest.replacement import Replacement, replace_report
from indexer.ingest.transaction import WritableArchive, mark_unfinished
from indexer.settings import Settings


def correct(report_id: str, correction: Correction, settings: Settings) -> Replacement:
    """Store a correction of a published report, and publish the report under it; readers see it before or
    after.

    Its place in the order of adding stays: where it turns out to be a version of another report, the one
    that was added last is current, as always.

    Raises:
        Moved, NotFound: there is no such report by this id.
        ArchiveBusy: another process is writing.
        SourceError, ArchiveDamaged: its original or what was corrected before cannot be read; all stays.
        ArchiveError: something cannot be written.
    """
    with _open_report(report_id, settings) as opened:
        corrections = Corrections(opened.archive.home)
        sha256 = opened.record.source.sha256
        before = corrections.read(sha256)
        now = format_now()
        correction = replace(correction, at=now, given=now)
        with mark_unfinished(opened.archive.home, sha256):
            corrections.store(sha256, correction)
            try:
                done = opened.replace("correct")
            except NianbaoError:
                corrections.store(sha256, before)
                raise
    details = tuple(correction.compare(before))
    Acts(Home.of(settings)).record(Act(Deed.CORRECT, correction.who, (done.id,), details, correction.reason))
    return done


def show(report_id: str, settings: Settings, who: str = "") -> Replacement:
    """Make one version of a report the current one, until a newer one is added.

    It is put at the end of the order of adding, which its original's record keeps: a rebuild, which goes
    by that order, comes to the same.

    Args:
        who: name of the person, for the record.

    Raises:
        Moved, NotFound: there is no such report by this id.
        ArchiveBusy: another process is writing.
        SourceError, ArchiveDamaged: its original cannot be read; all stays.
        ArchiveError: something cannot be written.
    """
    with _open_report(report_id, settings) as opened:
        record = opened.record
        if not record.superseded_by:
            return Replacement(record.source, report_id, (), (), is_current=True)
        with mark_unfinished(opened.archive.home, record.source.sha256):
            done = opened.replace("show", last=True)
    Acts(Home.of(settings)).record(Act(Deed.SHOW, who, (done.id,)))
    return done


@dataclass(frozen=True, slots=True)
class _OpenReport:
    """A report of an archive that is open for writing."""

    archive: WritableArchive
    record: Record

    def replace(self, command: str, last: bool = False) -> Replacement:
        began = format_now()
        run = Run(command, began, format_now(), {"updated": 1}, ())
        return replace_report(self.archive, self.record, last, [run])


@contextmanager
def _open_report(report_id: str, settings: Settings) -> Iterator[_OpenReport]:
    home = Home.of(settings)
    with (
        home.lock_for_writing(settings.wait_seconds),
        open_for_writing(home, home.find_current(), settings) as archive,
    ):
        yield _OpenReport(archive, archive.catalogue.reports.read_report(report_id))
