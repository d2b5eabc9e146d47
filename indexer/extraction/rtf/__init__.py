"""RTF files (Rich Text Format 1.9.1), also those that are called DOC: how they are recognised."""

from __future__ import annotations

from indexer.extraction.embedded import PICTURES

NAME = "rtf"
LABEL = "RTF"
SUFFIXES = (".rtf",)
SANDBOXED_FROM = 0
READER = "indexer.extraction.rtf.reader"
RENDERER = PICTURES


def recognise(data: bytes, name: str) -> bool:
    """Return whether bytes begin as RTF does."""
    return data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf")
