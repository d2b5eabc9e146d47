"""Objects as files of a folder: of the home itself, or of one that several machines share.

`obstore` opens folders too, but does not wait until the bytes are on the disk (`fsync`): a power failure
would leave originals empty that are published. So files are written as everything else in a home is.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from indexer.archive.storage.objects.base import ObjectInfo
from indexer.durable import (
    delete_abandoned,
    guard_writes,
    is_temporary,
    move_into_place,
    sync_file,
    write_atomically,
)


class FolderStore:
    """The objects of one folder; a key is the path of a file in it."""

    width = 1

    def __init__(self, root: Path) -> None:
        """Make nothing yet."""
        self._root = root

    @property
    def shown(self) -> str:
        """The path of the folder."""
        return str(self._root)

    def find_path(self, key: str) -> Path:
        """Return where an object is, or would be."""
        return self._root / key

    def read(self, key: str) -> bytes:
        """Return the bytes of an object.

        Raises:
            OSError: there is none, or it cannot be read.
        """
        return self.find_path(key).read_bytes()

    def find(self, key: str) -> ObjectInfo | None:
        """Return what is known of an object; None where there is none."""
        try:
            return _describe(key, self.find_path(key).stat())
        except OSError:
            return None

    def write(self, key: str, data: bytes) -> None:
        """Write an object, over what there was.

        Raises:
            ArchiveError: it cannot be written.
        """
        write_atomically(self.find_path(key), data)

    def create(self, key: str, data: bytes) -> bool:
        """Write an object where there is none; return False where there is one, which stays.

        Raises:
            ArchiveError: it cannot be written.
        """
        path = self.find_path(key)
        with guard_writes(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(data)
                sync_file(Path(temporary))
                # A second name is refused where the name is taken; a rename would take its place.
                path.hardlink_to(temporary)
                sync_file(path.parent)
            except FileExistsError:
                return False
            finally:
                Path(temporary).unlink(missing_ok=True)
        return True

    def move(self, key: str, to: str) -> bool:
        """Move an object, over what there was; return False where there is none.

        Raises:
            ArchiveError: it cannot be moved.
        """
        path, target = self.find_path(key), self.find_path(to)
        if not path.exists():
            return False
        with guard_writes(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        move_into_place(path, target)
        return True

    def delete(self, key: str) -> None:
        """Delete an object; one that is gone already is no error.

        Raises:
            ArchiveError: it cannot be deleted.
        """
        with guard_writes(self.find_path(key)):
            self.find_path(key).unlink(missing_ok=True)

    def list_keys(self, folder: str) -> Iterator[str]:
        """Yield the keys of all objects in a folder and in those below it, in no order."""
        for above, _, names in os.walk(self._root / folder):
            beginning = Path(above).relative_to(self._root).as_posix()
            for name in names:
                if not name.startswith("."):
                    yield f"{beginning}/{name}"

    def list_all(self, folder: str) -> Iterator[ObjectInfo]:
        """Yield what is known of each of them; those that are gone meanwhile are left out."""
        return (found for key in self.list_keys(folder) if (found := self.find(key)))

    def read_all(self, folder: str, suffix: str) -> Iterator[tuple[str, bytes | None]]:
        """Yield key and bytes of all objects in a folder whose key has a suffix; None where they cannot be
        read.
        """
        for key in self.list_keys(folder):
            if key.endswith(suffix):
                try:
                    yield key, self.read(key)
                except OSError:
                    yield key, None

    @contextmanager
    def lend(self, key: str) -> Iterator[Path]:
        """Return the file itself."""
        yield self.find_path(key)

    def serve(self, key: str) -> Path:
        """Return the file itself.

        Raises:
            FileNotFoundError: there is none.
        """
        return self.find_path(key).resolve(strict=True)

    def delete_unfinished(self) -> None:
        """Delete files that were not finished: those of originals at once, which only who has the lock
        writes, others when they are old.
        """
        delete_abandoned(self._root, ("trash/.*", "waiting/.*", "attached/??/.*"))
        for path in self._root.glob("originals/??/.*"):
            with suppress(FileNotFoundError):
                if is_temporary(path):
                    path.unlink()


def _describe(key: str, state: os.stat_result) -> ObjectInfo:
    return ObjectInfo(key, state.st_size, datetime.fromtimestamp(state.st_mtime, UTC))
