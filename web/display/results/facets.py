"""A facet's values as a tree, for showing.

A page of results has some sixty of them and they are most of its cost: each is put together here
from pieces that are escaped once, which takes a tenth of the time that a template's macro takes.
"""

from __future__ import annotations

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
        fields += (before, _write_choices(code, facet, values), behind)
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
    # All pieces are escaped.
    return Markup(_write_choices(read_language().code, facet, values))  # noqa: S704


def _write_choices(code: str, facet: str, values: Sequence[FacetValue]) -> str:
    below = _group_below(values)
    return _write_list(code, facet, below[""], below)[0]


def _group_below(values: Sequence[FacetValue]) -> dict[str, list[FacetValue]]:
    """Values by the value that they are below, those at the top by ""."""
    below: dict[str, list[FacetValue]] = {"": []}
    listed = {value.value for value in values}
    for value in values:
        parent = value.parent if value.parent in listed else ""
        if parent in below:
            below[parent].append(value)
        else:
            below[parent] = [value]
    return below


def _write_list(
    code: str, facet: str, values: Sequence[FacetValue], below: Mapping[str, Sequence[FacetValue]]
) -> tuple[str, bool]:
    """A list with the lists below its values, and whether one of all these is chosen.

    Their numbers have no unit each: the facet's legend says it once.
    """
    items: list[str] = []
    last_chosen = -1
    for value, label, count, selected, _, _ in values:
        number = count if count < 1000 else f"{count:,}"
        choice = f"{_begin_choice(code, facet, value, label, (selected, not count))}{number}</span></label>"
        if value not in below:
            items.append(f"<li>{choice}</li>\n")
        else:
            inner, is_open = _write_list(code, facet, below[value], below)
            opened = " open" if is_open or len(values) == 1 else ""
            summary = f"<details{opened}><summary>{_name_below(code, label)}</summary>\n"
            items.append(f'<li class="branch">{choice}{summary}{inner}</details></li>\n')
            selected = selected or is_open
        if selected:
            last_chosen = len(items)
    kind = ""
    if len(below) == 1 and max([value.count for value in values], default=0) >= _LARGE:
        kind = ' class="large"'
    return _fold(items, last_chosen > _FIRST, kind), last_chosen > 0


@lru_cache(1024)
def _name_below(_code: str, label: str) -> str:
    words = translate("%(place)s的下级地区", place=name_place(label))
    return f'<span class="visually-hidden">{words}</span>'


def _fold(items: Sequence[str], seen: bool, kind: str) -> str:
    """A list; of a long one the first ten, the others folded unless one of them must be seen.

    Args:
        kind: an attribute of the list; large numbers get a line of their own.
    """
    if len(items) <= _MOST_UNFOLDED:
        return f"<ul{kind}>\n{''.join(items)}</ul>\n"
    first, rest = "".join(items[:_FIRST]), "".join(items[_FIRST:])
    opened = " open" if seen else ""
    words = translate("更多（%(count)s）", count=len(items) - _FIRST)
    more = f'<details class="more"{opened}><summary>{words}</summary>'
    return f"<ul{kind}>\n{first}</ul>\n{more}<ul{kind}>\n{rest}</ul></details>\n"


@lru_cache(maxsize=8192)
def _begin_choice(_code: str, facet: str, value: str, label: str, state: tuple[bool, bool]) -> str:
    """The box of a value up to its number, which alone differs from page to page.

    Args:
        state: whether it is chosen, and whether it has no hits.
    """
    selected, is_empty = state
    empty, ticked = " empty" if is_empty else "", " checked" if selected else ""
    shown = name_place(label) if facet == "district" and value != UNKNOWN else localize(label)
    return (
        f'<label class="choice{empty}"><input type="checkbox" form="search-form" name="{escape(facet)}"'
        f' value="{escape(value)}"{ticked}>\n  <span class="choice-name">{shown}</span> <span class="count">'
    )
