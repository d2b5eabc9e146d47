"""The pictures of a Word document that may show a part of its text (ECMA-376 part 1, 20.4; part 4, 19)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from indexer.errors import OversizedSource
from indexer.extraction.docx.package import Package
from indexer.extraction.embedded.gallery import Gallery
from indexer.extraction.zip_errors import ZIP_ERRORS
from indexer.report.document import Block

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/"
_EXTENT, _BLIP, _V = (
    f"{_DRAWN}wordprocessingDrawing}}extent",
    f"{_DRAWN}main}}blip",
    "{urn:schemas-microsoft-com:vml}",
)
_EMU = 12700
_WIDE = 150 * _EMU
"""Width of a picture, in English metric units, from which it may show a table: a seal, a line do not."""
_MOST_BYTES = 200 * 1024 * 1024
"""Of all pictures together; further ones are not looked at."""
_VML_WIDTH = re.compile(r"(?:^|;)\s*width:\s*(\d+(?:\.\d+)?)(pt|in|cm|mm|px)?")


class DocxAlbum:
    """The pictures of one document."""

    def __init__(self, package: Package, gallery: Gallery) -> None:
        self._package, self._gallery = package, gallery
        self._shown: dict[str, Block] = {}
        self._bytes = 0

    def show(self, paragraph: _Element) -> Iterator[Block]:
        """Yield what stands for the pictures of a paragraph that are as wide as a table is."""
        for drawing in paragraph.iter(f"{_W}drawing"):
            extent = next(drawing.iter(_EXTENT), None)
            width = "" if extent is None else extent.get("cx", "")
            wide = not width.isdecimal() or int(width) >= _WIDE
            blip = next(drawing.iter(_BLIP), None)
            if wide and blip is not None:
                yield self._show(blip.get(f"{_R}embed", ""))
        for old in (*paragraph.iter(f"{_W}pict"), *paragraph.iter(f"{_W}object")):
            image = next(old.iter(f"{_V}imagedata"), None)
            if image is None:
                continue
            drawn = _VML_WIDTH.search((image.getparent() or old).get("style", ""))
            if drawn is None or _points(drawn) >= _WIDE / _EMU:
                yield self._show(image.get(f"{_R}id", ""))

    def _show(self, relationship: str) -> Block:
        if relationship not in self._shown:
            self._shown[relationship] = self._read(relationship)
        return self._shown[relationship]

    def _read(self, relationship: str) -> Block:
        link = self._package.links.get(relationship)
        if link is None or link.kind != "image" or self._bytes > _MOST_BYTES:
            return Block("", pictures=1)
        try:
            data = self._package.read(link.part)
        except (OversizedSource, *ZIP_ERRORS):  # a picture that is damaged costs no text
            return Block("", pictures=1)
        self._bytes += len(data)
        return self._gallery.show(data)


def _points(width: re.Match[str]) -> float:
    return float(width[1]) * {"in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}.get(width[2], 1.0)
