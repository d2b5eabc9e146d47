"""Hits by year as a row of small bars, each of which leads to its year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from indexer.archive.catalogue.coverage import Coverage
from indexer.search.facet_values import FacetValue
from indexer.search.query.division_test import make_division_test
from indexer.search.query.tree import District
from web.parameters.search import Asked

_FEWEST, _MOST = 3, 40
"""Years that are drawn."""
_HEIGHT = 28
"""Of the highest bar; the lowest is one, so that one hit is not none."""


@dataclass(frozen=True, slots=True)
class YearBar:
    """A year with its hits.

    Attributes:
        held: whether a report of it is held.
        drawn: the bar.
        url: the search of that year.
    """

    year: int
    hits: int
    held: bool
    chosen: bool
    drawn: Markup
    url: str


def draw_years(
    values: Iterable[FacetValue], coverage: Iterable[Coverage], districts: tuple[District, ...], asked: Asked
) -> tuple[YearBar, ...]:
    """Return a bar for each year from the first that is held to the last; () where there are few.

    Args:
        values: hits by year.
        coverage: the reports held, of which those about the chosen districts count.
    """
    counted = {int(value.value): value for value in values if value.value.isdecimal()}
    is_chosen = make_division_test(districts)
    held = {
        year
        for row in coverage
        if not districts or is_chosen(row.area.codes)
        for year in row.years
        if year is not None
    }
    held |= {year for year, value in counted.items() if value.count}
    if len(held) < _FEWEST or max(held) - min(held) >= _MOST:
        return ()
    highest = max((value.count for value in counted.values()), default=0)
    bars = []
    for year in range(min(held), max(held) + 1):
        value = counted.get(year)
        hits = value.count if value else 0
        url = asked.choosing("year", (str(year),)).url()
        chosen = bool(value and value.selected)
        bars.append(YearBar(year, hits, year in held, chosen, _draw(hits, highest), url))
    return tuple(bars)


def _draw(hits: int, highest: int) -> Markup:
    height = max(round(hits / highest * _HEIGHT), 1) if hits else 0
    bar = f'<rect x="2" y="{_HEIGHT - height}" width="16" height="{height}"/>' if hits else ""
    return Markup(  # noqa: S704  # numbers only
        f'<svg viewBox="0 0 20 {_HEIGHT + 1}" aria-hidden="true" focusable="false">{bar}'
        f'<path d="M0 {_HEIGHT + 0.5}h20"/></svg>'
    )
