"""The numbers that Word counts and does not write: a heading 一、 is often only a list's format.

ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from indexer.extraction.docx.style import Styles, is_on, value

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_COUNTED = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "japaneseDigitalTenThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "koreanCounting",
}
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(slots=True)
class _Level:
    """One level of a list: how its numbers are written (`%1、`), where they begin, the paragraph style that
    takes it, and whether the numbers of all levels in it are decimal."""

    format: str
    text: str
    start: int
    style: str = ""
    is_legal: bool = False


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of a document's lists, in reading order."""

    def __init__(self, part: _Element | None, styles: Styles) -> None:
        """Args:
        part: the root of `numbering.xml`, None where a document has none.
        styles: the document's styles, for lists that are set by one.
        """
        self._lists: dict[str, _List] = {}
        if part is None:
            return
        abstract = {
            element.get(f"{_W}abstractNumId", ""): element
            for element in part.iterchildren(f"{_W}abstractNum")
        }
        lists = {element.get(f"{_W}numId", ""): element for element in part.iterchildren(f"{_W}num")}
        named = {name: at for at, element in abstract.items() if (name := value(element, "styleLink"))}
        counted: dict[str, _List] = {}
        for number, element in lists.items():
            at, seen = value(element, "abstractNumId"), set[str]()
            # A list that only names a list style is the one that the style sets (17.9.21, 17.9.27).
            while at in abstract and at not in seen and (link := value(abstract[at], "numStyleLink")):
                seen.add(at)
                at = named.get(link) or value(lists.get(styles.read_lists(link)), "abstractNumId")
            if at in abstract:
                found = counted.setdefault(at, _List(_levels(abstract[at])))
                self._lists[number] = _override(found, element)

    def find_level(self, number: str, styles: Iterable[str]) -> str:
        """The level of a list that one of these paragraph styles takes, "" for none."""
        levels = self._lists[number].levels if number in self._lists else {}
        taken = {level.style: at for at, level in levels.items() if level.style}
        return next((str(taken[style]) for style in styles if style in taken), "")

    def label(self, number: str, at: int) -> str:
        """The number of the next paragraph of a list at this level, as it is shown; "" for a bullet."""
        counted = self._lists.get(number)
        if counted is None or at not in counted.levels:
            return ""
        counts = counted.counts
        counts[at] = counts.get(at, counted.levels[at].start - 1) + 1
        for deeper in [level for level in counts if level > at]:
            del counts[deeper]
        if counted.levels[at].format in ("bullet", "none"):
            return ""

        shown = counted.levels[at]

        def written(place: re.Match[str]) -> str:
            level = counted.levels.get(int(place[1]) - 1)
            value = counts.get(int(place[1]) - 1, level.start if level else 1)
            return _write(value, level.format if level and not shown.is_legal else "decimal")

        return _PLACE.sub(written, shown.text)


def _levels(element: _Element) -> dict[int, _Level]:
    return {
        _digits(level.get(f"{_W}ilvl", "0"), 0): _level(level) for level in element.iterchildren(f"{_W}lvl")
    }


def _override(found: _List, element: _Element) -> _List:
    """A list as its own overrides change the abstract one (17.9.8)."""
    # Lists of one abstract list count on, unless one of them says where it begins.
    own = _List(dict(found.levels), found.counts)
    for change in element.iterchildren(f"{_W}lvlOverride"):
        at = _digits(change.get(f"{_W}ilvl", "0"), 0)
        whole = change.find(f"{_W}lvl")
        if whole is not None:
            own.levels[at] = _level(whole)
            own.counts = {}
        if value(change, "startOverride") and at in own.levels:
            own.levels[at] = replace(own.levels[at], start=_digits(value(change, "startOverride"), 1))
            own.counts = {}
    return own


def _level(element: _Element) -> _Level:
    return _Level(
        value(element, "numFmt") or "decimal",
        value(element, "lvlText"),
        _digits(value(element, "start"), 1),
        value(element, "pStyle"),
        is_on(element, "isLgl"),
    )


def _digits(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,4}", text) else otherwise


def _write(value: int, format_: str) -> str:
    if format_ in _COUNTED:
        return _counted(value)
    if format_ in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _counted(value).translate(str.maketrans(_DIGITS + "十", _FORMAL + "拾"))
    if format_ in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < value <= 20:
        return chr(ord("①") + value - 1)
    if format_ == "decimalFullWidth":
        return str(value).translate(_FULL_WIDTH)
    if format_ in ("upperLetter", "lowerLetter") and 0 < value <= 26:
        return chr(ord("A" if format_ == "upperLetter" else "a") + value - 1)
    return str(value)


def _counted(value: int) -> str:
    """一 … 九十九; a list of a report has no more."""
    tens, units = divmod(value, 10)
    if not 0 < value < 100:
        return str(value)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[units] if units else "")
