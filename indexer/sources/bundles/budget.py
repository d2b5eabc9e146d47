"""How much one archive may take: bytes, files, ratio and time, archives inside it counted.

A few kilobytes can stand for terabytes: archives inside archives, or nothing but zeros. What an archive says
of itself is looked at before a byte is unpacked; no file in it gives more bytes than it says.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import OversizedSource, UnreadableSource

MOST_FILES = 20_000
MOST_BYTES = 4 * 1024**3
"""Unpacked bytes of all files together, by what the archive itself says."""
MOST_STORED = 1024**3
"""Unpacked bytes of all files of archives that can only be read from end to end: they lie on the disk."""
MOST_INNER = 200 * 1024**2
"""Unpacked bytes of all archives inside an archive: they are kept in memory while it is read."""
MOST_RATIO = 200
"""How many times its own size an archive may unpack to; text is packed to a tenth, a page to a 50th."""
FREE_BYTES = 64 * 1024**2
"""Unpacked bytes for which the ratio does not matter."""
MOST_SECONDS = 120.0
"""Processor time for one archive, until all of its files are read."""


class Budget:
    """What one archive has taken so far of what it may take."""

    def __init__(self, path: Path) -> None:
        """Args: path: the outermost archive; messages name it."""
        self.path, self._size = path, path.stat().st_size
        self._files = self._bytes = self._inner_bytes = self._stored_bytes = 0
        self._seconds = 0.0

    def spend_files(self, count: int) -> None:
        """Take account of files, by the table of contents.

        Raises:
            OversizedSource: with them there are too many.
        """
        self._files += count
        if self._files > MOST_FILES:
            raise self.refuse(f"中超过 {MOST_FILES} 个文件，请分批打包后再收录。")

    def spend_bytes(self, size: int) -> None:
        """Take account of what files unpack to, before they are unpacked.

        Raises:
            OversizedSource: with it there are too many bytes.
        """
        self._bytes += size
        if self._bytes > MOST_BYTES:
            raise self.refuse(f"解压后超过 {MOST_BYTES >> 30} GB，请分批打包后再收录。")
        if self._bytes > max(FREE_BYTES, MOST_RATIO * self._size):
            raise self.refuse(f"解压后超过自身大小的 {MOST_RATIO} 倍，未读取；请解压后再收录其中的报告。")

    def spend_stored(self, size: int) -> None:
        """Take account of what files unpack to that are put on the disk together.

        Raises:
            OversizedSource: with it there are too many bytes.
        """
        self.spend_bytes(size)
        self._stored_bytes += size
        if self._stored_bytes > MOST_STORED:
            raise self.refuse(f"解压后超过 {MOST_STORED / 1024**3:g} GB，请分批打包后再收录。")

    def spend_inner(self, size: int) -> None:
        """Take account of an archive inside, before it is unpacked.

        Args:
            size: its bytes.

        Raises:
            OversizedSource: with it they are too large.
        """
        self._inner_bytes += size
        if self._inner_bytes > MOST_INNER:
            raise self.refuse(f"中的压缩包解压后共超过 {MOST_INNER >> 20} MB，请解压后再收录。")

    @property
    def free_files(self) -> int:
        """How many more files there may be."""
        return MOST_FILES - self._files

    @property
    def free_bytes(self) -> int:
        """How many more bytes may be put on the disk."""
        most = min(MOST_BYTES, max(FREE_BYTES, MOST_RATIO * self._size)) - self._bytes
        return min(most, MOST_STORED - self._stored_bytes)

    @property
    def seconds(self) -> float:
        """What is left of the time."""
        return MOST_SECONDS - self._seconds

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Take account of the processor time that the block takes.

        Raises:
            OversizedSource: there is none left; looked at before the block.
        """
        if self._seconds > MOST_SECONDS:
            raise self.refuse(f"读取超过 {MOST_SECONDS:g} 秒，其余文件未读取；请分批打包后再收录。")
        began = time.thread_time()
        try:
            yield
        finally:
            self.spend_seconds(time.thread_time() - began)

    def spend_seconds(self, seconds: float) -> None:
        """Take account of processor time."""
        self._seconds += seconds

    def refuse(self, what: str) -> OversizedSource:
        """The error that says that the archive is too large: a sentence that goes on from its name."""
        return OversizedSource(f"压缩包 {self.path} {what}")

    def deny(self, what: str) -> UnreadableSource:
        """The error that says why the archive cannot be read: a sentence that goes on from its name."""
        return UnreadableSource(f"压缩包 {self.path} {what}")
