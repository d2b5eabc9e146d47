"""Documents as files of the home."""

from __future__ import annotations

import heapq
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from indexer.archive.storage.documents.base import GONE, DocumentStore, is_listed, sum_up
from indexer.archive.storage.documents.journal import JournalInventory
from indexer.archive.storage.lock import lock_file, lock_folder
from indexer.durable import guard_writes, write_atomically


class FolderDocuments(DocumentStore):
    """The documents of one folder; a name is the path of a file in it."""

    def __init__(self, root: Path) -> None:
        """Make nothing yet."""
        self._root = root
        self.inventory = self._journal = JournalInventory(root)

    def show(self, name: str) -> str:
        """Return the path."""
        return str(self._root / name)

    def has(self, name: str) -> bool:
        """Whether there is a file."""
        return (self._root / name).exists()

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        return (self._root / name).read_bytes()

    def read_stamp(self, name: str) -> tuple[int, int, int] | None:
        """Return the state of a file.

        Raises:
            OSError: it cannot be looked at.
        """
        try:
            state = (self._root / name).stat()
        except FileNotFoundError:
            return None
        return state.st_ino, state.st_mtime_ns, state.st_size

    def list_names(self, beginning: str, suffix: str = ".json") -> list[str]:
        """Return the paths in the folder of the files, and of those in folders below."""
        found = []
        folder = beginning.rpartition("/")[0]
        for above, _, files in os.walk(self._root / folder):
            parent = Path(above).relative_to(self._root).as_posix()
            for file in files:
                name = f"{parent}/{file}" if folder else file
                if not file.startswith(".") and name.startswith(beginning) and name.endswith(suffix):
                    found.append(name)
            if not folder:
                break  # what lies right in the home
        return sorted(found)

    def list_latest(self, beginning: str, most: int) -> list[str]:
        """Return the paths of the files that were changed last."""
        files: list[tuple[float, str]] = []
        with suppress(OSError), os.scandir(self._root / beginning) as entries:
            for entry in entries:
                if entry.name.endswith(".json") and not entry.name.startswith("."):
                    files.append((entry.stat().st_mtime, f"{beginning}{entry.name}"))
        return [name for _, name in heapq.nlargest(most, files)]

    def read_all(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Read one file after the other."""
        for name in names:
            try:
                yield name, self.read(name)
            except FileNotFoundError:
                continue
            except OSError:
                yield name, None

    def write(self, name: str, data: bytes) -> None:
        """Write a file.

        Raises:
            ArchiveError: it, or that it is there, cannot be written; the former file remains.
        """
        with self._change(name, sum_up(data)):
            write_atomically(self._root / name, data)

    def write_all(self, documents: Iterable[tuple[str, bytes]]) -> None:
        """Write one file after the other; the journal says nothing of them."""
        for name, data in documents:
            write_atomically(self._root / name, data)

    def delete(self, name: str) -> None:
        """Delete a file.

        Raises:
            ArchiveError: that, or that it is gone, cannot be written.
        """
        path = self._root / name
        if path.exists():
            with self._change(name, GONE), guard_writes(path):
                path.unlink(missing_ok=True)

    def lock(self, name: str, wait: float = 10) -> AbstractContextManager[None]:
        """Hold a file beside it, or in the folder."""
        path = self._root / name
        return lock_folder(path, wait) if name.endswith("/") else lock_file(path, wait)

    def _change(self, name: str, digest: str) -> AbstractContextManager[None]:
        return self._journal.change(name, digest) if is_listed(name) else nullcontext()
