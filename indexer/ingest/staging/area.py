"""The waiting area: files that staff sent in, read and shown to them before anything is published.

::

    <home>/waiting/<sha256>.bin      bytes as they came, with <sha256>.json beside them

Files are named by their content; the name that one came under is only shown. What was read of a file is
kept beside it, so that every process that serves the portal shows the same.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from indexer.archive.acts import Act, Acts, Deed
from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.catalogue.records import format_now
from indexer.archive.corrections import Correction, Corrections
from indexer.archive.current import find_current_source
from indexer.archive.home import Home
from indexer.archive.inventory import Inventory
from indexer.archive.lock import lock_folder
from indexer.archive.originals import Originals
from indexer.archive.outcome import FileOutcome
from indexer.durable import guard_writes, write_atomically
from indexer.errors import (
    ArchiveError,
    CorrectionError,
    EmptySource,
    NianbaoError,
    NotFound,
    OversizedSource,
    SourceError,
)
from indexer.ingest.add import add
from indexer.ingest.opened import OpenedFile, open_file
from indexer.ingest.readers import Readers
from indexer.ingest.staging.item import Waiting, describe, read_item
from indexer.ingest.staging.preview import describe_withdrawal, make_preview
from indexer.settings import Settings
from indexer.sources.files import Origin
from indexer.sources.upload import holds, unpack

MOST_FILES = 1000
"""Files that may wait at once."""
_UPLOADS = "上传"
_GONE = "这个文件已经不在待发布的文件中。"
_UNREAD = "还没有读完，请稍候刷新；若一直如此，请丢弃后重新上传。"
_DAMAGED = "等待期间文件已损坏，请丢弃后重新上传。"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file that was sent in.

    Attributes:
        items: what waits now: one file, or those in an archive.
        refused: why others do not, a sentence each.
    """

    items: tuple[Waiting, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """What became of the files that were to be published, and the record of it (None if none was left)."""

    outcomes: tuple[FileOutcome, ...]
    act: Act | None = None


class WaitingArea:
    """The waiting area of one home. May be shared by threads and by processes."""

    def __init__(self, settings: Settings, readers: Readers | None = None) -> None:
        """Start nothing yet.

        Args:
            settings: limits, and the home.
            readers: what reads the files; its own, all in the sandbox, where none are given.
        """
        self._settings, self._readers = settings, readers or Readers(settings, sandbox_all=True)
        self._home = Home(settings.home)
        self._folder = self._home.waiting
        self._inventory = Inventory(self._home)

    def list_all(self) -> tuple[Waiting, ...]:
        """Return every waiting file, the last that came first."""
        records = filter(None, map(read_item, self._folder.glob("[0-9a-f]*.json")))
        return self._beside(sorted(records, key=lambda item: (item.at, item.name), reverse=True))

    def has(self, sha256: str) -> bool:
        """Whether a file waits."""
        return self._path(sha256).with_suffix(".json").exists()

    def has_room(self, size: int) -> bool:
        """Whether one more file of so many bytes may wait."""
        sizes = list(self._sizes())
        return len(sizes) < MOST_FILES and sum(sizes) + size <= self._settings.max_waiting_bytes

    def get(self, sha256: str) -> Waiting:
        """Return one waiting file.

        Raises:
            NotFound: there is none.
        """
        found = read_item(self._path(sha256).with_suffix(".json"))
        if not found:
            raise NotFound(_GONE)
        return self._beside([found])[0]

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
        self._complete_discarding()
        items, refused = [], []
        for label, each in unpack(data, name, self._settings.max_file_bytes):
            try:
                if isinstance(each, SourceError):
                    raise each
                came = Waiting("", label, len(each), who, "", _UNREAD, path=path)
                items.append(self._keep(each, came))
            except SourceError as error:
                refused.append(error.message)
        return Taken(self._beside(items), tuple(refused))

    def open_file(self, sha256: str) -> OpenedFile:
        """Read a waiting file again, for a person to compare and correct.

        Raises:
            NotFound: it waits no longer.
            SourceError, ArchiveDamaged: it, or what was corrected of it, cannot be read.
        """
        return open_file(*self.read_file(sha256), self._readers)

    def read_file(self, sha256: str) -> tuple[bytes, str]:
        """Return the bytes of a waiting file, and its name.

        Raises:
            NotFound: it waits no longer.
        """
        try:
            return self._path(sha256).read_bytes(), self.get(sha256).name
        except FileNotFoundError:
            raise NotFound(_GONE) from None

    def correct(self, sha256: str, correction: Correction) -> Waiting:
        """Keep a correction and read the file again with it.

        Raises:
            NotFound: it waits no longer.
            CorrectionError: it is published already; its report is to be corrected, which files it anew.
        """
        waiting = self.get(sha256)
        if published := find_current_source(self._home, sha256):
            raise CorrectionError(f"这份文件已经收录为 {published.report}，请在那份报告的页面上更正。")
        corrections = Corrections(self._home)
        before = corrections.read(sha256)
        corrections.store(sha256, dataclasses.replace(correction, at=format_now()))
        details = (waiting.name, *correction.compare(before))
        Acts(self._home).record(Act(Deed.CORRECT, correction.who, (), details, correction.reason))
        return self._beside([self._read(waiting)])[0]

    def discard_all(self, chosen: Iterable[str], who: str) -> int:
        """Let files go that a person has chosen; how many of them were there.

        Raises:
            ArchiveError: one of them cannot be deleted.
        """
        found = [read_item(self._path(sha256).with_suffix(".json")) for sha256 in dict.fromkeys(chosen)]
        items = [item for item in found if item]
        for item in items:
            self.discard(item.sha256)
        if items:
            Acts(self._home).record(Act(Deed.DISCARD, who, details=tuple(item.name for item in items)))
        return len(items)

    def discard(self, sha256: str) -> None:
        """Let a file go, and what was corrected of it unless it is published; one that is gone already is
        no error.

        Raises:
            ArchiveError: it cannot be deleted.
        """
        with guard_writes(self._folder):
            self._inventory.remove(self._path(sha256).with_suffix(".json"))
            self._path(sha256).unlink(missing_ok=True)
        if not Originals(self._home).has(sha256):
            Corrections(self._home).delete(sha256)

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
        with lock_folder(self._folder, self._settings.wait_seconds):
            self._complete_discarding()
            found = (read_item(self._path(sha256).with_suffix(".json")) for sha256 in dict.fromkeys(chosen))
            items = {self._path(item.sha256).absolute(): item for item in found if item}
            origins = {
                # Another file of the same name is no new version of this one for its name alone.
                path: Origin(item.name, item.path or f"{_UPLOADS}/{item.sha256[:8]}/{item.name}")
                for path, item in items.items()
                if holds(path, item.sha256)
            }
            outcomes: list[FileOutcome] = []
            if origins:
                add(
                    origins,
                    self._settings,
                    lambda outcome, _total: outcomes.append(outcome),
                    origins,
                    readers=self._readers,
                )
            for path, outcome in zip(origins, outcomes, strict=True):
                if outcome.status != "failed":
                    self.discard(items[path].sha256)
            damaged = (items[path].name for path in items.keys() - origins.keys())
            outcomes += [FileOutcome(name, "failed", message=_DAMAGED) for name in sorted(damaged)]
            return Publication(tuple(outcomes), self._record(outcomes, who))

    def _record(self, outcomes: Sequence[FileOutcome], who: str) -> Act | None:
        if not outcomes:
            return None
        reports = tuple(dict.fromkeys(outcome.id for outcome in outcomes if outcome.id))
        details = tuple(f"{outcome.path}：{outcome.message}" for outcome in outcomes if outcome.message)
        return Acts(self._home).record(Act(Deed.PUBLISH, who, reports, details))

    def _complete_discarding(self) -> None:
        """Delete what a stop left of files that were let go: bytes whose record was removed on purpose."""
        for path in self._folder.glob("*.bin"):
            record = path.with_suffix(".json")
            if not record.exists() and self._inventory.is_removed(record):
                with guard_writes(self._folder):
                    path.unlink(missing_ok=True)

    def _beside(self, items: Sequence[Waiting]) -> tuple[Waiting, ...]:
        """Items with what is to be said of them beside the reports that are published now."""
        with_notes, originals = [], Originals(self._home)
        with suppress(ArchiveError), closing(Catalogue(self._home.find_current().catalogue)) as catalogue:
            for item in items:
                if item.identity and not item.problem:
                    found = make_preview(catalogue, item.sha256, item.identity, item.body, item.sketch)
                    doubts = (*item.doubts, *found.doubts)
                    if not found.is_held and (withdrawn := originals.read_trashed(item.sha256)):
                        doubts = (*doubts, describe_withdrawal(withdrawn))
                    item = dataclasses.replace(item, doubts=doubts, notes=found.notes, others=found.others)
                with_notes.append(item)
            return tuple(with_notes)
        return tuple(items)

    def _path(self, sha256: str) -> Path:
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise NotFound(_GONE)
        return self._folder / f"{sha256}.bin"

    def _keep(self, data: bytes, came: Waiting) -> Waiting:
        name, most = came.name, self._settings.max_file_bytes
        if len(data) > most:
            raise OversizedSource(f"{name} 超过 {most / 1048576:g} MB 的上限，没有收下。")
        if not data.strip():
            raise EmptySource(f"{name} 是空文件，没有收下。")
        if not self.has_room(len(data)):
            raise OversizedSource(f"待发布的文件太多，没有收下 {name}；请先发布或丢弃一些。")
        sha256 = hashlib.sha256(data).hexdigest()
        item = dataclasses.replace(came, sha256=sha256, at=datetime.now(UTC).isoformat())
        # The record first: whatever stops this, nothing lies here that nobody sees.
        self._note(item)
        write_atomically(self._path(sha256), data)
        return self._read(item)

    def _sizes(self) -> Iterator[int]:
        for path in self._folder.glob("*.bin"):
            with suppress(FileNotFoundError):  # published or discarded at this moment
                yield path.stat().st_size

    def _note(self, item: Waiting) -> None:
        record = json.dumps(dataclasses.asdict(item), ensure_ascii=False)
        self._inventory.write(self._path(item.sha256).with_suffix(".json"), record.encode())

    def _read(self, item: Waiting) -> Waiting:
        """Return the item with what is understood of it now, kept."""
        came = (item.sha256, item.name, item.size, item.who, item.at)
        known, path = Waiting(*came, path=item.path), self._path(item.sha256)
        try:
            report, _ = self._readers.inspect(path, item.name)
            correction = Corrections(self._home).read(item.sha256)
        except NianbaoError as error:
            known = dataclasses.replace(known, problem=error.message.replace(str(path), item.name))
        else:
            known = describe(known, report, correction.parts)
        self._note(known)
        if not path.exists():
            self.discard(item.sha256)  # published or discarded while it was read
        return known
