"""Lists that were made as files before, kept beside the generation that they tell of.

They are worth a minute of a processor, no more: where one cannot be written or read, it is made anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

_PIECE = 1 << 16  # bytes that are read at a time
_ABANDONED = 3600  # seconds after which a draft is of a process that was killed


class KeptLists:
    """The kept files of one generation. May be shared by threads and processes."""

    def __init__(self, folder: Path, most: int = 12, most_bytes: int = 64 << 20) -> None:
        """Args:
        folder: where they lie; made when the first one is kept.
        most: how many are kept, the latest ones; most_bytes: how large each may be.
        """
        self._folder, self._most, self._most_bytes = folder, most, most_bytes

    def read(self, name: str) -> Iterator[bytes] | None:
        """Return the pieces of a kept file; None where it is not kept.

        Args:
            name: says all that it depends on.
        """
        try:
            file = self._find_path(name).open("rb")
        except OSError:
            return None
        return _read_pieces(file)

    def keep(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces of a file that is being made; once the last was asked for, it is kept."""
        draft = _Draft(self._folder, self._most_bytes)
        try:
            for piece in pieces:
                draft.write(piece)
                yield piece
            draft.finish(self._find_path(name))
            self._prune()
        finally:
            draft.drop()

    def _find_path(self, name: str) -> Path:
        return self._folder / hashlib.sha256(name.encode()).hexdigest()[:40]

    def _prune(self) -> None:
        """Delete all but the latest files, and what was left unfinished."""
        with suppress(OSError):
            found = {path: path.stat().st_mtime for path in self._folder.iterdir()}
            kept = sorted((p for p in found if p.name[0] != "."), key=lambda p: -found[p])
            old = [p for p in found if p.name[0] == "." and time.time() - found[p] > _ABANDONED]
            for path in (*kept[self._most :], *old):
                path.unlink(missing_ok=True)


class _Draft:
    """A file that is being written, as far as the disk allows."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._left = most_bytes
        self._file: BinaryIO | None = None
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
            descriptor, path = tempfile.mkstemp(dir=folder, prefix=".")
            self._file, self._path = os.fdopen(descriptor, "wb"), Path(path)

    def write(self, piece: bytes) -> None:
        """Write a piece; a file that grows too large is dropped."""
        self._left -= len(piece)
        if self._left < 0:
            self.drop()
        elif self._file:
            try:
                self._file.write(piece)
            except OSError:
                self.drop()

    def finish(self, path: Path) -> None:
        """Give the file its name, if it is whole."""
        if self._file:
            with suppress(OSError):
                self._file.close()
                self._path.replace(path)
                self._file = None

    def drop(self) -> None:
        """Delete the file, unless it is finished."""
        if self._file:
            with suppress(OSError):
                self._file.close()
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
            self._file = None


def _read_pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
