"""Opens ZIP archives after a look at what they say of themselves.

Files that share their bytes (David Fifield, "A better zip bomb", 2019) stand for terabytes: the table of
contents is enough to tell.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from indexer.errors import OversizedSource, UnreadableSource
from indexer.extraction.zip_errors import ZIP_ERRORS
from indexer.sources.bundles.base import Packed
from indexer.sources.bundles.budget import MOST_FILES, Budget
from indexer.sources.bundles.label import decode_name

_OFFICE = ("[Content_Types].xml", "OFD.xml", "mimetype")
_DIRECTORY_BYTES = MOST_FILES * 600
"""Bytes of an archive's table of contents: 46 for each file, and its name."""
_LOCAL_HEADER = 30
_LONGEST_END = 65_535 + 22 + 76
"""Bytes of an archive's end: a comment, the end itself, and what the 64-bit format puts before it."""


@dataclass(frozen=True, slots=True)
class ZipMember:
    """A file in a ZIP archive."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo
    budget: Budget

    def read(self, most: int) -> bytes:
        """Return its first bytes (`base.Member`)."""
        if self.info.flag_bits & 1:
            raise UnreadableSource(f"压缩包 {self.budget.path.name} 设有密码，请解压后再收录。")
        with self.budget.timed(), self.archive.open(self.info) as file:
            return file.read(most)


def open_zip(source: Path | bytes, budget: Budget) -> Iterator[Packed]:
    """Yield the files in an archive, or in one inside it.

    Raises:
        OversizedSource: with it there are too many files or bytes.
        UnreadableSource: files in it overlap.
        OSError, zipfile.BadZipFile, ValueError: it is none.
    """
    with budget.timed():
        archive = open_archive(source)
        infos = archive.infolist()
        budget.spend_files(len(infos))
        budget.spend_bytes(sum(info.file_size for info in infos))
        if _is_overlapping(archive, infos):
            raise budget.deny("中的文件互相重叠，未读取；请重新打包后再收录。")
    for info in infos:
        yield Packed(_name(info), info.file_size, ZipMember(archive, info, budget))


def is_document(source: Path | bytes) -> bool:
    """Whether a ZIP archive is a document that only looks like one (DOCX, OFD)."""
    try:
        with open_archive(source) as archive:
            return any(name in archive.NameToInfo for name in _OFFICE)
    except (*ZIP_ERRORS, OversizedSource):
        return False


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


def _name(info: zipfile.ZipInfo) -> str:
    """Return a file's name. Without the UTF-8 flag it is in the packer's code page: in China GBK, on a Mac
    UTF-8.
    """
    if info.flag_bits & 0x800:
        return info.orig_filename
    return decode_name(info.orig_filename.encode("cp437", "replace"))
