"""Figures and deadlines in a commitment, as they stand and as numbers and dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from indexer.commitments.vocabulary import compile_pattern
from indexer.text.numeral import parse


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure that a commitment states.

    Attributes:
        text: as it is, folded (`不少于5000条`).
        value: the number, 万 and 亿 multiplied out.
        unit: what is counted (`条`, `%`, `元`).
        bound: `min` (at least), `max` (at most), `about`, or "".
    """

    text: str
    value: float
    unit: str
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time by which something is promised.

    Attributes:
        text: as it is, folded (`8月底前`).
        date: last day, ISO 8601; "" where the text gives none (`竣工后30日内`, `汛前`).
    """

    text: str
    date: str = ""


_APPROXIMATE = re.compile("[一二三四五六七八九两]+(?=[一二三四五六七八九两])")
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_TAIL = re.compile(r"\s*(左右|上下|以上|以内|以下)")
_TAIL_BOUND = {"左右": "about", "上下": "about", "以上": "min", "以内": "max", "以下": "max"}
_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》|「[^「」]*」")

_YEAR = r"(?:(?P<year>20\d\d)年|(?P<rel>今年|明年|当年|本年|每年|次年))?"
TIME = re.compile(
    _YEAR + r"(?:(?P<month>\d{1,2})月(?:份)?(?P<day>\d{1,2})日(?:以?前|之前|起)"
    r"|(?P<end>\d{1,2})月(?:份)?(?:底|末)(?:以?前|之前)?|(?P<bare>\d{1,2})月(?:份)?(?:以?前|之前)"
    r"|(?P<quarter>[一二三四1-4])季度(?:末|内|底)?(?:以?前|之前)?(?!度|公|通|抽|查|督)|(?P<half>上|下)半年|(?P<yearend>年底|年末|年内)(?:以?前|之前)?)"
    r"|(?:到|至)(?P<until>20\d\d)年(?:底)?(?!\d)|(?P<within>20\d\d)年(?:底|末|内|度内)(?:以?前|之前)?"
    r"|(?P<open>(?:[^,;。:、\s]{1,8}(?:后|起|之日起))?(?:\d{1,3}|[一二两三四五六七八九十]{1,3})个?(?:工作日|日|天|周|月|小时|年)(?:内|以内|之内)"
    r"|汛前|开学前|采暖季前|春节前|国庆节?前)"
    r"|(?<!\d)(?P<only>\d{1,2})月(?=投|通|建|完|上线|竣|交付|启用|开)"
)
"""A time by which something is to be done; its groups say which."""


@cache
def _figure() -> re.Pattern[str]:
    unit = compile_pattern("unit").pattern
    return re.compile(
        r"(?P<bound>不少于|不低于|至少|不小于|达到|超过|突破|不超过|不高于|控制在)?\s*"
        r"(?<![\d.第])(?:(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>万|亿)?"
        r"|(?P<han>[一二三四五六七八九十百千两]{1,5})(?P<hanscale>万|亿)?(?<!一))"
        rf"(?P<unit>{unit})"
    )


def read_quantities(folded: str) -> tuple[Quantity, ...]:
    """The figures of a text, in their order; none of those inside quotes, and no dates or years."""
    return tuple(_figures(_QUOTED.sub(lambda quoted: " " * len(quoted[0]), folded)))


def _figures(text: str) -> Iterator[Quantity]:
    times = [found.span() for found in TIME.finditer(text)]
    for found in _figure().finditer(text):
        start = found.start("number") if found["number"] else found.start("han")
        if any(left <= start < right for left, right in times):
            continue
        number = float(found["number"].replace(",", "")) if found["number"] else _value(found["han"])
        if number is None:
            continue
        scale, unit = found["scale"] or found["hanscale"] or "", found["unit"]
        for prefix in ("万", "亿"):
            if not scale and unit.startswith(prefix) and len(unit) > 1:
                scale, unit = prefix, unit[1:]
        tail = _TAIL.match(text, found.end())
        bound = _bound(found["bound"]) or (_TAIL_BOUND[tail[1]] if tail else "")
        words = found[0].strip() + (tail[1] if tail else "")
        yield Quantity(words, float(number * _SCALES[scale]), unit, bound)


def _bound(words: str | None) -> str:
    if not words:
        return ""
    return "max" if words in ("不超过", "不高于", "控制在") else "min"


def _value(han: str) -> int | None:
    """The value of a Chinese numeral below ten thousand, None for what is none.

    Of two digits before one unit (二三十) the latter counts; a 百 or 千 without a digit is one.
    """
    exact = _APPROXIMATE.sub("", han)
    return parse(f"一{exact}" if exact[0] in "百千" else exact)


def read_deadlines(folded: str, year: int | None) -> tuple[Deadline, ...]:
    """The times that a text sets itself.

    Args:
        year: the year that a month without a year means; None leaves such dates open.
    """
    return tuple(Deadline(found[0], _date(found, year)) for found in TIME.finditer(folded) if found[0])


def _date(found: re.Match[str], year: int | None) -> str:
    stated = found["year"] or found["until"] or found["within"]
    of = int(stated) if stated else year
    if of is not None and found["rel"] == "次年":
        of += 1
    if of is None or found["open"]:
        return ""
    month, day = 12, 0
    if found["month"]:
        month, day = int(found["month"]), int(found["day"])
    elif found["end"] or found["bare"] or found["only"]:
        month = int(found["end"] or found["bare"] or found["only"])
        if found["bare"]:  # 6月前: before June begins
            month -= 1
    elif found["quarter"]:
        month = 3 * (parse(found["quarter"]) or 0)
    elif found["half"]:
        month = 6 if found["half"] == "上" else 12
    if month == 0:
        of, month = of - 1, 12
    try:
        return date(of, month, day or calendar.monthrange(of, month)[1]).isoformat()
    except (ValueError, calendar.IllegalMonthError):
        return ""
