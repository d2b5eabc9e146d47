"""A trend as it is shown: a chart, and tables in which each number leads to its reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.search.auditing.trend import Trend, TrendRow, list_gaps
from indexer.search.query.exact import name_phrase
from indexer.search.query.tree import Query
from web.display.charts.chart import Chart, Line, draw_lines
from web.parameters.trend import TrendAsked

MOST_ROWS = 250
"""Rows of a table that people can still read."""


@dataclass(frozen=True, slots=True)
class TrendNumber:
    """How many reports say a phrase, what share of those held that is, and the search that finds them."""

    count: int
    share: str
    url: str


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A row of a table; `url` leads to the same for its place, "" where there is nothing below."""

    name: str
    held: int
    numbers: tuple[TrendNumber, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class TrendView:
    """A trend laid out.

    Attributes:
        heads: the phrases.
        gaps: years between the first and the last of which nothing is held, in words.
        places: () where there is nothing below the chosen place.
        more: places that are left out.
    """

    heads: tuple[str, ...]
    chart: Chart | None
    total: TrendLine
    years: tuple[TrendLine, ...]
    gaps: str
    places: tuple[TrendLine, ...]
    more: int


def lay_out_trend(trend: Trend, asked: TrendAsked) -> TrendView:
    """Return a trend laid out."""
    heads = tuple(format_phrase(phrase) for phrase in trend.phrases)
    years = [row for row in trend.years if row.year is not None]
    chart = None
    if len(years) > 1 and any(count for row in years for count in row.said):
        lines = [Line(head, tuple(_draw(years, at, asked.by))) for at, head in enumerate(heads)]
        chart = draw_lines([row.value for row in years], lines)
    places = trend.places if len(trend.places) > 1 else ()
    return TrendView(
        heads,
        chart,
        _line(trend, trend.total),
        tuple(_line(trend, row, year=row.value) for row in trend.years),
        "、".join(span.value.replace("..", "–") for span in list_gaps(trend.years)),
        tuple(
            _line(
                trend, row, place=row.value, url="" if row.is_lowest else asked.of_district(row.value).url()
            )
            for row in places[:MOST_ROWS]
        ),
        max(len(places) - MOST_ROWS, 0),
    )


def format_phrase(phrase: Query) -> str:
    """A phrase as people write it: what is left of its straight quotes as Chinese ones."""
    parts = name_phrase(phrase).split('"')
    return "".join(part + ("“" if at % 2 == 0 else "”") for at, part in enumerate(parts[:-1])) + parts[-1]


def _draw(years: list[TrendRow], at: int, by: str) -> Iterator[float | None]:
    for row in years:
        if not row.held:
            yield None
        else:
            yield row.said[at] if by else round(100 * row.said[at] / row.held, 1)


def _line(trend: Trend, row: TrendRow, url: str = "", **filters: str) -> TrendLine:
    numbers = (
        TrendNumber(count, "" if share is None else f"{100 * share:.0f}%", trend.format_url(at, **filters))
        for at, (count, share) in enumerate(zip(row.said, row.shares(), strict=True))
    )
    return TrendLine(row.name, row.held, tuple(numbers), url)
