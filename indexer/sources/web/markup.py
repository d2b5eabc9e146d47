"""A page as elements, for its links only: what it says is read by `indexer.extraction`."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from lxml import etree, html
from lxml.html import HtmlElement

from indexer.errors import SourceError
from indexer.sources.web.address import normalize
from indexer.text.encoding import decode

# What lxml takes in no text: it says how bytes are to be read, which they have been.
_XML = re.compile(r"\A\s*<\?xml[^>]*>")


def parse(body: bytes) -> HtmlElement | None:
    """Return the elements of a page, None where it is none."""
    try:
        return html.fromstring(_XML.sub("", decode(body).text.replace("\x00", ""), count=1))
    except (SourceError, ValueError, etree.ParserError):
        return None


def join(page: HtmlElement, url: str, reference: str, own_base: bool = True) -> str:
    """Return the address that a reference on a page leads to, "" where it leads nowhere on the web.

    Args:
        url: the address of the page.
        own_base: whether the page's `<base>` counts.
    """
    base = next(iter(page.xpath("//base/@href")), "") if own_base else ""
    try:
        return normalize(urljoin(urljoin(url, base), reference.strip())) if reference.strip() else ""
    except (SourceError, ValueError):
        return ""
