"""The links of a page: to reports and further lists of them, and to attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html

from indexer.errors import SourceError
from indexer.extraction.formats import SUFFIXES
from indexer.sources.web.address import normal
from indexer.text.encoding import decode

_REPORT = re.compile(r"年度?报告?(?!制度|表|会|栏|专)|年报|工作报告")
_NEXT = re.compile(r"^[\s\[【«<>]*(?:下一?页|后一?页|next|[2-9]|[1-4]\d)[\s\]】»>]*$", re.I)
_ATTACHED = tuple(suffix for suffix in SUFFIXES if "htm" not in suffix and suffix != ".txt")
_MOST = 5_000


def reports(body: bytes, url: str) -> tuple[list[str], list[str]]:
    """The addresses on a list that its words call reports, and those of the list's other pages.

    Args:
        body: the page.
        url: its address; links to other sites are left out.
    """
    found, further = dict[str, None](), dict[str, None]()
    for address, words in _links(body, url):
        if urlsplit(address).hostname != urlsplit(url).hostname:
            continue
        if _REPORT.search(words):
            found[address] = None
        elif _NEXT.match(words):
            further[address] = None
    return list(found), list(further)


def attachments(body: bytes, url: str) -> list[str]:
    """The addresses of files (DOCX, PDF) that a page links to."""
    return list(
        dict.fromkeys(
            address
            for address, words in _links(body, url)
            if unquote(urlsplit(address).path).lower().endswith(_ATTACHED)
            or words.lower().endswith(_ATTACHED)
        )
    )


# What lxml takes in no text: it says how bytes are to be read, which they have been.
_XML = re.compile(r"\A\s*<\?xml[^>]*>")


def _links(body: bytes, url: str) -> Iterator[tuple[str, str]]:
    """Addresses and words of the links of a page, in its order; none where it is no page."""
    try:
        text = decode(body).text.replace("\x00", "")
        page = html.fromstring(_XML.sub("", text, count=1))
    except (SourceError, ValueError, etree.ParserError):
        return
    base = next(iter(page.xpath("//base/@href")), "")
    for at, link in enumerate(page.iter("a")):
        if at > _MOST:
            return
        words = " ".join([link.text_content(), link.get("title") or ""]).strip()
        try:
            yield normal(urljoin(urljoin(url, base), (link.get("href") or "").strip())), words
        except (SourceError, ValueError):
            continue
