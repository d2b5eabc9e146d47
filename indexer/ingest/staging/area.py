"""The waiting area: files that staff sent in, read and shown to them before anything is published."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence

from indexer.archive.catalogue.records import format_now
from indexer.archive.contributions.acts import Act, Acts, Deed
from indexer.archive.contributions.corrections import Correction, Corrections
from indexer.archive.preservation.originals import Originals
from indexer.archive.recognitions import Recognitions
from indexer.archive.storage.current import find_current_source
from indexer.archive.storage.home import Home
from indexer.errors import (
    CorrectionError,
    EmptySource,
    NotFound,
)
from indexer.ingest.opened import OpenedFile, open_file
from indexer.ingest.reading.readers import Readers
from indexer.ingest.staging.completion import complete_items
from indexer.ingest.staging.files import GONE, WaitingFiles
from indexer.ingest.staging.intake import Intake, Taken
from indexer.ingest.staging.item import Waiting
from indexer.ingest.staging.item_reader import ItemReader
from indexer.ingest.staging.publication import STILL_RECOGNISING, Publication, add_items, record
from indexer.settings import Settings


class WaitingArea:
    """The waiting area of one home. May be shared by threads and by processes."""

    def __init__(
        self, settings: Settings, readers: Readers | None = None, postpone: Callable[[], None] | None = None
    ) -> None:
        """Start nothing yet.

        Args:
            settings: limits, and the home.
            readers: what reads the files; its own, all in the sandbox, where none are given.
            postpone: called when a file waits to be recognised, which another does then (`recognise_next`);
                where it is not given, pages that are pictures are recognised at once or not at all.
        """
        self._postpone = postpone
        self._settings, self._readers = settings, readers or Readers(settings, sandbox_all=True)
        self._home = Home.of(settings)
        self._files = WaitingFiles(self._home)
        self._items = ItemReader(self._home, self._readers)
        self._intake = Intake(settings, self._files, self._read)

    def list_all(self) -> tuple[Waiting, ...]:
        """Return every waiting file, the last that came first."""
        items = sorted(self._files.list_all(), key=lambda item: (item.at, item.name), reverse=True)
        return complete_items(self._home, items)

    def has(self, sha256: str) -> bool:
        """Whether a file waits."""
        return self._files.has(sha256)

    def has_room(self, size: int) -> bool:
        """Whether one more file of so many bytes may wait."""
        return self._intake.has_room(size)

    def get(self, sha256: str) -> Waiting:
        """Return one waiting file.

        Raises:
            NotFound: there is none.
        """
        found = self._files.read(sha256)
        if not found:
            raise NotFound(GONE)
        return self._complete([found])[0]

    def take(self, data: bytes, name: str, who: str, path: str = "") -> Taken:
        """Put a file into the waiting area and read it; a ZIP archive gives every file in it.

        What is empty, damaged, too large or too much is refused, and the rest of an archive goes on.

        Args:
            data: bytes as they came.
            name: the name that they came under.
            who: name of the person who sent them.
            path: where they came from, if a later file from there is to supersede this one.

        Raises:
            ArchiveError: the waiting area cannot be written.
        """
        taken = self._intake.take(data, name, who, path)
        return dataclasses.replace(taken, items=self._complete(taken.items))

    def open_file(self, sha256: str) -> OpenedFile:
        """Read a waiting file again, for a person to compare and correct.

        Raises:
            NotFound: it waits no longer.
            SourceError, ArchiveDamaged: it, or what was corrected of it, cannot be read; or not yet.
        """
        if self.get(sha256).unrecognised:
            raise EmptySource(STILL_RECOGNISING)
        return open_file(*self.read_file(sha256), self._readers)

    def read_file(self, sha256: str) -> tuple[bytes, str]:
        """Return the bytes of a waiting file, and its name.

        Raises:
            NotFound: it waits no longer.
        """
        return self._files.read_bytes(sha256), self.get(sha256).name

    def correct(self, sha256: str, correction: Correction) -> Waiting:
        """Keep a correction and read the file again with it.

        Raises:
            NotFound: it waits no longer.
            CorrectionError: it is published already; its report is to be corrected, which files it anew.
        """
        waiting = self.get(sha256)
        if waiting.unrecognised:
            raise CorrectionError(STILL_RECOGNISING)
        if published := find_current_source(self._home, sha256):
            raise CorrectionError(f"这份文件已经收录为 {published.report}，请在那份报告的页面上更正。")
        corrections = Corrections(self._home)
        before = corrections.read(sha256)
        corrections.store(sha256, dataclasses.replace(correction, at=format_now()))
        details = (waiting.name, *correction.compare(before))
        Acts(self._home).record(Act(Deed.CORRECT, correction.who, (), details, correction.reason))
        return self._complete([self._read(waiting)])[0]

    def recognise_next(self) -> bool:
        """Recognise the file that has waited longest for it, and read it; False where none does.

        Raises:
            ArchiveError: what becomes of it cannot be written.
        """
        items = [item for item in self._files.list_all() if item.unrecognised]
        if not items:
            return False
        item = min(items, key=lambda item: item.at)

        def check(_name: str, _number: int, _count: int) -> None:
            self.get(item.sha256)  # one that was let go meanwhile takes no more of the processor

        self._readers.recogniser.on_page = check
        self._read(item)
        return True

    def discard_all(self, chosen: Iterable[str], who: str) -> int:
        """Let files go that a person has chosen; how many of them were there.

        Raises:
            ArchiveError: one of them cannot be deleted.
        """
        found = [self._files.read(sha256) for sha256 in dict.fromkeys(chosen)]
        items = [item for item in found if item]
        for item in items:
            self.discard(item.sha256)
        if items:
            Acts(self._home).record(Act(Deed.DISCARD, who, details=tuple(item.name for item in items)))
        return len(items)

    def discard(self, sha256: str) -> None:
        """Let a file go, and what was corrected of it and recognised in it unless it is published; one that
        is gone already is no error.

        Raises:
            ArchiveError: it cannot be deleted.
        """
        self._files.remove(sha256)
        if not Originals(self._home).has(sha256):
            Corrections(self._home).delete(sha256)
            Recognitions(self._home).delete(sha256)

    def publish(self, chosen: Iterable[str], who: str = "") -> Publication:
        """Take waiting files into the archive as `nianbao add` does; those that were let in wait no longer.

        Those that wait no longer, as somebody else has published or discarded them, are passed over.

        Args:
            chosen: SHA-256 of the files.
            who: name of the person who publishes them, for the record.

        Raises:
            ArchiveBusy: another process is writing; all go on waiting.
            ArchiveError: the archive cannot be written.
        """
        # One at a time: what two choose at once is published by one, and gone for the other.
        with self._files.lock(self._settings.wait_seconds):
            self._files.complete_removals()
            found = (self._files.read(sha256) for sha256 in dict.fromkeys(chosen))
            items = [item for item in found if item]
            with self._files.lend(items) as lent:
                added = add_items(lent, self._readers)
            for item in added.done:
                self.discard(item.sha256)
            return record(added, who, self._home)

    def _complete(self, items: Sequence[Waiting]) -> tuple[Waiting, ...]:
        """Some of the items that wait, completed; the others are looked at only for spreadsheets."""
        others = self._files.list_all() if any(item.loose for item in items) else []
        known = {item.sha256 for item in items}
        return complete_items(self._home, items, [each for each in others if each.sha256 not in known])

    def _read(self, item: Waiting) -> Waiting:
        """Return the item with what is understood of it now, kept."""
        known = item
        with self._files.lend([item]) as lent:
            for path in lent:
                known = self._items.read(item, path, self._postpone is not None)
        self._files.note(known)
        if not self._files.has_bytes(item.sha256):
            self.discard(item.sha256)  # published or discarded while it was read
        elif known.unrecognised and self._postpone:
            self._postpone()
        return known
