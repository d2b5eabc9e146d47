"""Hits by year as a row of small bars, each of which leads to its year.

A page has some twenty of them: like a facet's values (see `facets`) they are put together here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from markupsafe import Markup

from indexer.search.facets.values import FacetValue
from web.language.choice import read_language
from web.language.words import translate
from web.parameters.search import Asked

_FEWEST, _MOST = 3, 40
"""Years that are drawn."""
_HEIGHT = 28
"""Of the highest bar; the lowest is one, so that one hit is not none."""
_HITS = "\0hits"
"""Where the number of hits goes, which differs from page to page."""


def draw_years(values: Iterable[FacetValue], reported: frozenset[int], asked: Asked) -> Markup:
    """Return an item for each year from the first that is held to the last; nothing where there are few.

    A year of which nothing is held is told from one without hits.

    Args:
        values: hits by year.
        reported: years that reports are held of.
        asked: what was asked for, whose address with another year a bar leads to.
    """
    counted = {int(value.value): value for value in values if value.value.isdecimal()}
    held = reported | {year for year, value in counted.items() if value.count}
    if len(held) < _FEWEST or max(held) - min(held) >= _MOST:
        return Markup()
    highest = max([value.count for value in counted.values()], default=0)
    before, behind = map(escape, asked.address_around("year"))
    code, items = read_language().code, []
    for year in range(min(held), max(held) + 1):
        begins, ends, nothing, short = _name(code, year)
        if year not in held:
            items.append(nothing)
            continue
        value = counted.get(year)
        hits = value.count if value else 0
        height = max(round(hits / highest * _HEIGHT), 1) if hits else 0
        said = f"{begins}{hits:,}{ends}"
        current = ' aria-current="true"' if value and value.selected else ""
        items.append(
            f'<li><a href="{before}{year}{behind}" title="{said}"{current}>{_DRAWINGS[height]}'
            f'<span class="visually-hidden">{said}{short}</a></li>'
        )
    return Markup("\n".join(items))  # noqa: S704  # all pieces are escaped


def _draw(height: int) -> str:
    bar = f'<rect x="2" y="{_HEIGHT - height}" width="16" height="{height}"/>' if height else ""
    return f'<svg viewBox="0 0 20 {_HEIGHT}" aria-hidden="true">{bar}</svg>'


_DRAWINGS = tuple(map(_draw, range(_HEIGHT + 1)))
"""A bar of each height."""


@lru_cache(1024)
def _name(_code: str, year: int) -> tuple[str, str, str, str]:
    """What is around the number of hits where a year's bar says it, what is there in place of a year of which
    nothing is held, and what is behind what a bar says, in the language of the page, whose code keeps it
    apart from the others'.
    """
    begins, _, ends = escape(translate("%(year)s 年 %(n)s 处", year=year, n=_HITS)).partition(_HITS)
    nothing = escape(translate("%(year)s 年没有收录", year=year))
    short = f'</span><span aria-hidden="true">{year % 100:02}</span>'
    said = f'{_DRAWINGS[0]}<span class="visually-hidden">{nothing}{short}'
    return begins, ends, f'<li class="not-held" title="{nothing}">{said}</li>', short
