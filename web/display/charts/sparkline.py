"""Hits by year as a row of small bars, each of which leads to its year.

A page has some twenty of them: like a facet's values (see `facets`) they are put together here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import NamedTuple

from flask import Flask
from markupsafe import Markup

from indexer.search.facets.values import FacetValue
from web.language.choice import read_language
from web.language.words import translate
from web.parameters.search import Asked

_FEWEST, _MOST = 3, 40
"""Years that are drawn."""
_HEIGHT = 28
"""Of the highest bar; the lowest is one, so that one hit is not none."""


class YearBar(NamedTuple):
    """A year with its hits.

    Attributes:
        held: whether a report of it is held.
        height: of the bar, up to `_HEIGHT`; 0 without hits.
        url: the search of that year.
    """

    year: int
    hits: int
    held: bool
    chosen: bool
    height: int
    url: str


def install(app: Flask) -> None:
    """Give templates `bars_of_years(bars)`."""
    app.jinja_env.globals["bars_of_years"] = render_years


def draw_years(values: Iterable[FacetValue], reported: frozenset[int], asked: Asked) -> tuple[YearBar, ...]:
    """Return a bar for each year from the first that is held to the last; () where there are few.

    Args:
        values: hits by year.
        reported: years that reports are held of.
    """
    counted = {int(value.value): value for value in values if value.value.isdecimal()}
    held = reported | {year for year, value in counted.items() if value.count}
    if len(held) < _FEWEST or max(held) - min(held) >= _MOST:
        return ()
    highest = max((value.count for value in counted.values()), default=0)
    years = range(min(held), max(held) + 1)
    bars = []
    for year, url in zip(years, asked.urls_choosing("year", map(str, years)), strict=True):
        value = counted.get(year)
        hits = value.count if value else 0
        height = max(round(hits / highest * _HEIGHT), 1) if hits else 0
        bars.append(YearBar(year, hits, year in held, bool(value and value.selected), height, url))
    return tuple(bars)


def render_years(bars: Iterable[YearBar]) -> Markup:
    """An item for each year; one of which nothing is held is told from one without hits."""
    code = read_language().code
    return Markup("\n".join([_item(code, bar) for bar in bars]))  # noqa: S704  # all pieces are escaped


def _item(code: str, bar: YearBar) -> str:
    said, drawn = _describe_bar(code, bar.year, bar.hits if bar.held else None), _draw(bar.height)
    number = f'<span aria-hidden="true">{bar.year % 100:02}</span>'
    inner = f'{drawn}<span class="visually-hidden">{said}</span>{number}'
    if not bar.held:
        return f'<li class="not-held" title="{said}">{inner}</li>'
    chosen = ' aria-current="true"' if bar.chosen else ""
    return f'<li><a href="{escape(bar.url)}" title="{said}"{chosen}>{inner}</a></li>'


@lru_cache(4096)
def _describe_bar(code: str, year: int, hits: int | None) -> str:
    """What a bar says, escaped, in the language of the page, whose code keeps it apart from the others'."""
    if hits is None:
        return escape(translate("%(year)s 年没有收录", year=year))
    number = f"{hits:,}"
    return escape(translate("%(year)s 年 %(n)s 处", year=year, n=number))


@lru_cache
def _draw(height: int) -> str:
    bar = f'<rect x="2" y="{_HEIGHT - height}" width="16" height="{height}"/>' if height else ""
    return (
        f'<svg viewBox="0 0 20 {_HEIGHT + 1}" aria-hidden="true" focusable="false">{bar}'
        f'<path d="M0 {_HEIGHT + 0.5}h20"/></svg>'
    )
