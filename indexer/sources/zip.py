"""A ZIP archive as a folder of files. Its names are labels only: no path is ever made of them."""

from __future__ import annotations

import os
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import EmptySource, OversizedSource, UnreadableSource
from indexer.extraction.zip_errors import ZIP_ERRORS
from indexer.sources.zip_limits import Budget, open_archive

SUFFIX = ".zip"
DEEPEST = 3
"""Archives inside archives that are opened, the outermost counted."""
_MOST_PARTS, _LONGEST_PART = 16, 120
"""Of a longer path in an archive the end is its label."""
_OFFICE = ("[Content_Types].xml", "OFD.xml", "mimetype")
_CONTROL = re.compile(r"[\x00-\x1f\x7f:*?\"<>|]")


@dataclass(frozen=True, slots=True)
class _Member:
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo


def is_bundle(path: Path) -> bool:
    """Whether a file is a ZIP archive by name, and not a document that only looks like one (DOCX, OFD)."""
    if path.suffix.lower() != SUFFIX or not path.is_file():
        return False
    try:
        with open_archive(path) as archive:
            return not any(name in archive.NameToInfo for name in _OFFICE)
    except (*ZIP_ERRORS, OversizedSource):
        return True


class Bundles:
    """Reads ZIP archives as folders; the one that was read last stays open for the reads that follow."""

    def __init__(self) -> None:
        self._open: _Opened | None = None

    def list_members(self, path: Path) -> tuple[str, ...]:
        """Return the files in an archive and in archives inside it, as labels with `/` between folders,
        sorted.

        Raises:
            EmptySource: it holds no files.
            OversizedSource: it goes beyond a limit (`zip_limits`), or holds archives more than three deep.
            UnreadableSource: damaged.
        """
        return tuple(sorted(self._members(path).members))

    def find_archive(self, path: Path) -> Path | None:
        """Return the archive that a path goes on from, if any: `2021.zip` for `2021.zip/东湖区/年报.html`."""
        if self._open and self._open.path in path.parents and self._open.is_current():
            return self._open.path
        return next((parent for parent in path.parents if is_bundle(parent)), None)

    def read(self, path: Path, label: str, max_bytes: int) -> bytes:
        """Return one file of an archive, at most one byte more than `max_bytes` of it.

        Raises:
            OversizedSource: the archive has taken too long already.
            UnreadableSource: there is none of this label, it is damaged or locked.
        """
        opened = self._members(path)
        member = opened.members.get(label)
        if member is None:
            raise UnreadableSource(f"压缩包 {path.name} 中没有 {label}，请检查路径。")
        if member.info.flag_bits & 1:
            raise UnreadableSource(f"压缩包 {path.name} 设有密码，请解压后再收录。")
        try:
            with opened.budget.timed(), member.archive.open(member.info) as file:
                return file.read(max_bytes + 1)
        except ZIP_ERRORS:
            raise UnreadableSource(
                f"压缩包 {path.name} 中的 {label} 已损坏，请重新下载或打包后再收录。"
            ) from None

    def _members(self, path: Path) -> _Opened:
        """Return an archive with its files by label."""
        if self._open and self._open.path == path and self._open.is_current():
            return self._open
        try:
            self._open = _open(path)
        except ZIP_ERRORS:
            raise UnreadableSource(f"压缩包 {path} 已损坏，请重新下载或打包后再收录。") from None
        return self._open


@dataclass(frozen=True, slots=True)
class _Opened:
    """An open archive."""

    path: Path
    state: os.stat_result
    members: dict[str, _Member]
    budget: Budget

    def is_current(self) -> bool:
        """Whether the file is still the one that was opened."""
        try:
            now = self.path.stat()
        except OSError:
            return False
        return all(
            getattr(now, name) == getattr(self.state, name) for name in ("st_ino", "st_mtime_ns", "st_size")
        )


def _open(path: Path) -> _Opened:
    """Open an archive and all archives inside it."""
    state, contents = path.stat(), _Contents(path)
    contents.collect(contents.budget.open(path), "", 1)
    if not contents.found:
        raise EmptySource(f"压缩包 {path} 中没有文件。")
    return _Opened(path, state, contents.found, contents.budget)


class _Contents:
    """What is found in an archive, archives inside it opened."""

    def __init__(self, path: Path) -> None:
        self.found: dict[str, _Member] = {}
        self.budget = Budget(path)
        self._path = path
        self._numbers: Counter[str] = Counter()

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
            self.found[self._free(label)] = _Member(archive, info)

    def _inner(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> zipfile.ZipFile | None:
        """An archive inside an archive; None where it cannot be opened, so that reading it says why."""
        self.budget.spend_inner(info.file_size)
        try:
            with self.budget.timed():
                data = archive.read(info)
            return self.budget.open(data)
        except ZIP_ERRORS:
            return None

    def _free(self, label: str) -> str:
        """Return a label that no other file has: an archive may hold one name many times."""
        stem, dot, suffix = label.rpartition(".")
        free = label
        while free in self.found:
            self._numbers[label] += 1
            free = f"{stem or label}({self._numbers[label] + 1}){dot}{suffix if stem else ''}"
        return free


def _name(info: zipfile.ZipInfo) -> str:
    """Return a file's name. Without the UTF-8 flag it is in the packer's code page: in China GBK, on a Mac
    UTF-8.
    """
    if info.flag_bits & 0x800:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _parts(name: str) -> list[str]:
    parts = (_CONTROL.sub("", part).strip() for part in re.split(r"[/\\]", name))
    kept = [part[-_LONGEST_PART:] for part in parts if part not in ("", ".", "..")]
    return kept[-_MOST_PARTS:]
