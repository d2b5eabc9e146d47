"""How much one ZIP archive may take: bytes, files, ratio, overlap and time, archives inside it counted.

A few kilobytes can stand for terabytes: members that share their bytes (David Fifield, "A better zip
bomb", 2019), archives inside archives, or nothing but zeros. What an archive says of itself is enough to
tell, and is looked at before a byte is unpacked; no member gives more bytes than it says.
"""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from indexer.errors import OversizedSource, UnreadableSource

MOST_FILES = 20_000
MOST_BYTES = 4 * 1024**3
"""Unpacked bytes of all files together, by what the archive itself says."""
MOST_INNER = 200 * 1024**2
"""Unpacked bytes of all archives inside an archive: they are kept in memory while it is read."""
MOST_RATIO = 200
"""How many times its own size an archive may unpack to; text is packed to a tenth, a page to a 50th."""
FREE_BYTES = 64 * 1024**2
"""Unpacked bytes for which the ratio does not matter."""
MOST_SECONDS = 120.0
"""Processor time for one archive, until all of its files are read."""
_DIRECTORY_BYTES = MOST_FILES * 600
"""Bytes of an archive's table of contents: 46 for each file, and its name."""
_LOCAL_HEADER = 30
_LONGEST_END = 65_535 + 22 + 76
"""Bytes of an archive's end: a comment, the end itself, and what the 64-bit format puts before it."""


class Budget:
    """What one archive has taken so far of what it may take."""

    def __init__(self, path: Path) -> None:
        self._path, self._size = path, path.stat().st_size
        self._files = self._bytes = self._inner_bytes = 0
        self._seconds = 0.0

    def open(self, source: Path | bytes) -> zipfile.ZipFile:
        """Open an archive, or one inside it, after a look at what it says of itself.

        Raises:
            OversizedSource: with it there are too many files or bytes.
            UnreadableSource: files in it overlap.
            OSError, zipfile.BadZipFile, ValueError: it is none.
        """
        with self.timed():
            archive = open_archive(source)
            infos = archive.infolist()
            self._files += len(infos)
            if self._files > MOST_FILES:
                raise self._refuse(f"中超过 {MOST_FILES} 个文件，请分批打包后再收录。")
            self._bytes += sum(info.file_size for info in infos)
            if self._bytes > MOST_BYTES:
                raise self._refuse(f"解压后超过 {MOST_BYTES >> 30} GB，请分批打包后再收录。")
            if self._bytes > max(FREE_BYTES, MOST_RATIO * self._size):
                raise self._refuse(
                    f"解压后超过自身大小的 {MOST_RATIO} 倍，未读取；请解压后再收录其中的报告。"
                )
            if _is_overlapping(archive, infos):
                raise UnreadableSource(f"压缩包 {self._path} 中的文件互相重叠，未读取；请重新打包后再收录。")
            return archive

    def spend_inner(self, size: int) -> None:
        """Take account of an archive inside, before it is unpacked.

        Args:
            size: its bytes.

        Raises:
            OversizedSource: with it they are too large.
        """
        self._inner_bytes += size
        if self._inner_bytes > MOST_INNER:
            raise self._refuse(f"中的压缩包解压后共超过 {MOST_INNER >> 20} MB，请解压后再收录。")

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Take account of the time that the block takes.

        Raises:
            OversizedSource: there is none left; looked at before the block.
        """
        if self._seconds > MOST_SECONDS:
            raise self._refuse(f"读取超过 {MOST_SECONDS:g} 秒，其余文件未读取；请分批打包后再收录。")
        began = time.thread_time()
        try:
            yield
        finally:
            self._seconds += time.thread_time() - began

    def _refuse(self, what: str) -> OversizedSource:
        return OversizedSource(f"压缩包 {self._path} {what}")


def open_archive(source: Path | bytes) -> zipfile.ZipFile:
    """Open an archive whose table of contents is not larger than one may be.

    Raises:
        OversizedSource: it is larger.
        OSError, zipfile.BadZipFile, ValueError: it is no archive.
    """
    file: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    try:
        # zipfile reads the table whole, whatever its size.
        if _measure_directory(file) > _DIRECTORY_BYTES:
            name = f" {source}" if isinstance(source, Path) else ""
            raise OversizedSource(f"压缩包{name} 中超过 {MOST_FILES} 个文件，请分批打包后再收录。")
        return zipfile.ZipFile(file)
    except BaseException:
        file.close()
        raise


def _measure_directory(file: BinaryIO) -> int:
    """Return the bytes of the table of contents, as the archive's end says (APPNOTE.TXT 4.3.16, 4.3.14)."""
    length = file.seek(0, os.SEEK_END)
    file.seek(max(0, length - _LONGEST_END))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return 0
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    before = tail[max(0, at - 76) : at]
    if before.startswith(b"PK\x06\x06") and before[56:].startswith(b"PK\x06\x07"):
        size = int.from_bytes(before[40:48], "little")
    return size if size != 0xFFFFFFFF else 0


def _is_overlapping(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> bool:
    """Whether two files share bytes, or one reaches into the table of contents."""
    free = archive.start_dir
    for start, size in sorted(((info.header_offset, info.compress_size) for info in infos), reverse=True):
        if start + _LOCAL_HEADER + size > free:
            return True
        free = start
    return False
