"""The further pages of a list or of an article, where a script writes the links to them.

The content systems of government sites call a function of their own with the number of pages, the place of
the present one, and the name of the files: `createPageHTML(12, 0, "index", "html")` (TRS WCM, and its kin
with other names and more arguments); the second page is `index_1.html` then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil
from posixpath import basename
from urllib.parse import urljoin, urlsplit

_CALL = re.compile(
    r"\b(?:create_?page|show_?page|make_?page|write_?page|page_?nav|pager|paging)\w*\s*\(([^(){};]{3,300})\)",
    re.I,
)
_ARGUMENT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|(-?\d{1,6}))\s*(?:,|\Z)""")
_SUFFIXES = ("html", "htm", "shtml", "jhtml", "xhtml")
# Counts and names that stand in variables: countPage = 12, m_nRecordCount = 230, m_strPageName = "index".
_VARIABLE = re.compile(r"""\b(\w{4,30})\s*[=:]\s*(?:parseInt\()?["']?([\w./-]{1,80})["']?""")
_TOTALS = ("countpage", "pagecount", "totalpage", "totalpages", "pagetotal", "m_npagecount")
_RECORDS, _SIZES = ("m_nrecordcount", "recordcount", "totalrecord"), ("m_npagesize", "pagesize", "pagenum")
_NAMES, _ENDS = ("m_strpagename", "pagename"), ("m_strpageext", "pageext")
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Pager:
    """What a script says of the pages.

    Attributes:
        total: number of pages.
        addresses: of the pages after the first; () where the script does not tell how they are called.
    """

    total: int
    addresses: tuple[str, ...] = ()


def find_pager(text: str, url: str) -> Pager | None:
    """Return what the script of a page says of the pages of its list or article; None where it has one page.

    Args:
        text: the page, as HTML.
        url: its address.
    """
    for call in _CALL.finditer(text):
        arguments = _read_arguments(call[1])
        numbers = [argument for argument in arguments if isinstance(argument, int)]
        words = [argument for argument in arguments if isinstance(argument, str)]
        end = next((at for at, word in enumerate(words) if word.strip(".").lower() in _SUFFIXES), 0)
        if len(numbers) > 1 and 0 <= numbers[1] <= numbers[0] and end:
            return _make(numbers[0], words[end - 1], words[end].strip("."), url)
    return _find_in_variables(text, url)


def _read_arguments(text: str) -> list[str | int]:
    arguments: list[str | int] = []
    at = 0
    while found := _ARGUMENT.match(text, at):
        if found.end() == at:
            break
        arguments.append(int(found[3]) if found[3] else found[1] or found[2] or "")
        at = found.end()
    return arguments


def _find_in_variables(text: str, url: str) -> Pager | None:
    said = {found[1].lower(): found[2] for found in _VARIABLE.finditer(text)}

    def number(names: tuple[str, ...]) -> int:
        return next((int(said[name]) for name in names if said.get(name, "").isdecimal()), 0)

    total = number(_TOTALS)
    if not total and number(_SIZES):
        total = ceil(number(_RECORDS) / number(_SIZES))
    name = next((said[each] for each in _NAMES if each in said), "")
    end = next((said[each].strip(".") for each in _ENDS if each in said), "")
    if name and end.lower() in _SUFFIXES:
        return _make(total, name, end, url)
    return Pager(total) if 1 < total <= _MOST else None


def _make(total: int, name: str, end: str, url: str) -> Pager | None:
    if not 1 < total <= _MOST:
        return None
    return Pager(total, tuple(urljoin(url, f"{name}_{at}.{end}") for at in range(1, total)))


def is_page_of(address: str, url: str) -> bool:
    """Whether an address is that of a further page of an article: `p2020_1.html` beside `p2020.html`, or the
    same address with another number of the page in its query."""
    own, other = urlsplit(url), urlsplit(address)
    if (own.scheme, own.netloc) != (other.scheme, other.netloc):
        return False
    if own.path == other.path:
        differing = re.sub(
            r"(?:^|&)(?:page|p|pageno|currentpage|pn)=\d{1,3}(?=&|$)", "", other.query, flags=re.I
        )
        return own.query != other.query and differing.strip("&") == own.query
    stem, dot, end = basename(own.path).rpartition(".")
    folder = own.path[: len(own.path) - len(basename(own.path))]
    numbered = re.fullmatch(rf"{re.escape(folder + stem)}[_-]\d{{1,2}}{re.escape(dot + end)}", other.path)
    return bool(stem) and numbered is not None and own.query == other.query
