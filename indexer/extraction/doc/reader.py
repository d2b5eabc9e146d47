"""Reads Word documents of before 2007: what they hold is written as DOCX, and that is read.

`msdoc2docx` (MIT) is written in Python alone and reads tables, which antiword gives as text with bars, and
neither the packages that wrap that nor `wps2md` and `legacy-doc` give at all. What it cannot read LibreOffice
may, where it is installed (`office`); it is ten times as large as this program, and takes seconds a file.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from doc2docx import converter
from doc2docx.errors import EncryptedDocumentError, InvalidCompoundFile
from doc2docx.msdoc.header_textboxes import TextBoxCollection

from indexer.errors import UnreadableSource
from indexer.extraction.base import ReadPart
from indexer.extraction.doc import office
from indexer.extraction.doc.grid import straighten
from indexer.report.document import Document
from indexer.settings import Settings

_CLASS = slice(8, 24)
"""The class of a compound file (MS-CFB 2.2), which is to be zero; WPS writes its own."""
_DAMAGED = "这份旧版 Word 文件（DOC）已损坏，或早于 Word 97，请在 Word 或 WPS 中另存为 DOCX 后再收录。"
_BY_OFFICE = "这份旧版 Word 文件由 LibreOffice 转换后读入，文字和表格可能与原件有出入，请对照原件。"


def _skip_boxes(*_values: object, **_options: object) -> TextBoxCollection:
    """No text boxes of headers: they are no text of a report, and an odd one costs the whole document."""
    return TextBoxCollection({})


converter.read_header_textboxes = _skip_boxes


def extract(data: bytes, settings: Settings, read_part: ReadPart) -> Document:
    """Read a Word document of before 2007.

    Raises:
        EmptySource: no text.
        OversizedSource: too large as DOCX.
        UnreadableSource: damaged, locked, or of before Word 97.
    """
    try:
        package = _convert(data)
    except EncryptedDocumentError:
        raise UnreadableSource("Word 文件设有打开密码，请去掉密码后再收录。") from None
    except InvalidCompoundFile:
        raise UnreadableSource(_DAMAGED) from None
    # On odd documents it raises errors of any kind.
    except Exception:
        converted = office.convert(data)
        if converted is None:
            raise UnreadableSource(_DAMAGED) from None
        document = read_part(straighten(converted), "a.docx")
        return replace(document, format="doc", notes=(*document.notes, _BY_OFFICE))
    return replace(read_part(straighten(package), "a.docx"), format="doc")


def _convert(data: bytes) -> bytes:
    """Return a document as DOCX.

    Raises:
        Doc2DocxError, or any other exception: it is not read.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, written = Path(folder, "a.doc"), Path(folder, "a.docx")
        source.write_bytes(_mend(data))
        converter.convert(source, written)
        return written.read_bytes()


def _mend(data: bytes) -> bytes:
    return data[: _CLASS.start] + bytes(_CLASS.stop - _CLASS.start) + data[_CLASS.stop :]
