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
    highest = max((value.count for value in counted.values()), default=0)
    before, behind = map(escape, asked.address_around("year"))
    code, items = read_language().code, []
    for year in range(min(held), max(held) + 1):
        value = counted.get(year)
        hits = value.count if value else 0
        height = max(round(hits / highest * _HEIGHT), 1) if hits else 0
        if year in held:
            said, inner = _describe(code, year, hits, height)
            current = ' aria-current="true"' if value and value.selected else ""
            items.append(f'<li><a href="{before}{year}{behind}" title="{said}"{current}>{inner}</a></li>')
        else:
            said, inner = _describe(code, year, None, 0)
            items.append(f'<li class="not-held" title="{said}">{inner}</li>')
    return Markup("\n".join(items))  # noqa: S704  # all pieces are escaped


@lru_cache(8192)
def _describe(_code: str, year: int, hits: int | None, height: int) -> tuple[str, str]:
    """What a bar says, escaped, and the bar with what is below it, in the language of the page, whose code
    keeps it apart from the others'.

    Args:
        hits: None where nothing is held.
        height: of the bar, up to `_HEIGHT`.
    """
    if hits is None:
        said = escape(translate("%(year)s 年没有收录", year=year))
    else:
        number = f"{hits:,}"
        said = escape(translate("%(year)s 年 %(n)s 处", year=year, n=number))
    bar = f'<rect x="2" y="{_HEIGHT - height}" width="16" height="{height}"/>' if height else ""
    drawing = f'<svg viewBox="0 0 20 {_HEIGHT}" aria-hidden="true">{bar}</svg>'
    short = f'<span aria-hidden="true">{year % 100:02}</span>'
    return said, f'{drawing}<span class="visually-hidden">{said}</span>{short}'
