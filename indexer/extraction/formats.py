"""The formats that are read, as an explicit tuple. A new one is a folder here and an entry in `FORMATS`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import chain
from typing import cast

from indexer.errors import EmptySource, OversizedSource, SourceError, UnknownFormat, UnreadableSource
from indexer.extraction import doc, docx, html, image, limits, mhtml, ofd, pdf, plain, rtf, workbook
from indexer.extraction.base import FindPicture, Format, Reader, Recognised
from indexer.extraction.embedded import PICTURES
from indexer.extraction.embedded.gallery import Gallery
from indexer.extraction.recognition import INSTALL
from indexer.report.document import Document
from indexer.settings import Settings

FORMATS: tuple[Format, ...] = (pdf, image, docx, doc, ofd, workbook, rtf, mhtml, html, plain)
"""The formats in the order in which they are asked; plain text is last, for it recognises everything."""

# The stream with the content of a Word file that a password locks (MS-OFFCRYPTO 2.3), in the directory.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
LABELS = {format_.NAME: format_.LABEL for format_ in FORMATS}
"""What people call the formats, by the names that documents carry."""
SUFFIXES = frozenset(chain.from_iterable(format_.SUFFIXES for format_ in FORMATS))
"""Suffixes of the files that are read in folders, lower case, with the dot."""

_DEEPEST = 2
_PICTURED = re.compile(rb"(?:data|content-type):\s*image/", re.I)
"""A picture within a page, or within an archive of one."""


def find_format(data: bytes, name: str) -> Format:
    """Return the format of a file. Its content decides; its name counts only where that leaves a doubt.

    Raises:
        UnknownFormat: it is of no format that is read.
        UnreadableSource: it is locked with a password.
    """
    if data.startswith(doc.OLE) and _LOCKED in data:
        raise UnreadableSource("Word 文件设有打开密码，请去掉密码后再收录。")
    for format_ in FORMATS:
        if format_.recognise(data, name):
            if format_ is plain:
                _refuse_office(data)
            return format_
    raise UnknownFormat(f"无法识别 {name} 的格式，请转存为 DOCX、PDF、HTML 或 TXT 后再收录。")


def _refuse_office(data: bytes) -> None:
    """Refuse what is a file of an office program, but no text document.

    Raises:
        UnknownFormat: it is one.
    """
    if data.startswith(doc.OLE):
        raise UnknownFormat("这是旧版 Office 文件（如 PPT），请另存为 DOCX 或 PDF 后再收录。")


def needs_sandbox(data: bytes, name: str) -> bool:
    """Return whether a file is to be read in the sandbox, for its format's library, its size or pictures."""
    try:
        format_ = find_format(data, name)
    except SourceError:
        return False
    return len(data) >= format_.SANDBOXED_FROM or (holds_pictures(format_) and bool(_PICTURED.search(data)))


def is_workbook(data: bytes, name: str) -> bool:
    """Return whether a file is a spreadsheet, which holds the tables of a report and no report."""
    return workbook.recognise(data, name) and not docx.recognise(data, name) and not doc.recognise(data, name)


def holds_pictures(format_: Format) -> bool:
    """Return whether what is recognised of a file are pictures between its lines, not pages."""
    return format_.RENDERER == PICTURES


def _find_nothing(_address: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class _PartReader:
    """What a format reads parts of a file with (`base.ReadPart`).

    Attributes:
        depth: how many files there are around the part, one in the other.
    """

    settings: Settings
    recognised: Recognised | None
    gallery: Gallery
    find_picture: FindPicture = _find_nothing
    depth: int = 0

    def __call__(self, part: bytes, name: str, /, find_picture: FindPicture | None = None) -> Document:
        if self.depth == _DEEPEST:
            raise OversizedSource(f"文件中嵌套的文件超过 {_DEEPEST} 层，未读取，请检查文件。")
        # Pages are known by their number in the file itself: those of its parts are not recognised.
        inner = replace(
            self, recognised=None, find_picture=find_picture or _find_nothing, depth=self.depth + 1
        )
        return _read(find_format(part, name), part, inner)


def read(format_: Format, data: bytes, settings: Settings, recognised: Recognised | None = None) -> Document:
    """Read a file of a known format in this process.

    Args:
        recognised: pages that are pictures as they were recognised so far; None not to offer recognition.

    Raises:
        OversizedSource: more than 500,000 characters (the longest real report has 33,594), or 30,000
            paragraphs and tables.
        SourceError: whatever the format raises.
        RecognitionNeeded: further pages are pictures.
    """
    gallery = Gallery(recognised)
    try:
        document = _read(format_, data, _PartReader(settings, recognised, gallery))
    except EmptySource:
        if not gallery.unread:
            raise
        command = INSTALL
        raise EmptySource(
            f"{format_.LABEL}中没有文字，只有图片，请装上文字识别（{command}）后用 nianbao add 收录，"
            "或改用有文字的版本。"
        ) from None
    return replace(document, unread=gallery.unread) if gallery.unread else document


def search(data: bytes, name: str, settings: Settings, gallery: Gallery) -> None:
    """Read a file to have its pictures shown to a gallery.

    Raises:
        SourceError: it cannot be read.
    """
    _read(find_format(data, name), data, _PartReader(settings, None, gallery))


def _read(format_: Format, data: bytes, read_part: _PartReader) -> Document:
    # By its name, so that a process loads the libraries of those formats only that it meets: that of PDF
    # takes as long to load as a page takes to read.
    document = cast(Reader, import_module(format_.READER)).extract(data, read_part.settings, read_part)
    limits.check(len(document.blocks), len(document.text))
    return document
