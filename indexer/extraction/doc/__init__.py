"""Word documents of before 2007 (MS-DOC), which WPS Writer writes too: how they are recognised."""

from __future__ import annotations

from indexer.extraction.embedded import PICTURES

NAME = "doc"
LABEL = "旧版 Word 和 WPS 文档"
SUFFIXES = (".doc", ".wps")
SANDBOXED_FROM = 0
READER = "indexer.extraction.doc.reader"
RENDERER = PICTURES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How compound files of office programs begin (MS-CFB 2.2), documents or not."""
# The stream with the text of a document (MS-DOC 2.1.1), in the directory.
_STREAM = "WordDocument".encode("utf-16-le")


def recognise(data: bytes, name: str) -> bool:
    """Return whether bytes are a compound file with the text of a Word document.

    Truncated on its way it may have lost its directory, which some programs write at the end: then only its
    name still tells.
    """
    return data.startswith(OLE) and (_STREAM in data or name.lower().endswith(SUFFIXES))
