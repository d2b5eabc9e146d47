"""Where waiting files are kept.

::

    <home>/waiting/<sha256>.bin      bytes as they came, with <sha256>.json beside them

Files are named by their content; the name that one came under is only shown. What was read of a file is
kept beside it, so that every process that serves the portal shows the same.
"""

from __future__ import annotations

import dataclasses
import json
import re
from contextlib import suppress
from pathlib import Path

from indexer.archive.contributions.inventory import Inventory
from indexer.archive.storage.home import Home
from indexer.durable import guard_writes, write_atomically
from indexer.errors import NotFound
from indexer.ingest.staging.item import Waiting, read_item

MOST_FILES = 1000
"""Files that may wait at once."""
GONE = "这个文件已经不在待发布的文件中。"
"""What is said of a file that waits no longer."""


class WaitingFiles:
    """The waiting files of one home, with their records. May be shared by threads and by processes."""

    def __init__(self, home: Home) -> None:
        """Read nothing yet."""
        self._folder, self._inventory = home.waiting, Inventory(home)

    def find_path(self, sha256: str) -> Path:
        """Return where the bytes of a file are, or would be.

        Raises:
            NotFound: no file has such a sum.
        """
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise NotFound(GONE)
        return self._folder / f"{sha256}.bin"

    def has(self, sha256: str) -> bool:
        """Whether a file waits."""
        return self._find_record(sha256).exists()

    def read(self, sha256: str) -> Waiting | None:
        """Return the record of a file, None where there is none."""
        return read_item(self._find_record(sha256))

    def list_all(self) -> list[Waiting]:
        """Return the records of all files, in no order."""
        return [item for path in self._folder.glob("[0-9a-f]*.json") if (item := read_item(path))]

    def list_sizes(self) -> list[int]:
        """Return the sizes of all files in bytes."""
        sizes = []
        for path in self._folder.glob("*.bin"):
            with suppress(FileNotFoundError):  # published or discarded at this moment
                sizes.append(path.stat().st_size)
        return sizes

    def write(self, item: Waiting, data: bytes) -> None:
        """Keep a file.

        Raises:
            ArchiveError: it cannot be written.
        """
        # The record first: whatever stops this, nothing lies here that nobody sees.
        self.note(item)
        write_atomically(self.find_path(item.sha256), data)

    def note(self, item: Waiting) -> None:
        """Keep the record of a file, over the one before.

        Raises:
            ArchiveError: it cannot be written.
        """
        record = json.dumps(dataclasses.asdict(item), ensure_ascii=False)
        self._inventory.write(self._find_record(item.sha256), record.encode())

    def remove(self, sha256: str) -> None:
        """Delete a file and its record; one that is gone already is no error.

        Raises:
            ArchiveError: it cannot be deleted.
        """
        with guard_writes(self._folder):
            self._inventory.remove(self._find_record(sha256))
            self.find_path(sha256).unlink(missing_ok=True)

    def complete_removals(self) -> None:
        """Delete what a stop left of files that were let go: bytes whose record was removed on purpose.

        Raises:
            ArchiveError: they cannot be deleted.
        """
        for path in self._folder.glob("*.bin"):
            record = path.with_suffix(".json")
            if not record.exists() and self._inventory.is_removed(record):
                with guard_writes(self._folder):
                    path.unlink(missing_ok=True)

    def _find_record(self, sha256: str) -> Path:
        return self.find_path(sha256).with_suffix(".json")
