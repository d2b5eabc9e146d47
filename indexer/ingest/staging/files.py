"""Where waiting files are kept.

::

    waiting/<sha256>.bin     bytes as they came, where originals are kept (`Home.objects`)
    waiting/<sha256>.json    what is known of them, a document of the home

Files are named by their content; the name that one came under is only shown. What was read of a file is
kept in its record, so that every process that serves the portal shows the same.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path

from indexer.archive.storage.home import Home
from indexer.errors import NotFound
from indexer.ingest.staging.item import Waiting, parse_item

_FOLDER = "waiting/"
_SUM = re.compile(r"[0-9a-f]{64}")
MOST_FILES = 1000
"""Files that may wait at once."""
GONE = "这个文件已经不在待发布的文件中。"
"""What is said of a file that waits no longer."""


class WaitingFiles:
    """The waiting files of one home, with their records. May be shared by threads and by processes."""

    def __init__(self, home: Home) -> None:
        """Read nothing yet."""
        self._documents, self._bytes = home.documents, home.objects

    def lock(self, wait: float) -> AbstractContextManager[None]:
        """Hold all waiting files, so that one publishes at a time.

        Args:
            wait: seconds to wait for another process.

        Raises:
            ArchiveBusy: another process still holds them then.
            ArchiveError: that cannot be written.
        """
        return self._documents.lock(_FOLDER, wait)

    def read_bytes(self, sha256: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            NotFound: it waits no longer.
        """
        try:
            return self._bytes.read(make_key(sha256))
        except FileNotFoundError:
            raise NotFound(GONE) from None

    @contextmanager
    def lend(self, items: Iterable[Waiting]) -> Iterator[dict[Path, Waiting]]:
        """Return files with the bytes of some items, by absolute path, to be read while the block runs; those
        that wait no longer are left out where bytes are kept elsewhere.
        """
        with ExitStack() as lent:
            found = {}
            for item in items:
                with suppress(FileNotFoundError):
                    found[lent.enter_context(self._bytes.lend(make_key(item.sha256))).absolute()] = item
            yield found

    def has_bytes(self, sha256: str) -> bool:
        """Whether the bytes of a file are there."""
        return bool(self._bytes.find(make_key(sha256)))

    def has(self, sha256: str) -> bool:
        """Whether a file waits."""
        return self._documents.has(_make_name(sha256))

    def read(self, sha256: str) -> Waiting | None:
        """Return the record of a file, None where there is none."""
        name = _make_name(sha256)
        return next((parse_item(sha256, data) for _, data in self._documents.read_all([name])), None)

    def list_all(self) -> list[Waiting]:
        """Return the records of all files, in no order."""
        names = self._documents.list_names(_FOLDER)
        return [
            parse_item(found[0], data)
            for name, data in self._documents.read_all(names)
            if (found := _SUM.search(name))
        ]

    def list_sizes(self) -> list[int]:
        """Return the sizes of all files in bytes."""
        return [found.size for found in self._bytes.list_all("waiting") if found.key.endswith(".bin")]

    def write(self, item: Waiting, data: bytes) -> None:
        """Keep a file.

        Raises:
            ArchiveError: it cannot be written.
        """
        # The record first: whatever stops this, nothing lies here that nobody sees.
        self.note(item)
        self._bytes.write(make_key(item.sha256), data)

    def note(self, item: Waiting) -> None:
        """Keep the record of a file, over the one before.

        Raises:
            ArchiveError: it cannot be written.
        """
        record = json.dumps(dataclasses.asdict(item), ensure_ascii=False)
        self._documents.write(_make_name(item.sha256), record.encode())

    def remove(self, sha256: str) -> None:
        """Delete a file and its record; one that is gone already is no error.

        Raises:
            ArchiveError: it cannot be deleted.
        """
        self._documents.delete(_make_name(sha256))
        self._bytes.delete(make_key(sha256))

    def complete_removals(self) -> None:
        """Delete what a stop left of files that were let go: bytes whose record was removed on purpose.

        Raises:
            ArchiveError: they cannot be deleted.
        """
        for key in list(self._bytes.list_keys("waiting")):
            sha256 = _SUM.search(key)
            if not sha256 or not key.endswith(".bin"):
                continue
            name = _make_name(sha256[0])
            if not self._documents.has(name) and self._documents.inventory.is_removed(name):
                self._bytes.delete(key)


def _make_name(sha256: str) -> str:
    return make_key(sha256).replace(".bin", ".json")


def make_key(sha256: str) -> str:
    """Return the key of a file's bytes.

    Raises:
        NotFound: no file has such a sum.
    """
    if not _SUM.fullmatch(sha256):
        raise NotFound(GONE)
    return f"{_FOLDER}{sha256}.bin"
