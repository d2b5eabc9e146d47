"""Web pages: how they are recognised; `reader` reads them."""

from __future__ import annotations

import re

from indexer.extraction.embedded import PICTURES

NAME = "html"
LABEL = "网页"
SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")
SANDBOXED_FROM = 512 * 1024
READER = "indexer.extraction.html.reader"
RENDERER = PICTURES

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)[\s>]", re.I)
_TAG = re.compile(rb"</?(?:p|div|span|td|tr|table|br|li|ul|h[1-6]|font|b|strong)(?:\s[^<>]*)?/?>", re.I)


def recognise(data: bytes, name: str) -> bool:
    """Return whether bytes begin like a page or hold many tags; one tag is enough where the name says so."""
    start = data[:65536].replace(b"\x00", b"")
    if _PAGE.search(start[:4096]):
        return True
    tags = len(_TAG.findall(start))
    return tags > 9 or (tags > 0 and name.lower().endswith(SUFFIXES))
