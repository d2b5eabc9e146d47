"""A file to a Document. A new format is one new module here and one line in `FORMATS`."""

from __future__ import annotations

from itertools import chain

from indexer.errors import OversizedSource, UnknownFormat
from indexer.extraction import docx, html, pdf, plain
from indexer.extraction.base import Format
from indexer.extraction.sandbox import Sandbox
from indexer.report.document import Document
from indexer.settings import Settings

FORMATS: tuple[Format, ...] = (pdf, docx, html, plain)
"""Formats in the order in which they are asked; plain text comes last, for it takes whatever is text."""

_OLD_SUFFIXES = (".doc", ".wps")
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SUFFIXES = frozenset(chain(_OLD_SUFFIXES, *(format_.SUFFIXES for format_ in FORMATS)))
"""Suffixes of files that are taken from folders, lower case, with the dot."""

MOST_CHARACTERS, MOST_BLOCKS = 500_000, 30_000
"""Largest document: ten times the longest report seen."""

_sandbox = Sandbox()


def extract(data: bytes, name: str, settings: Settings, confined: bool = False) -> Document:
    """Read a file. Its content decides the format; its name counts only where the content leaves a doubt.

    Args:
        data: the whole file.
        name: the file's name.
        settings: limits.
        confined: this process is bounded in time and memory itself, and reads every format.

    Raises:
        EmptySource: no text.
        OversizedSource: more bytes, or a deeper or longer page, than the limits allow; or reading it takes
            more than ten seconds or 1 GB of memory.
        UnknownFormat: no format that is read.
        UndecodableSource: no encoding makes sense of the bytes.
        UnreadableSource: damaged, or locked with a password.
    """
    if len(data) > settings.max_file_bytes:
        raise OversizedSource(
            f"文件超过 {settings.max_file_bytes / 1048576:g} MB 的上限，未读取；"
            "如确需收录，请调大 NIANBAO_MAX_FILE_BYTES。"
        )
    # Word before 2007: antiword and catdoc are no longer kept up, LibreOffice is larger than this program.
    if data.startswith(_OLD):
        raise UnknownFormat(
            "这是旧版 Office 文件（DOC、XLS 或 WPS），请在 Word 或 WPS 中另存为 DOCX 后再收录。"
        )
    for format_ in FORMATS:
        if format_.recognise(data, name):
            if len(data) >= format_.CONFINED_FROM and not confined:
                return _sandbox.read(format_.NAME, data, settings)
            return read(format_, data, settings)
    raise UnknownFormat(f"无法识别 {name} 的格式，请转存为 DOCX、PDF、HTML 或 TXT 后再收录。")


def read(format_: Format, data: bytes, settings: Settings) -> Document:
    """Read a file of a known format in this process.

    Raises:
        OversizedSource: more than 500,000 characters (the longest real report has 33,594), or 30,000
            paragraphs and tables.
        SourceError: whatever the format raises.
    """
    document = format_.extract(data, settings)
    if len(document.blocks) > MOST_BLOCKS or len(document.text) > MOST_CHARACTERS:
        most = f"{MOST_CHARACTERS // 10_000} 万字或 {MOST_BLOCKS // 10_000} 万段"
        raise OversizedSource(f"正文超过 {most}，不像一份报告，请检查文件。")
    return document
