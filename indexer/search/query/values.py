"""Values of facets, fields and numbers, from strings as they stand in a URL or on a command line."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from indexer.errors import QueryError
from indexer.report.names import KIND_NAMES, SORT_NAMES
from indexer.report.regions import read_divisions
from indexer.report.report import UNKNOWN, Kind
from indexer.search.query.tree import District, Grasp, Sort, Years
from indexer.text.fold import fold

Value = TypeVar("Value")

MAX_LIMIT = 200
"""Hits on one page at most."""

_ALONE = "本级"
"""Behind a division's name: without those below it."""
_YEARS = re.compile(r"(\d{4})?年?(?:(\.\.|-|~|—|–|至)(\d{4})?年?)?")
_CODE = re.compile(r"\d{6}(?:\d{3})?|Z\d\d")
_SECTIONS = {**{str(n): n for n in range(1, 7)}, **{char: n for n, char in enumerate("一二三四五六", 1)}}
_KINDS = {
    **dict.fromkeys(
        (
            Kind.DISCLOSURE.value,
            "信息公开年报",
            "政府信息公开年报",
            "政府信息公开工作年度报告",
            "信息公开",
            "年报",
        ),
        Kind.DISCLOSURE,
    ),
    **dict.fromkeys(("work", "政府工作报告", "工作报告"), Kind.WORK),
}


class Places(Hashable, Protocol):
    """What is known of divisions (see `indexer.report.regions`)."""

    def find_codes(self, name: str) -> tuple[str, ...]:
        """Codes of all divisions that a name, present or former, may mean; () for none."""

    def to_value(self, code: str) -> str:
        """The name that represents a division in filters."""


def parse_years(values: Iterable[str]) -> tuple[Years, ...]:
    """Years and ranges of years: `2020`, `2015..2017`, `2015..`, `..2017`, `未详`.

    Raises:
        QueryError: one is not a year.
    """
    return _distinct(_year(value.strip()) for value in values if value.strip())


def _year(value: str) -> Years:
    if value == UNKNOWN:
        return Years(without=True)
    found = _YEARS.fullmatch(fold(value).replace("…", "..").replace(" ", ""))
    if not found or not (found[1] or found[3]):
        raise QueryError(f"“{_shown(value)}”不是年份，请写成 2020、2019..2021、2019.. 或 ..2021。")
    first = int(found[1]) if found[1] else None
    last = int(found[3]) if found[3] else None
    if not found[2]:
        last = first
    if first is not None and last is not None and first > last:
        raise QueryError(f"年份范围“{_shown(value)}”前后颠倒，请写成 {last}..{first}。")
    return Years(first, last)


def parse_districts(values: Iterable[str], places: Places | None) -> tuple[District, ...]:
    """Divisions by name or code, `未详` for reports about an unknown one.

    A name that means exactly one division is replaced by the one that filters use for it
    (从化市 becomes 从化区); an ambiguous name keeps all that it may mean.
    广州市本级 leaves out what lies below.

    Raises:
        QueryError: there is no such division.
    """
    return _distinct(_district(value.strip(), places or _divisions()) for value in values if value.strip())


def _district(value: str, places: Places) -> District:
    if value == UNKNOWN:
        return District(UNKNOWN, ())
    codes = tuple(places.find_codes(value))
    if not codes and _CODE.fullmatch(value) and (name := places.to_value(value)) != UNKNOWN:
        return District(name, (value,))
    if not codes and value.endswith(_ALONE) and value != _ALONE:
        above = _district(value.removesuffix(_ALONE), places)
        return replace(above, value=f"{above.value}{_ALONE}", alone=True)
    if not codes:
        raise QueryError(f"没有找到名为“{_shown(value)}”的地区，请核对名称，例如写成“从化区”或“广州市”。")
    return District(places.to_value(codes[0]) if len(codes) == 1 else value, codes)


def _divisions() -> Places:
    return read_divisions()


def parse_sections(values: Iterable[str]) -> tuple[int, ...]:
    """Statutory numbers 1–6 (or 一–六).

    Raises:
        QueryError: one is none of these.
    """
    return _distinct(_section(value.strip()) for value in values if value.strip())


def _section(value: str) -> int:
    number = _SECTIONS.get(re.sub("^第|(?:部分|章节|章|节|项)$", "", fold(value)))
    if number is None:
        raise QueryError(f"章节“{_shown(value)}”不存在，请用 1 至 6 的数字。")
    return number


def parse_kinds(values: Iterable[str]) -> tuple[Kind, ...]:
    """Kinds of report by their code or Chinese name.

    Raises:
        QueryError: one is neither.
    """
    return _distinct(_kind(value.strip()) for value in values if value.strip())


def _kind(value: str) -> Kind:
    kind = _KINDS.get(fold(value))
    if kind is None:
        raise QueryError(f"类型“{_shown(value)}”不存在，请用 {_offered(KIND_NAMES)}。")
    return kind


def parse_sort(value: str) -> Sort:
    """An order; "" is by relevance.

    Raises:
        QueryError: there is no such order.
    """
    try:
        return Sort(value.strip() or Sort.RELEVANCE)
    except ValueError:
        raise QueryError(f"排序“{_shown(value)}”不存在，请用 {_offered(SORT_NAMES)}。") from None


def parse_grasps(values: Iterable[str]) -> frozenset[Grasp]:
    """What is to be taken literally: `place`, `year`, `kind`, `synonym`, `correction`, `question`, or `all`.

    Raises:
        QueryError: one is none of these.
    """
    wanted = {value.strip() for value in values if value.strip()}
    if "all" in wanted:
        return frozenset(Grasp)
    try:
        return frozenset(map(Grasp, wanted))
    except ValueError:
        raise QueryError(f"网址中的参数 literal 不对，请用 {'、'.join(Grasp)} 或 all。") from None


def number(value: str | int | None, default: int, most: int, name: str) -> int:
    """A whole number from 1 to `most`; `default` where there is none. `name` is how messages call it.

    Raises:
        QueryError: it is not.
    """
    text = "" if value is None else str(value).strip()
    if not text:
        return default
    # Longer digits than any limit are not even turned into a number.
    if not re.fullmatch("[0-9]{1,9}", text) or not 1 <= int(text) <= most:
        raise QueryError(f"{name}“{_shown(text)}”不在范围内，请用 1 至 {most} 的整数。")
    return int(text)


def _distinct(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))


def _offered(names: Mapping[str, str]) -> str:
    """Values with their names, for a sentence: `newest（最新）或 oldest（最早）`."""
    *others, last = (f"{value}（{name}）" for value, name in names.items())
    return f"{'、'.join(others)}或 {last}"


def _shown(value: str) -> str:
    return value if len(value) <= 30 else f"{value[:30]}……"
