"""Web pages that a browser saved as one file (MHTML, RFC 2557): how they are recognised."""

from __future__ import annotations

import re

from indexer.extraction.embedded import PICTURES

NAME = "mhtml"
LABEL = "网页归档"
SUFFIXES = (".mht", ".mhtml")
SANDBOXED_FROM = 512 * 1024
READER = "indexer.extraction.mhtml.reader"
RENDERER = PICTURES

_HEADER = re.compile(rb"^(?:MIME-Version|Content-Type:\s*multipart/(?:related|mixed))", re.I | re.M)
_MARKUP = re.compile(rb"\s*<")


def recognise(data: bytes, name: str) -> bool:
    """Return whether bytes begin with the header of a mail that carries a page."""
    return _HEADER.search(data[:1024]) is not None and not _MARKUP.match(data)
