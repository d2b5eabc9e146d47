"""Lets files into the waiting area: an archive unpacked, each file checked, stored and then read."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from indexer.errors import EmptySource, OversizedSource, SourceError
from indexer.ingest.staging.files import MOST_FILES, WaitingFiles
from indexer.ingest.staging.item import Waiting
from indexer.settings import Settings
from indexer.sources.upload import unpack

_UNREAD = "还没有读完，请稍候刷新；若一直如此，请丢弃后重新上传。"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file that was sent in.

    Attributes:
        items: what waits now: one file, or those in an archive.
        refused: why others do not, a sentence each.
    """

    items: tuple[Waiting, ...]
    refused: tuple[str, ...]


class Intake:
    """The way into the waiting area of one home. May be shared by threads."""

    def __init__(self, settings: Settings, files: WaitingFiles, read: Callable[[Waiting], Waiting]) -> None:
        """Store nothing yet.

        Args:
            settings: how large files may be, each and together.
            files: those that wait.
            read: returns a stored item with what is understood of it.
        """
        self._settings, self._files, self._read = settings, files, read

    def has_room(self, size: int) -> bool:
        """Whether one more file of so many bytes may wait."""
        sizes = self._files.list_sizes()
        return len(sizes) < MOST_FILES and sum(sizes) + size <= self._settings.max_waiting_bytes

    def take(self, data: bytes, name: str, who: str, path: str = "") -> Taken:
        """Store a file, or every file in an archive, and have it read (`WaitingArea.take`)."""
        self._files.complete_removals()
        items, refused = [], []
        for label, each in unpack(data, name, self._settings.max_file_bytes):
            try:
                if isinstance(each, SourceError):
                    raise each
                came = Waiting("", label, len(each), who, "", _UNREAD, path=path)
                items.append(self._store(each, came))
            except SourceError as error:
                refused.append(error.message)
        return Taken(tuple(items), tuple(refused))

    def _store(self, data: bytes, came: Waiting) -> Waiting:
        name, most = came.name, self._settings.max_file_bytes
        if len(data) > most:
            raise OversizedSource(f"{name} 超过 {most / 1048576:g} MB 的上限，没有收下。")
        if not data.strip():
            raise EmptySource(f"{name} 是空文件，没有收下。")
        if not self.has_room(len(data)):
            raise OversizedSource(f"待发布的文件太多，没有收下 {name}；请先发布或丢弃一些。")
        sha256 = hashlib.sha256(data).hexdigest()
        item = dataclasses.replace(came, sha256=sha256, at=datetime.now(UTC).isoformat())
        self._files.write(item, data)
        return self._read(item)
