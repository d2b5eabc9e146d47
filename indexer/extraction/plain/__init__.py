"""Plain text: everything is recognised as such; `reader` reads it."""

from __future__ import annotations

NAME = "text"
LABEL = "纯文本"
SUFFIXES = (".txt",)
SANDBOXED_FROM = 512 * 1024
READER = "indexer.extraction.plain.reader"
RENDERER = ""


def recognise(data: bytes, name: str) -> bool:
    """Return True: binary files are refused when they are decoded, with the name of their format."""
    return True
