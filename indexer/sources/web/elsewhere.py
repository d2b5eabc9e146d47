"""Where the text of a page is if it is not in it: behind a refresh, in frames, in a viewer, embedded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml.html import HtmlElement

from indexer.errors import SourceError
from indexer.sources.web.address import normalize
from indexer.sources.web.markup import join, parse
from indexer.sources.web.suffixes import DOCUMENTS, has_suffix

_REFRESH = re.compile(
    r"\s*(\d{1,3})(?:\.\d*)?\s*(?:[;,]\s*(?:url\s*=\s*)?|\s+url\s*=\s*)['\"]?([^'\"]+?)['\"]?\s*\Z", re.I
)
_SCRIPTED = re.compile(
    r"^[^\S\n]*+(?:(?:window|self|top|document|parent)\.){0,4}location(?:\.href)?"
    r"\s{0,9}(?:=|\.replace\(|\.assign\()\s{0,9}[\"']([^\"']{1,2000})[\"']",
    re.M,
)
_HOME = re.compile(r"/(?:(?:index|default)\.\w+)?\Z")
_SOON = 10
_FILE = ("file", "url", "src", "pdf", "fileurl", "path")
_MOST_SCRIPT = 600


def find_refresh(body: bytes, url: str) -> str:
    """Return the address that a page leads on to by itself within ten seconds, "" for none.

    By `<meta http-equiv="refresh">`; by a script only where the page holds nothing else.
    """
    page = parse(body)
    if page is None:
        return ""
    for meta in page.iter("meta"):
        found = _REFRESH.match(meta.get("content") or "")
        if (meta.get("http-equiv") or "").lower() == "refresh" and found and int(found[1]) <= _SOON:
            return _other(join(page, url, found[2]), url)
    scripts = "\n".join(script.text or "" for script in page.iter("script"))
    words = "".join(page.itertext("body", "p", "div", "span", "td", "li")).strip()
    if len(scripts) >= _MOST_SCRIPT or len(words) >= len(scripts) + 40:
        return ""
    moved = _SCRIPTED.search(scripts)
    return _other(join(page, url, moved[1]), url) if moved else ""


def list_frames(body: bytes, url: str) -> list[str]:
    """Return the addresses of pages of the same site that a page shows in frames, in its order."""
    return list(dict.fromkeys(address for address, is_file in _embedded(body, url) if not is_file))


def list_embedded(body: bytes, url: str) -> list[str]:
    """Return the addresses of files that a page embeds or shows in a viewer, in its order."""
    return list(dict.fromkeys(address for address, is_file in _embedded(body, url) if is_file))


def _embedded(body: bytes, url: str) -> Iterator[tuple[str, bool]]:
    page = parse(body)
    if page is None:
        return
    for element in page.iter("iframe", "frame", "embed", "object"):
        given = element.get("data") if element.tag == "object" else element.get("src")
        address = join(page, url, given or "")
        if not address or address == url:
            continue
        if file := _viewed(address, page, url):
            yield file, True
        elif _is_file(address) or _says_pdf(element):
            yield address, True
        elif element.tag in ("iframe", "frame") and is_same_site(address, url):
            yield address, False


def _viewed(address: str, page: HtmlElement, url: str) -> str:
    """The file that a viewer's address names (`viewer.html?file=/a.pdf`), "" where it is no viewer's."""
    parts = urlsplit(address)
    for name, value in parse_qsl(parts.query):
        if name.lower() in _FILE and (_is_file(value) or "viewer" in parts.path.lower()):
            base = address if "viewer" in parts.path.lower() else url
            return join(page, base, unquote(value), own_base=False)
    return ""


def _is_file(address: str) -> bool:
    return has_suffix(address, DOCUMENTS)


def _says_pdf(element: HtmlElement) -> bool:
    return "pdf" in (element.get("type") or "").lower()


def is_same_site(address: str, url: str) -> bool:
    """Whether two addresses are of one site: of one host, or of one below the other (`www.` not counted)."""
    one, other = ((urlsplit(each).hostname or "").removeprefix("www.") for each in (address, url))
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _other(address: str, url: str) -> str:
    """Return an address, "" if it is the page's own, or the site's first page: what is gone leads there."""
    try:
        return "" if address == normalize(url) or _HOME.fullmatch(urlsplit(address).path) else address
    except SourceError:
        return ""
