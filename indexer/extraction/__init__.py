"""A file to a Document. A new format is one new module here and one line in `FORMATS`."""

from __future__ import annotations

from indexer.document import Document
from indexer.errors import OversizedSource, UnknownFormat
from indexer.extraction import html, pdf, plain
from indexer.extraction.base import Format
from indexer.extraction.sandbox import Sandbox
from indexer.settings import Settings

FORMATS: tuple[Format, ...] = (pdf, html, plain)
"""Formats in the order in which they are asked; plain text comes last, for it takes whatever is text."""

SUFFIXES = frozenset(suffix for format_ in FORMATS for suffix in format_.SUFFIXES)
"""Suffixes of files that are taken from folders, lower case, with the dot."""

_sandbox = Sandbox()


def extract(data: bytes, name: str, settings: Settings) -> Document:
    """Read a file. Its content decides the format; its name counts only where the content leaves a doubt.

    Args:
        data: the whole file.
        name: the file's name.
        settings: limits.

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
    for format_ in FORMATS:
        if format_.recognise(data, name):
            if len(data) >= format_.CONFINED_FROM:
                return _sandbox.read(format_.NAME, data, settings)
            return format_.extract(data, settings)
    raise UnknownFormat(f"无法识别 {name} 的格式，请转存为 HTML 或 TXT 后再收录。")
