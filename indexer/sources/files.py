"""Walks files: yields bytes and where they came from. Knows no formats."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from indexer.errors import EmptySource, OversizedSource, SourceError, UnreadableSource
from indexer.sources.bundles.bundles import Bundles
from indexer.sources.bundles.kinds import find_suffix, is_bundle
from indexer.sources.saved_page import MOST_PICTURE, include_pictures


@dataclass(frozen=True, slots=True)
class Found:
    """A file's bytes and provenance.

    Attributes:
        path: absolute path that it was read from.
        data: all of its bytes.
    """

    path: Path
    data: bytes

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, as hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file comes from that lies under another name.

    Attributes:
        name: the name that it came under.
        address: where it came from (an address on the web); counts as its path.
        page: where the report came from that it is attached to; "" where it is attached to none.
    """

    name: str
    address: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The files under some paths.

    Attributes:
        files: files to read, each once, in the order given and sorted inside folders.
        skipped: files inside folders whose suffix is not asked for.
    """

    files: tuple[Path, ...]
    skipped: tuple[Path, ...]


def walk(paths: Iterable[Path], suffixes: Collection[str]) -> Listing:
    """List the files under paths.

    A file that is named itself is always listed, also where it does not exist (reading it
    says so); inside folders only files with one of the suffixes (lower case, with the dot).
    Hidden files and folders are passed over, links to folders are not followed. An archive (ZIP,
    TAR, 7z, RAR) and a mail are folders: their files' paths go on from their own
    (`2021.zip/东湖区/年报.html`). One that cannot be opened is listed itself.
    """
    files: dict[Path, None] = {}
    skipped: dict[Path, None] = {}
    bundles = Bundles()
    for path in paths:
        if not path.is_dir() and not is_bundle(path):
            files[path.absolute()] = None
            continue
        for file in _inside(path.absolute(), bundles):
            # An archive that is no folder says why not.
            taken = file.suffix.lower() in suffixes or find_suffix(file.name)
            (files if taken else skipped)[file] = None
    return Listing(tuple(files), tuple(file for file in skipped if file not in files))


def _inside(folder: Path, bundles: Bundles) -> Iterator[Path]:
    if folder.is_file():
        yield from _bundled(folder, bundles)
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(parent, name) for name in sorted(names) if not name.startswith(".")):
            yield from _bundled(path, bundles) if is_bundle(path) else (path,)


def _bundled(path: Path, bundles: Bundles) -> Iterator[Path]:
    try:
        yield from (path / label for label in bundles.list_members(path))
    except SourceError:
        yield path


class FileReader:
    """Reads files one after the other; an archive that several are in is opened once.

    A page comes with the pictures that lie beside it (`saved_page`), where they may show a part of its text.
    """

    def __init__(self) -> None:
        self._bundles = Bundles()

    def read(self, path: Path, max_bytes: int) -> Found:
        """Read one file.

        Raises:
            UnreadableSource: it is not there, is no regular file, or may not be read.
            OversizedSource: it has more than `max_bytes` bytes.
            EmptySource: it has none.
        """
        if is_bundle(path):
            self._bundles.list_members(path)
            raise UnreadableSource(f"{path} 是压缩包，请用 nianbao add 收录，或写明其中的文件。")
        data = self._read_bytes(path, max_bytes)
        if len(data) > max_bytes:
            raise OversizedSource(
                f"{path} 超过 {max_bytes / 1048576:g} MB 的上限，未读取；"
                "如确需收录，请调大 NIANBAO_MAX_FILE_BYTES。"
            )
        if not data.strip():
            raise EmptySource(f"{path} 是空文件，没有可收录的内容。")
        return Found(
            path, include_pictures(data, path.name, partial(self._find_beside, path.parent), max_bytes)
        )

    def _find_beside(self, folder: Path, name: str) -> bytes | None:
        """Return a file in a folder or below it, None where there is none, or a link leads out of it."""
        try:
            if (path := folder / name).is_file() and not path.resolve().is_relative_to(folder.resolve()):
                return None
            data = self._read_bytes(path, MOST_PICTURE)
        except (SourceError, OSError, ValueError):
            return None
        return data if len(data) <= MOST_PICTURE else None

    def _read_bytes(self, path: Path, max_bytes: int) -> bytes:
        """Return the bytes of a file, or of a file in an archive, but no more than one beyond `max_bytes`."""
        try:
            # O_NONBLOCK: opening a named pipe must not wait for a writer.
            descriptor = os.open(
                path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
            )
            with os.fdopen(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise UnreadableSource(f"{path} 不是普通文件，请指定报告文件。")
                return file.read(max_bytes + 1)
        except FileNotFoundError:
            raise UnreadableSource(f"找不到 {path}，请检查路径。") from None
        except NotADirectoryError:
            archive = self._bundles.find_archive(path)
            if archive is None:
                raise UnreadableSource(f"找不到 {path}，请检查路径。") from None
            return self._bundles.read(archive, path.relative_to(archive).as_posix(), max_bytes)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "路径无效"
            raise UnreadableSource(f"无法读取 {path}（{reason}），请检查权限和路径。") from None


def read(path: Path, max_bytes: int) -> Found:
    """Read one file (`FileReader.read`)."""
    return FileReader().read(path, max_bytes)
