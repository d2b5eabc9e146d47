"""A ZIP archive as a folder of files. Its names are labels only: no path is ever made of them."""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import EmptySource, OversizedSource, UnreadableSource

SUFFIX = ".zip"
MOST_FILES = 20_000
MOST_BYTES = 4 * 1024**3
"""Unpacked bytes of all files together, by what the archive itself says."""
DEEPEST = 3
"""Archives inside archives that are opened, the outermost counted."""
_MOST_INNER = 200 * 1024**2
"""Unpacked bytes of all archives inside an archive: they are kept in memory while it is read."""
_OFFICE = ("[Content_Types].xml", "OFD.xml", "mimetype")
_CONTROL = re.compile(r"[\x00-\x1f\x7f:*?\"<>|]")
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class _Member:
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo


def is_bundle(path: Path) -> bool:
    """Whether a file is a ZIP archive by name, and not a document that only looks like one (DOCX, OFD)."""
    if path.suffix.lower() != SUFFIX or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return not any(name in archive.NameToInfo for name in _OFFICE)
    except _BROKEN:
        return True


class Bundles:
    """Reads ZIP archives as folders; the one that was read last stays open for the reads that follow."""

    def __init__(self) -> None:
        self._open: tuple[Path, os.stat_result, dict[str, _Member]] | None = None

    def list_members(self, path: Path) -> tuple[str, ...]:
        """The files in an archive and in archives inside it, as labels with `/` between folders, sorted.

        Raises:
            EmptySource: it holds no files.
            OversizedSource: more than 20,000 files or 4 GB, or archives more than three deep.
            UnreadableSource: damaged.
        """
        return tuple(sorted(self._members(path)))

    def read(self, path: Path, label: str, max_bytes: int) -> bytes:
        """One file of an archive, at most one byte more than `max_bytes` of it.

        Raises:
            UnreadableSource: there is none of this label, it is damaged or locked.
        """
        member = self._members(path).get(label)
        if member is None:
            raise UnreadableSource(f"压缩包 {path.name} 中没有 {label}，请检查路径。")
        if member.info.flag_bits & 1:
            raise UnreadableSource(f"压缩包 {path.name} 设有密码，请解压后再收录。")
        try:
            with member.archive.open(member.info) as file:
                return file.read(max_bytes + 1)
        except _BROKEN:
            raise UnreadableSource(
                f"压缩包 {path.name} 中的 {label} 已损坏，请重新下载或打包后再收录。"
            ) from None

    def _members(self, path: Path) -> dict[str, _Member]:
        """The files of an archive by label."""
        try:
            state = path.stat()
            if self._open and self._open[0] == path and _is_unchanged(self._open[1], state):
                return self._open[2]
            members = _open(path)
        except _BROKEN:
            raise UnreadableSource(f"压缩包 {path} 已损坏，请重新下载或打包后再收录。") from None
        self._open = (path, state, members)
        return members


def _is_unchanged(before: os.stat_result, after: os.stat_result) -> bool:
    return (before.st_ino, before.st_mtime_ns, before.st_size) == (
        after.st_ino,
        after.st_mtime_ns,
        after.st_size,
    )


def _open(path: Path) -> dict[str, _Member]:
    """Open an archive and all archives inside it; gives its files by label."""
    contents = _Contents(path)
    contents.collect(zipfile.ZipFile(path), "", 1)
    found = contents.found
    if sum(member.info.file_size for member in found.values()) > MOST_BYTES:
        raise OversizedSource(f"压缩包 {path} 解压后超过 {MOST_BYTES >> 30} GB，请分批打包后再收录。")
    if not found:
        raise EmptySource(f"压缩包 {path} 中没有文件。")
    return found


class _Contents:
    """What is found in an archive, archives inside it opened."""

    def __init__(self, path: Path) -> None:
        self.found: dict[str, _Member] = {}
        self._path, self._inner_bytes = path, 0

    def collect(self, archive: zipfile.ZipFile, above: str, depth: int) -> None:
        """Add the files of an archive, under the label of the archive that it is in."""
        for info in archive.infolist():
            name = _name(info)
            parts = _parts(name)
            if (
                name.endswith(("/", "\\"))
                or not parts
                or any(part.startswith((".", "__MACOSX")) for part in parts)
            ):
                continue
            label = "/".join([above, *parts] if above else parts)
            inner = self._inner(archive, info) if label.lower().endswith(SUFFIX) else None
            if inner is not None:
                if depth == DEEPEST:
                    raise OversizedSource(
                        f"压缩包 {self._path} 中的压缩包超过 {DEEPEST} 层，请解压后再收录。"
                    )
                self.collect(inner, label, depth + 1)
                continue
            self.found[_free(label, self.found)] = _Member(archive, info)
            if len(self.found) > MOST_FILES:
                raise OversizedSource(f"压缩包 {self._path} 中超过 {MOST_FILES} 个文件，请分批打包后再收录。")

    def _inner(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> zipfile.ZipFile | None:
        """An archive inside an archive; None where it cannot be opened, so that reading it says why."""
        self._inner_bytes += info.file_size
        if self._inner_bytes > _MOST_INNER:
            raise OversizedSource(
                f"压缩包 {self._path} 中的压缩包解压后共超过 {_MOST_INNER >> 20} MB，请解压后再收录。"
            )
        try:
            return zipfile.ZipFile(io.BytesIO(archive.read(info)))
        except _BROKEN:
            return None


def _name(info: zipfile.ZipInfo) -> str:
    """A file's name. Without the UTF-8 flag it is in the packer's code page: in China GBK, on a Mac UTF-8."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _parts(name: str) -> list[str]:
    parts = (_CONTROL.sub("", part).strip() for part in re.split(r"[/\\]", name))
    return [part for part in parts if part not in ("", ".", "..")]


def _free(label: str, found: dict[str, _Member]) -> str:
    """A label that no other file has: an archive may hold one name twice."""
    stem, dot, suffix = label.rpartition(".")
    number, free = 1, label
    while free in found:
        number += 1
        free = f"{stem or label}({number}){dot}{suffix if stem else ''}"
    return free
