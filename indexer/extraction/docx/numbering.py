"""The numbers that Word counts and does not write: a heading 一、 is often only a list's format.

ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

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
    """One level of a list: how its numbers are written (`%1、`), where they begin."""

    format: str
    text: str
    start: int


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of a document's lists, in reading order."""

    def __init__(self, part: _Element | None) -> None:
        """Args: part: the root of `numbering.xml`, None where a document has none."""
        abstract: dict[str, _List] = {}
        self._lists: dict[str, _List] = {}
        if part is None:
            return
        for element in part.iterchildren(f"{_W}abstractNum"):
            levels = {
                int(level.get(f"{_W}ilvl", "0")): _level(level) for level in element.iterchildren(f"{_W}lvl")
            }
            abstract[element.get(f"{_W}abstractNumId", "")] = _List(levels)
        for element in part.iterchildren(f"{_W}num"):
            reference = element.find(f"{_W}abstractNumId")
            found = abstract.get("" if reference is None else reference.get(f"{_W}val", ""))
            if found is None:
                continue
            restarts = {
                int(change.get(f"{_W}ilvl", "0")): _number(first)
                for change in element.iterchildren(f"{_W}lvlOverride")
                if (first := change.find(f"{_W}startOverride")) is not None
            }
            # Lists of one abstract list count on, unless one of them says where it begins.
            own = _List(dict(found.levels), found.counts)
            if restarts:
                own.counts = {}
                for at, start in restarts.items():
                    if level := own.levels.get(at):
                        own.levels[at] = _Level(level.format, level.text, start)
            self._lists[element.get(f"{_W}numId", "")] = own

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

        def written(place: re.Match[str]) -> str:
            level = counted.levels.get(int(place[1]) - 1)
            value = counts.get(int(place[1]) - 1, level.start if level else 1)
            return _write(value, level.format if level else "decimal")

        return _PLACE.sub(written, counted.levels[at].text)


def _level(element: _Element) -> _Level:
    values = {name: element.find(f"{_W}{name}") for name in ("numFmt", "lvlText", "start")}
    format_, text = (
        "" if (found := values[name]) is None else found.get(f"{_W}val", "") for name in ("numFmt", "lvlText")
    )
    return _Level(format_ or "decimal", text, _number(values["start"]))


def _number(element: _Element | None) -> int:
    value = "1" if element is None else element.get(f"{_W}val", "1")
    return int(value) if re.fullmatch(r"\d{1,4}", value) else 1


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
