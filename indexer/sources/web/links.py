"""The links of a page: to reports and further lists of them, to attachments and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from indexer.errors import SourceError
from indexer.extraction.lines.pictures import is_content
from indexer.sources.web.address import normalize
from indexer.sources.web.markup import join, parse
from indexer.sources.web.pager import Pager, find_pager, is_page_of
from indexer.sources.web.suffixes import ATTACHMENTS, has_suffix
from indexer.text.encoding import decode

_REPORT = re.compile(r"年度?报告?(?!制度|表|会|栏|专)|年报|工作报告")
_NEXT = re.compile(r"^[\s\[【«<>]*(?:下一?页|后一?页|next|[2-9]|[1-4]\d)[\s\]】»>]*$", re.I)
_ENDS = "|".join(suffix.lstrip(".") for suffix in (".html", ".htm", ".shtml", ".jsp", *ATTACHMENTS))
_OPENED = re.compile(
    rf"""["']([^"'\s]{{1,300}}\.(?:{_ENDS})(?:\?[^"'\s]*)?|[^"'\s]{{0,200}}\?[^"'\s]{{1,200}})["']"""
)
_MOST = 5_000


def find_reports(body: bytes, url: str) -> tuple[list[str], list[str]]:
    """Return the addresses on a list that its words call reports, and those of further pages that it links.

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


def find_script_pager(body: bytes, url: str) -> Pager | None:
    """Return what a script on a list says of its pages (`pager.find_pager`)."""
    return find_pager(_text(body), url)


def find_attachments(body: bytes, url: str) -> list[str]:
    """Return the addresses of documents, and of archives of them, that a page links to."""
    return list(
        dict.fromkeys(
            address
            for address, words in _links(body, url)
            if has_suffix(address, ATTACHMENTS) or words.lower().endswith(ATTACHMENTS)
        )
    )


def find_pictures(body: bytes, url: str) -> list[str]:
    """Return the addresses of the pictures of a page that may show a part of its text, by their names and by
    the sizes that it states.
    """
    page = parse(body)
    if page is None:
        return []
    found: dict[str, None] = {}
    for picture in islice(page.iter("img"), _MOST):
        source = (picture.get("src") or "").strip()
        sizes = (picture.get(side) or "" for side in ("width", "height"))
        width, height = (int(size) if size.isdecimal() and len(size) < 6 else None for size in sizes)
        if source[:5].lower() != "data:" and is_content(source, width, height):
            found[join(page, url, source)] = None
    return [address for address in found if address]


def find_pages(body: bytes, url: str) -> list[str]:
    """Return the addresses of the further pages of an article, in their order."""
    pager = find_pager(_text(body), url)
    scripted = pager.addresses if pager else ()
    linked = [address for address, words in _links(body, url) if _NEXT.match(words)]
    own = normalize(url)
    found = dict.fromkeys(address for address in (*scripted, *linked) if is_page_of(address, own))
    return sorted(found, key=_page_number)


def _page_number(address: str) -> int:
    numbers = re.findall(r"\d+", urlsplit(address).query or urlsplit(address).path.rpartition("/")[2])
    return int(numbers[-1]) if numbers else 0


def _text(body: bytes) -> str:
    try:
        return decode(body).text
    except SourceError:
        return ""


def _links(body: bytes, url: str) -> Iterator[tuple[str, str]]:
    """Yield addresses and words of the links of a page, in its order; none where it is no page."""
    page = parse(body)
    if page is None:
        return
    for at, link in enumerate(page.iter("a")):
        if at > _MOST:
            return
        words = " ".join([link.text_content(), link.get("title") or ""]).strip()
        reference = (link.get("href") or "").strip()
        if not reference or reference.startswith(("#", "javascript:")):
            # Opened by a script: its first words in quotes that name a page.
            opened = _OPENED.search(" ".join([link.get("onclick") or "", reference]))
            reference = opened[1] if opened else reference
        if address := join(page, url, reference):
            yield address, words
