"""Pictures of pages, as scanners and telephones make them: how they are recognised; `reader` reads them."""

from __future__ import annotations

NAME = "image"
LABEL = "图片"
SUFFIXES = (".tif", ".tiff")
"""Of pictures that are read where they lie in a folder: there and in saved pages the others are ornaments, or
single pages of a report. They are read where they are named."""
SANDBOXED_FROM = 0
READER = "indexer.extraction.image.reader"
RENDERER = "indexer.extraction.image.reader"

_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")


def recognise(data: bytes, name: str) -> bool:
    """Return whether bytes begin as PNG, JPEG or TIFF files do."""
    return data.startswith(_SIGNATURES)
