"""Numbers with their units as indicators state them, in one unit for each dimension."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """What a number says of an indicator."""

    LEVEL = "level"
    """How much there is."""
    GROWTH = "growth"
    """By how many percent it grows (below 0: falls)."""
    CHANGE = "change"
    """By how much the level rises (below 0: falls), in its own unit or in percentage points."""


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """A number of an indicator.

    Attributes:
        text: as it is, folded (`6.5%左右`).
        low, high: the number, or the ends of a range; in the unit of its dimension (`UNITS`).
        unit: that unit.
        bound: `min` (at least), `max` (at most), `about`, or "".
        currency: `usd` for dollars, "" else.
    """

    text: str
    low: float
    high: float
    unit: str
    bound: str = ""
    currency: str = ""


UNITS = {
    "money": ("元", {"元": 1.0, "美元": 1.0}),
    "flow": ("元", {"元": 1.0, "美元": 1.0}),
    "percent": ("%", {"%": 1.0}),
    "rate": ("%", {}),
    "persons": ("人", {"人": 1.0, "名": 1.0, "个": 1.0}),
    "visits": ("人次", {"人次": 1.0}),
    "households": ("户", {"户": 1.0, "座": 1.0, "个": 1.0}),
    "homes": ("套", {"套": 1.0, "户": 1.0}),
    "count": (
        "个",
        dict.fromkeys(
            ("个", "家", "户", "件", "台", "部", "座", "张", "所", "条", "辆", "套", "处", "根", "项", "片"),
            1.0,
        ),
    ),
    "length": ("公里", {"公里": 1.0, "千米": 1.0}),
    "area": ("亩", {"亩": 1.0, "公顷": 15.0}),
    "area2": ("平方公里", {"平方公里": 1.0, "亩": 1 / 1500, "公顷": 0.01}),
    "weight": ("吨", {"吨": 1.0, "斤": 0.0005, "公斤": 0.001}),
    "days": ("天", {"天": 1.0}),
    "density": ("微克/立方米", {"微克/立方米": 1.0, "微克": 1.0}),
    "years": ("岁", {"岁": 1.0}),
    "heads": ("头", {"头": 1.0}),
    "cases": ("件", {"件": 1.0, "宗": 1.0, "条": 1.0, "份": 1.0}),
}
"""The unit of each dimension, and what other units make of it."""

_SCALES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "百万": 1e6, "千万": 1e7, "万亿": 1e12}
PASSING = "超过|突破|跨上|迈上|站上|登上|跃上|跨越|越过|迈过"
"""Verbs for a number that was passed."""
_NUMBER = r"\d{1,20}(?:,\d{3}){0,6}(?:\.\d{1,20})?"
_UNIT = (
    r"个百分点|微克/立方米|微克/每立方米|微克|平方公里|平方米|立方米|人次|美元|"
    r"公里|千米|公顷|公斤|%|元|人|名|户|套|个|家|件|台|部|座|张|所|条|辆|处|根|项|片|亩|吨|斤|天|岁|头|宗|份|倍|‰|度"
)
NUMBER = re.compile(
    rf"(?P<bound>不低于|不少于|不小于|至少|高于|{PASSING}|力争达到|达到|不超过|不高于|低于|控制在|约|近)?\s{{0,9}}"
    rf"(?P<low>{_NUMBER})(?:(?P<unit1>%)?(?:-|—|~|－|至|到)(?P<high>{_NUMBER}))?\s{{0,9}}(?P<more>多|余)?"
    rf"(?P<scale>百万|千万|万亿|百|千|万|亿)?(?P<unit>{_UNIT})(?:\(套\)|/人)?"
    rf"(?P<tail>左右|上下|以上|及以上|以内|以下|之内|之间)?"
)
"""A number with its unit, and what bounds it."""

_BOUNDS = {
    **dict.fromkeys(("不低于", "不少于", "不小于", "至少", "高于", "以上", "及以上"), "min"),
    **dict.fromkeys(PASSING.split("|"), "min"),
    **dict.fromkeys(("不超过", "不高于", "低于", "控制在", "以内", "以下", "之内"), "max"),
    **dict.fromkeys(("约", "近", "左右", "上下"), "about"),
}


def read_value(found: re.Match[str], dimension: str, measure: Measure) -> IndicatorValue | None:
    """Return the value that a match of `NUMBER` is for an indicator, None where its unit does not fit."""
    unit, scale = found["unit"], _SCALES[found["scale"] or ""]
    low = float(found["low"].replace(",", ""))
    high = float(found["high"].replace(",", "")) if found["high"] else low
    if (found["unit1"] and unit != "%") or high < low:
        return None
    bound = _BOUNDS.get(found["tail"] or "") or _BOUNDS.get(found["bound"] or "", "")
    if found["more"] and not bound:
        bound = "min"
    text = found[0].strip()
    if unit == "个百分点":
        return IndicatorValue(text, low, high, unit, bound) if measure is Measure.CHANGE else None
    if measure is Measure.GROWTH:
        fits = unit == "%" and scale == 1
        return IndicatorValue(text, low, high, "%", bound) if fits else None
    standard, factors = UNITS[dimension]
    if unit not in factors or (unit == "%" and scale != 1):
        return None
    factor = factors[unit] * scale
    currency = "usd" if unit == "美元" else ""
    return IndicatorValue(text, low * factor, high * factor, standard, bound, currency)
