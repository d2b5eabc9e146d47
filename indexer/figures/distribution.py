"""How an item is spread over bodies of one level in one year: sum, median, quartiles, each one's place.

Only bodies of the same level are put together: the report of a city counts what its districts count once
more, and a bureau is no government. What has no number is named with its reason, never taken for 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from indexer.figures.comparison import Item, Point
from indexer.figures.rates import find_rate
from indexer.figures.results import Body, Heading
from indexer.report.names import UNKNOWN_BODY
from indexer.report.regions import COUNTRY, COUNTY, PREFECTURE, PROVINCE, TOWN, read_divisions
from indexer.report.report import Region
from indexer.report.series import is_of_government

_LEVELS = {
    COUNTRY: "国家级",
    PROVINCE: "省级",
    PREFECTURE: "市级",
    COUNTY: "县级",
    TOWN: "乡级",
    "": "地区不明的",
}
"""Levels of divisions, the highest first, and what people read."""
_GOVERNMENT, _OTHERS = "政府", "部门等机构"


@dataclass(frozen=True, slots=True)
class MissingBody:
    """A body without a number for the item, and why, as a Chinese sentence."""

    series: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """An item over the bodies of one level.

    Attributes:
        level: what people call these bodies (县级政府).
        ranked: series of the bodies with a number, the highest first.
        values: their numbers, in that order.
        missing: bodies of the level without one.
    """

    item: Item
    level: str
    ranked: tuple[str, ...]
    values: tuple[float, ...]
    missing: tuple[MissingBody, ...]

    @property
    def total(self) -> float | None:
        """The sum of the numbers that are there; None for rates, which are not added up."""
        return None if find_rate(self.item.key) or not self.values else sum(self.values)

    @property
    def quartiles(self) -> tuple[float, float, float] | None:
        """The lower quartile, the median and the upper quartile (between neighbours, ends included)."""
        if not self.values:
            return None
        if len(self.values) == 1:
            return (self.values[0],) * 3
        low, middle, high = quantiles(self.values, n=4, method="inclusive")
        return low, middle, high

    def rank(self, series: str) -> int | None:
        """The place of a body, 1 for the highest number, equal ones alike; None where it has none."""
        if series not in self.ranked:
            return None
        return self.values.index(self.values[self.ranked.index(series)]) + 1

    def to_json(self) -> dict[str, Any]:
        """For scripts."""
        low, middle, high = self.quartiles or (None, None, None)
        return {
            "item": self.item.key,
            "name": self.item.name,
            "level": self.level,
            "count": len(self.values),
            "total": self.total,
            "lowest": min(self.values, default=None),
            "lower_quartile": low,
            "median": middle,
            "upper_quartile": high,
            "highest": max(self.values, default=None),
            "missing": [{"body": body.name, "reason": body.reason} for body in self.missing],
        }


def summarize(
    item: Item, points: Iterable[Point], bodies: Sequence[Body], year: int
) -> tuple[Distribution, ...]:
    """Return an item over these bodies in a year, a value for each level, the highest level first.

    Args:
        points: the item in the bodies' reports for that year.
        bodies: those that are put together, also such that have no report for it.
    """
    found = {point.heading.series: point for point in points}
    levels: dict[str, list[Body]] = {}
    for body in sorted(bodies, key=lambda body: _depth(body.region)):
        levels.setdefault(name_level(body.series, body.region), []).append(body)
    return tuple(_summarize_level(item, level, listed, found, year) for level, listed in levels.items())


def name_level(series: str, region: Region | None) -> str:
    """Return what people call the bodies that one is compared with: 县级政府, 市级部门.

    Args:
        series: what a body's reports share: the kind, the division, and the body if not its government.
    """
    return _LEVELS[_find_level(region)] + (_GOVERNMENT if is_of_government(series) else _OTHERS)


def list_levels() -> list[str]:
    """Return all that `name_level` may return."""
    return [level + kind for level in _LEVELS.values() for kind in (_GOVERNMENT, _OTHERS)]


def name_heading_level(heading: Heading) -> str:
    """Return the level of the body of a report (`name_level`)."""
    return name_level(heading.series, heading.region)


def _summarize_level(
    item: Item, level: str, bodies: Sequence[Body], found: dict[str, Point], year: int
) -> Distribution:
    having, missing = [], []
    for body in bodies:
        point = found.get(body.series)
        if point is not None and point.value is not None:
            having.append((float(point.value), body.series))
        else:
            reason = point.reason if point else f"本站没有收录 {year} 年的报告。"
            missing.append(MissingBody(body.series, body.name or UNKNOWN_BODY, reason))
    having.sort(key=lambda pair: -pair[0])
    return Distribution(
        item,
        level,
        tuple(series for _, series in having),
        tuple(value for value, _ in having),
        tuple(missing),
    )


def _find_level(region: Region | None) -> str:
    """The level of a division; "" for none, for a zone, and for one that the table no longer has."""
    table = read_divisions()
    if region is None or table.find_by_code(region.code) is None:
        return ""
    level = table.find_level(region.code)
    return level if level in _LEVELS else ""


def _depth(region: Region | None) -> int:
    return list(_LEVELS).index(_find_level(region))
