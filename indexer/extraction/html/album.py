"""The pictures of a page: those that are in it, or beside it in the file that it came in."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote_to_bytes

from indexer.extraction.base import FindPicture
from indexer.extraction.embedded.gallery import Gallery, ShownPicture
from indexer.extraction.html.element import Element
from indexer.extraction.lines.pictures import is_content

_INLINE = re.compile(r"\s*data:image/[\w.+-]+(?:;[\w.+-]+=[^;,]*)*;base64,", re.I)


class Album:
    """The pictures of one page.

    Attributes:
        gallery: those of the file.
    """

    def __init__(self, gallery: Gallery, sources: Iterable[str], find_picture: FindPicture) -> None:
        """Args:
        sources: the addresses of all pictures of the page, in its order.
        find_picture: finds those that are not in the page itself.
        """
        self.gallery = gallery
        self._shown: dict[str, ShownPicture] = {}
        for source in sources:
            if source not in self._shown and (data := _read_inline(source) or find_picture(source)):
                self._shown[source] = gallery.show(data)

    def find(self, picture: Element) -> ShownPicture | None:
        """Return what stands for a picture; None where it is not at hand."""
        return self._shown.get(picture.attributes.get("src", ""))

    def count_characters(self, body: Element) -> Mapping[Element, int]:
        """How much text each picture of a page has that may show a part of it.

        Raises:
            RecognitionNeeded: some were not recognised yet, and that is offered.
        """
        if not self._shown:
            return {}
        found = {
            element: shown
            for element in body.iterate_elements()
            if element.name == "img" and (shown := self.find(element)) and shows_content(element)
        }
        counts = self.gallery.count_characters(found.values())
        return {element: counts.get(shown.number, 0) for element, shown in found.items()}


def shows_content(picture: Element) -> bool:
    """Return whether a picture may show a part of the text."""
    sizes = (picture.attributes.get(side, "") for side in ("width", "height"))
    width, height = (
        int(found[0]) if (found := re.match(r"\d{1,5}(?=px|\s*$)", size)) else None for size in sizes
    )
    return is_content(picture.attributes.get("src", ""), width, height)


def _read_inline(source: str) -> bytes:
    """The bytes of a picture that its address holds (RFC 2397), b"" where it holds none."""
    start = _INLINE.match(source)
    if not start:
        return b""
    try:
        return base64.b64decode(unquote_to_bytes(source[start.end() :]))
    except (binascii.Error, ValueError):
        return b""
