"""A facet's values as a tree, for showing.

A page of results has some sixty of them and they are most of its cost: each is put together here
from pieces that are escaped once, which takes a tenth of the time that a template's macro takes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from flask import Flask
from markupsafe import Markup

from indexer.report.names import FACET_NAMES
from indexer.report.report import UNKNOWN
from indexer.search.facets.values import FacetValue
from web.language.choice import read_language
from web.language.place_names import name_place
from web.language.sentences import localize
from web.language.words import translate

_FIRST = 10
"""Values of a long list that are seen before it is unfolded…"""
_MOST_UNFOLDED = 12
"""… and how long a list may be without being folded."""
_LARGE = 10_000
"""Numbers that have no room beside another value's."""


def install(app: Flask) -> None:
    """Give templates `choices(facet, values)` and `facet_panel(facets, chosen)`."""
    app.jinja_env.globals["choices"] = render_choices
    app.jinja_env.globals["facet_panel"] = render_panel


def render_panel(facets: Mapping[str, Sequence[FacetValue]], chosen: int) -> Markup:
    """What hits can be narrowed by: beside them where there is room, folded above them on a phone.

    Args:
        facets: values by facet; a facet without any is not shown.
        chosen: number of values that are chosen.
    """
    shown = [(facet, facets[facet]) for facet in FACET_NAMES if facets.get(facet)]
    if not shown:
        return Markup()
    code = read_language().code
    begin, end = _write_panel(code, chosen)
    fields: list[str] = []
    for facet, values in shown:
        before, behind = _write_field(code, facet)
        fields += (before, render_choices(facet, values), behind)
    return Markup(f"{begin}{''.join(fields)}{end}")  # noqa: S704  # all pieces are escaped or this project's


@lru_cache
def _write_panel(_code: str, chosen: int) -> tuple[str, str]:
    """What is before and behind the facets."""
    told = f'<span class="aside">{translate("已选 %(n)s 项", n=chosen)}</span>' if chosen else ""
    return (
        '<aside class="filters" id="filters" aria-labelledby="filters-title" tabindex="-1">\n'
        '  <details class="folding"><summary>'
        f'<h2 id="filters-title">{translate("筛选")}</h2>{told}</summary>\n',
        f'  <div class="apply"><button type="submit" form="search-form">{translate("应用筛选")}</button>'
        "</div>\n  </details>\n</aside>\n",
    )


@lru_cache
def _write_field(_code: str, facet: str) -> tuple[str, str]:
    """What is before and behind the values of a facet."""
    typed = ""
    if facet == "district":
        typed = (
            '    <input class="facet-typed" form="search-form" name="district"'
            f' aria-label="{escape(translate("输入地名来筛选"))}"'
            f' placeholder="{escape(translate("输入地名"))}"'
            ' list="district-list" data-suggest="/places/suggest" maxlength="80" autocomplete="off"'
            ' spellcheck="false"><datalist id="district-list"></datalist>\n'
        )
    unit = f'<span class="visually-hidden">{translate("（处数）")}</span>'
    legend = f"    <legend>{localize(FACET_NAMES[facet])}{unit}</legend>\n"
    return f'  <fieldset class="facet facet-{facet}">\n{legend}    ', f"{typed}  </fieldset>\n"


def render_choices(facet: str, values: Sequence[FacetValue]) -> Markup:
    """Boxes to tick, each with its name and the number of hits; those below a value can be folded.

    Args:
        values: in their order, each before those below it; one whose parent is not listed is at the top.
    """
    code = read_language().code
    # All pieces are escaped.
    if not any(value.depth for value in values):
        items = [f"<li>{choice}</li>\n" for choice in _write_choices(code, facet, values)]
        seen = any(value.selected for value in values[_FIRST:])
        return Markup(_fold(items, seen, max([value.count for value in values], default=0)))  # noqa: S704
    return Markup(_render_tree(code, facet, values))  # noqa: S704


def _render_tree(code: str, facet: str, values: Sequence[FacetValue]) -> str:
    """Lists within lists, put together from the last value to the first: what lies below one is there."""
    listed = {value.value for value in values}
    parents = [value.parent if value.parent in listed else "" for value in values]
    sizes = Counter(parents)
    below: dict[str, list[str]] = {parent: [] for parent in sizes}
    chosen: set[str] = set()
    """Values that must be unfolded: one below them is chosen."""
    seen: set[str] = set()
    """Values of whose list more than the beginning must be seen."""
    choices = _write_choices(code, facet, values)
    for at in range(len(values) - 1, -1, -1):
        value, parent, choice = values[at], parents[at], choices[at]
        name, items = value.value, below[parent]
        is_open = name in chosen
        if value.selected or is_open:
            chosen.add(parent)
            if sizes[parent] - len(items) > _FIRST:
                seen.add(parent)
        if name not in below:
            items.append(f"<li>{choice}</li>\n")
            continue
        inner = below[name]
        opened = " open" if is_open or sizes[parent] == 1 else ""
        inner.reverse()
        summary = f"<details{opened}><summary>{_name_below(code, value.label)}</summary>\n"
        folded = _fold(inner, name in seen, 0)
        items.append(f'<li class="branch">{choice}{summary}{folded}</details></li>\n')
    below[""].reverse()
    return _fold(below[""], "" in seen, 0)


@lru_cache(1024)
def _name_below(_code: str, label: str) -> str:
    words = translate("%(place)s的下级地区", place=name_place(label))
    return f'<span class="visually-hidden">{words}</span>'


def _fold(items: list[str], seen: bool, largest: int) -> str:
    """A list; of a long one the first ten, the others folded unless one of them must be seen.

    Args:
        largest: of the numbers, so that large ones get a line of their own.
    """
    kind = ' class="large"' if largest >= _LARGE else ""
    if len(items) <= _MOST_UNFOLDED:
        return f"<ul{kind}>\n{''.join(items)}</ul>\n"
    first, rest = "".join(items[:_FIRST]), "".join(items[_FIRST:])
    opened = " open" if seen else ""
    words = translate("更多（%(count)s）", count=len(items) - _FIRST)
    more = f'<details class="more"{opened}><summary>{words}</summary>'
    return f"<ul{kind}>\n{first}</ul>\n{more}<ul{kind}>\n{rest}</ul></details>\n"


def _write_choices(code: str, facet: str, values: Sequence[FacetValue]) -> list[str]:
    """The boxes of values. Their numbers have no unit each: the facet's legend says it once."""
    written = []
    for value, label, count, selected, _, _ in values:
        box, name = _write_pieces(code, facet, value, label)
        empty, ticked = "" if count else " empty", " checked" if selected else ""
        number = count if count < 1000 else f"{count:,}"
        written.append(f'<label class="choice{empty}">{box}{ticked}>\n  {name}{number}</span></label>')
    return written


@lru_cache(maxsize=8192)
def _write_pieces(_code: str, facet: str, value: str, label: str) -> tuple[str, str]:
    """What is around `checked` and before the number of a value: these alone differ from page to page."""
    box = f'<input type="checkbox" form="search-form" name="{escape(facet)}" value="{escape(value)}"'
    shown = name_place(label) if facet == "district" and value != UNKNOWN else localize(label)
    return box, f'<span class="choice-name">{shown}</span> <span class="count">'
