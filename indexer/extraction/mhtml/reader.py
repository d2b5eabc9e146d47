"""Reads web pages that a browser saved as one file: the page in it is read as any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from email import policy
from email.message import Message
from email.parser import BytesParser

from indexer.errors import EmptySource, SourceError
from indexer.extraction.base import ReadPart
from indexer.extraction.lines import furniture
from indexer.extraction.mhtml.parts import MailParts
from indexer.report.document import Block, Document, Table
from indexer.settings import Settings

_ADDRESSES = ("Snapshot-Content-Location", "Content-Location")
_PAGES = ("text/html", "application/xhtml+xml")
_MOST = 50
_LEAST = 3
"""Frames that are read where the page itself shows nothing."""


def extract(data: bytes, settings: Settings, read_part: ReadPart) -> Document:
    """Read the page of an archive; where it only frames others, the longest of those.

    An archive of pages in their order (`multipart/mixed`, as `fetch` makes of an article over several) is
    read whole.

    Raises:
        EmptySource: it holds no page with text.
    """
    message = BytesParser(policy=policy.compat32).parsebytes(data)
    in_order = message.get_content_type() == "multipart/mixed"
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    parts = MailParts(message)
    found: list[tuple[Message, Document]] = []
    for part in pages[: _MOST if in_order else _LEAST + 1]:
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes):
            continue
        try:
            found.append((part, read_part(body, "page.html", parts.find_beside(part))))
        except SourceError:
            continue
    if not found:
        raise EmptySource("MHT 网页归档中没有带文字的网页，请用浏览器打开，另存为 HTML 后再收录。")
    part, document = found[0] if in_order else max(found, key=lambda each: len(each[1].text))
    addresses = (str(value) for each in (part, message) for name in _ADDRESSES if (value := each.get(name)))
    address = next(addresses, "")
    metadata = {"url": address, **document.metadata} if address.startswith("http") else document.metadata
    blocks = document.blocks
    if in_order:
        notes = tuple(dict.fromkeys(note for _, each in found for note in each.notes))
        blocks = tuple(block for _, each in found for block in _without_repetition(each, document))
        document = replace(document, notes=notes)
    return replace(document, format="mhtml", metadata=metadata, blocks=blocks)


def _without_repetition(page: Document, first: Document) -> Sequence[Block | Table]:
    """The blocks of a page without the title that each page repeats."""
    if page is first or not page.blocks:
        return page.blocks
    return furniture.drop_title(page.blocks, first.title)
