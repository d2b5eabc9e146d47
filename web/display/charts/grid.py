"""Compared figures laid out: a table for all, a chart where there is something to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.figures.comparison import Item, Point
from indexer.figures.distribution import Distribution
from web.display.charts import chart

_MOST_BARS = 40


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell: what it shows, where it is in the report, and the number of its note (0 for none)."""

    text: str
    report: str
    anchor: str
    note: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a year or a body; None where there is no report.

    Attributes:
        series: of the body; year: the year; one of them is what the row stands for.
        rank: its place among bodies of its level with a number (`2 / 7`), "" where none is shown.
    """

    label: str
    cells: tuple[Shown | None, ...]
    series: str = ""
    year: int | None = None
    rank: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, what it shows in words, and the names of its lines (none for a single one)."""

    chart: chart.Chart
    title: str
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A comparison as it is shown.

    Attributes:
        first: what heads the first column.
        heads: what heads the others.
        notes: why cells have no number, or what it is made of; cells name them from 1.
        before: the years with reports that have no such cell, which come before the first that has one.
        spread: how the items are spread over bodies of one level; () where years are compared.
    """

    first: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    pictures: tuple[Picture, ...]
    before: tuple[int, ...] = ()
    spread: tuple[Distribution, ...] = ()

    @property
    def is_ranked(self) -> bool:
        """Whether rows say their place among bodies of their level."""
        return any(row.rank for row in self.rows)


Compared = Sequence[tuple[str, Item, Sequence[Point]]]
"""Lines of a comparison: what each is called, its item, and the item in each report."""


def arrange_over_years(compared: Compared, title: str) -> Grid:
    """Years from top to bottom, every year from the first with data to the last; lines from left to right."""
    found = [{point.heading.year: point for point in points} for _, _, points in compared]
    known = sorted({year for points in found for year in points if year is not None})
    having = {year for points in found for year, point in points.items() if point.said is not None}
    before = tuple(year for year in known if having and year < min(year for year in having if year))
    known = known[len(before) :]
    years = list(range(known[0], known[-1] + 1)) if known else []
    notes: list[str] = []
    rows = tuple(
        Row(f"{year} 年", tuple(_shown(points.get(year), notes) for points in found), year=year)
        for year in years
    )
    heads = tuple(name for name, _, _ in compared)
    lines = [
        chart.Line(name, tuple(_value(points.get(year)) for year in years))
        for name, points in zip(heads, found, strict=True)
    ]
    pictures: tuple[Picture, ...] = ()
    if any(value is not None for line in lines for value in line.values):
        drawn = chart.draw_lines([str(year) for year in years], lines)
        pictures = (Picture(drawn, title, heads if len(heads) > 1 else ()),)
    return Grid("年度", heads, rows, tuple(notes), pictures, before)


def arrange_side_by_side(
    compared: Compared, names: dict[str, str], spread: tuple[Distribution, ...], by_value: bool
) -> Grid:
    """Bodies from top to bottom, items from left to right, all of one year.

    Args:
        names: of the bodies by their series, in the order in which they are listed.
        spread: how the items are spread over these bodies.
        by_value: whether the highest number of the first item comes first.
    """
    notes: list[str] = []
    found = [{point.heading.series: point for point in points} for _, _, points in compared]
    if by_value:
        heights = {series: _value(found[0].get(series)) for series in names}
        order = sorted(
            names, key=lambda series: -(heights[series] or 0) if heights[series] is not None else 1
        )
        names = {series: names[series] for series in order}
    ranks = _rank(spread) if len(compared) == 1 else {}
    rows = tuple(
        Row(
            name,
            tuple(_shown(points.get(series), notes) for points in found),
            series,
            None,
            ranks.get(series, ""),
        )
        for series, name in names.items()
    )
    pictures = []
    for (title, _, _), points in zip(compared, found, strict=True):
        values = [(name, _value(points.get(series))) for series, name in names.items()]
        drawn = [(name, value) for name, value in values if value is not None]
        if 0 < len(drawn) <= _MOST_BARS:
            line = chart.Line(title, tuple(value for _, value in drawn))
            pictures.append(Picture(chart.draw_bars([name for name, _ in drawn], line), title))
    heads = tuple(name for name, _, _ in compared)
    return Grid("机构", heads, rows, tuple(notes), tuple(pictures), spread=spread)


def _rank(spread: tuple[Distribution, ...]) -> dict[str, str]:
    """The places of bodies among those of their level, by series."""
    return {
        series: f"{each.rank(series)} / {len(each.ranked)}"
        for each in spread
        if len(each.ranked) > 1
        for series in each.ranked
    }


def _shown(point: Point | None, notes: list[str]) -> Shown | None:
    if point is None:
        return None
    if point.reason and point.reason not in notes:
        notes.append(point.reason)
    note = notes.index(point.reason) + 1 if point.reason else 0
    if point.value is not None:
        text = chart.number(point.value)
    elif point.said is None:
        text = "无"
    else:
        text = point.said if point.said and len(point.said) <= 6 else "空白" if not point.said else "见注"
    return Shown(text, point.heading.report, point.anchor, note)


def _value(point: Point | None) -> float | None:
    return None if point is None or point.value is None else float(point.value)
