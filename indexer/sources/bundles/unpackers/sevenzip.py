"""Unpacks 7z archives with py7zr, an extra of this program: it brings seven compiled packages along."""

from __future__ import annotations

from pathlib import Path

import py7zr
from py7zr.exceptions import PasswordRequired, UnsupportedCompressionMethodError

from indexer.sources.bundles.store import Store


def unpack(path: Path, store: Store) -> None:
    """Put the files of an archive into a store; links are none.

    Raises:
        OversizedSource: there are too many files or bytes.
        UnreadableSource: locked, or packed in a way that py7zr does not know.
        py7zr.exceptions.ArchiveError, lzma.LZMAError, …: it is damaged.
    """
    try:
        # A file, not a path: py7zr then unpacks one file after the other, not several at once.
        with path.open("rb") as file, py7zr.SevenZipFile(file) as archive:
            if archive.needs_password():
                raise store.deny("设有密码，请解压后再收录。")
            infos = [info for info in archive.list() if info.is_file]
            store.expect([info.uncompressed for info in infos])
            if infos:
                archive.extract(targets=[info.filename for info in infos], factory=_MemberFactory(store))
    except PasswordRequired:
        raise store.deny("设有密码，请解压后再收录。") from None
    except UnsupportedCompressionMethodError:
        raise store.deny("用了不常见的压缩方法，请解压后再收录其中的报告。") from None


class _MemberFactory(py7zr.WriterFactory):
    """Has each file written to a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def create(self, filename: str) -> _MemberWriter:
        """Return what a file is written to."""
        return _MemberWriter(filename, self._store)


class _MemberWriter(py7zr.Py7zIO):
    """One file of a store; it begins with its first bytes, since all writers are made before."""

    def __init__(self, name: str, store: Store) -> None:
        self._name, self._store, self._size = name, store, -1

    def write(self, data: bytes | bytearray) -> int:
        """Put the next bytes."""
        self._begin()
        self._store.write(bytes(data))
        self._size += len(data)
        return len(data)

    def read(self, size: int | None = None) -> bytes:
        """Nothing: what was written is not read back."""
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        """Stay where it is."""
        return offset

    def flush(self) -> None:
        """Do nothing."""

    def size(self) -> int:
        """How many bytes were written."""
        return max(self._size, 0)

    def close(self) -> None:
        """End the file; one without bytes is put too."""
        self._begin()

    def _begin(self) -> None:
        if self._size < 0:
            self._size = 0
            self._store.begin(self._name)
