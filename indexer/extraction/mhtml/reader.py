"""Reads web pages that a browser saved as one file: the page in it is read as any other."""

from __future__ import annotations

from dataclasses import replace
from email import policy
from email.message import Message
from email.parser import BytesParser

from indexer.errors import EmptySource, SourceError
from indexer.extraction.base import ReadPart
from indexer.report.document import Document
from indexer.settings import Settings

_ADDRESSES = ("Snapshot-Content-Location", "Content-Location")
_LEAST = 3
"""Frames that are read where the page itself shows nothing."""


def extract(data: bytes, settings: Settings, read_part: ReadPart) -> Document:
    """Read the page of an archive; where it only frames others, the longest of those.

    Raises:
        EmptySource: it holds no page with text.
    """
    message = BytesParser(policy=policy.compat32).parsebytes(data)
    pages = [
        part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    found: list[tuple[int, Message, Document]] = []
    for part in pages[: _LEAST + 1]:
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes):
            continue
        try:
            document = read_part(body, "page.html")
        except SourceError:
            continue
        found.append((len(document.text), part, document))
    if not found:
        raise EmptySource("MHT 网页归档中没有带文字的网页，请用浏览器打开，另存为 HTML 后再收录。")
    _, part, document = max(found, key=lambda each: each[0])
    address = next(
        (str(value) for each in (part, message) for name in _ADDRESSES if (value := each.get(name))), ""
    )
    metadata = {"url": address, **document.metadata} if address.startswith("http") else document.metadata
    return replace(document, format="mhtml", metadata=metadata)
