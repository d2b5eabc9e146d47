"""An archive (ZIP, TAR, 7z, RAR) or a mail as a folder of files. Its names are labels only."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import UnreadableSource
from indexer.extraction.zip_errors import ZIP_ERRORS
from indexer.sources.bundles.base import Member
from indexer.sources.bundles.contents import open_bundle
from indexer.sources.bundles.kinds import is_bundle


class Bundles:
    """Reads archives as folders; the one that was read last stays open for the reads that follow."""

    def __init__(self) -> None:
        self._open: _Opened | None = None

    def list_members(self, path: Path) -> tuple[str, ...]:
        """Return the files in an archive and in archives inside it, as labels with `/` between folders,
        sorted.

        Raises:
            ArchiveError: there is no room to unpack it.
            EmptySource: it holds no files.
            OversizedSource: it goes beyond a limit (`budget`), or holds archives more than three deep.
            UnreadableSource: damaged or locked, or a program that unpacks it is missing.
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
        member = self._members(path).members.get(label)
        if member is None:
            raise UnreadableSource(f"压缩包 {path.name} 中没有 {label}，请检查路径。")
        try:
            return member.read(max_bytes + 1)
        except ZIP_ERRORS:
            raise UnreadableSource(
                f"压缩包 {path.name} 中的 {label} 已损坏，请重新下载或打包后再收录。"
            ) from None

    def _members(self, path: Path) -> _Opened:
        """Return an archive with its files by label."""
        if self._open and self._open.path == path and self._open.is_current():
            return self._open
        try:
            state = path.stat()
            self._open = _Opened(path, state, open_bundle(path))
        except ZIP_ERRORS:
            raise UnreadableSource(f"压缩包 {path} 已损坏，请重新下载或打包后再收录。") from None
        return self._open


@dataclass(frozen=True, slots=True)
class _Opened:
    """An open archive."""

    path: Path
    state: os.stat_result
    members: Mapping[str, Member]

    def is_current(self) -> bool:
        """Whether the file is still the one that was opened."""
        try:
            now = self.path.stat()
        except OSError:
            return False
        return all(
            getattr(now, name) == getattr(self.state, name) for name in ("st_ino", "st_mtime_ns", "st_size")
        )
