"""Where a confined process puts the files of an archive: one after the other into one file on the disk."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from indexer.errors import OversizedSource, SourceError, UnreadableSource
from indexer.sources.bundles.budget import MOST_RATIO, MOST_STORED

_CHUNK = 1 << 20


class Readable(Protocol):
    """What gives bytes piece by piece."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes, none at the end."""


@dataclass(slots=True)
class Store:
    """The files of one archive as they are unpacked.

    Attributes:
        out: where their bytes go; may be read too.
        label: what messages call the archive.
        free_files: how many files there may be.
        free_bytes: how many bytes they may have.
        members: what was put so far: name, where it starts, and its bytes.
    """

    out: BinaryIO
    label: str
    free_files: int
    free_bytes: int
    members: list[tuple[str, int, int]] = field(default_factory=list)

    def expect(self, sizes: list[int]) -> None:
        """Take account of what a table of contents says, before anything is unpacked.

        Raises:
            OversizedSource: that is too much.
        """
        if len(self.members) + len(sizes) > self.free_files:
            raise OversizedSource("中的文件太多，未读取；请分批打包后再收录。")
        if self.out.tell() + sum(sizes) > self.free_bytes:
            raise self._too_large()

    def begin(self, name: str) -> None:
        """Begin a file; `write` goes to it until the next one begins.

        Raises:
            OversizedSource: there are too many files.
        """
        self.expect([0])
        self.members.append((name, self.out.tell(), 0))

    def write(self, data: bytes) -> None:
        """Put the next bytes of the file.

        Raises:
            OversizedSource: there are too many bytes.
            SourceError: the disk does not take them.
        """
        if self.out.tell() + len(data) > self.free_bytes:
            raise self._too_large()
        try:
            self.out.write(data)
        except OSError:
            raise SourceError(f"压缩包 {self.label} 解压时临时文件夹写不下，请腾出空间后重试。") from None
        name, start, _ = self.members[-1]
        self.members[-1] = (name, start, self.out.tell() - start)

    def copy(self, name: str, file: Readable) -> None:
        """Put a whole file.

        Raises:
            OversizedSource, SourceError: as of `begin` and `write`.
        """
        self.begin(name)
        while data := file.read(_CHUNK):
            self.write(data)

    def add_up(self, start: int, size: int) -> int:
        """The CRC-32 of bytes that were put."""
        end = self.out.tell()
        self.out.seek(start)
        total = 0
        for left in range(size, 0, -_CHUNK):
            total = zlib.crc32(self.out.read(min(left, _CHUNK)), total)
        self.out.seek(end)
        return total

    def deny(self, what: str) -> UnreadableSource:
        """The error that says why the archive cannot be read: a sentence that goes on from its name."""
        return UnreadableSource(f"压缩包 {self.label} {what}")

    def _too_large(self) -> OversizedSource:
        most = f"{self.free_bytes >> 20} MB"
        return OversizedSource(
            f"解压后超过 {most}（自身大小的 {MOST_RATIO} 倍，"
            f"最多 {MOST_STORED >> 30} GB），未读取；请解压后再收录。"
        )
