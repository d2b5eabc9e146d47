"""A facet's values as a tree, for showing.

A page of results has some sixty of them and they are most of its cost: each is put together here
from pieces that are escaped once, which takes a tenth of the time that a template's macro takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from flask import Flask
from markupsafe import Markup

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
    """Give templates `choices(facet, values)`."""
    app.jinja_env.globals["choices"] = render_choices


def render_choices(facet: str, values: Sequence[FacetValue]) -> Markup:
    """Boxes to tick, each with its name and the number of hits; those below a value can be folded.

    Args:
        values: in their order, each before those below it; one whose parent is not listed is at the top.
    """
    # All pieces are escaped.
    if not any(value.depth for value in values):
        code = read_language().code
        items = [f"<li>{_choice(code, facet, value)}</li>\n" for value in values]
        seen = any(value.selected for value in values[_FIRST:])
        return Markup(_fold(items, seen, max((value.count for value in values), default=0)))  # noqa: S704
    return Markup(_list(read_language().code, facet, build_branches(values)))  # noqa: S704


@dataclass(slots=True)
class Branch:
    """A value and those below it.

    Attributes:
        open: whether one below it is chosen, so that it must be seen.
    """

    value: FacetValue
    below: list[Branch] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether a value below is chosen."""
        return any(branch.value.selected or branch.open for branch in self.below)


def build_branches(values: Iterable[FacetValue]) -> list[Branch]:
    """The tree of a facet's values."""
    top: list[Branch] = []
    path: list[Branch] = []
    for value in values:
        branch = Branch(value)
        while path and (path[-1].value.depth >= value.depth or path[-1].value.value != value.parent):
            path.pop()
        (path[-1].below if path else top).append(branch)
        path.append(branch)
    return top


def _list(code: str, facet: str, branches: list[Branch]) -> str:
    items = []
    for branch in branches:
        if not branch.below:
            items.append(f"<li>{_choice(code, facet, branch.value)}</li>\n")
            continue
        opened = " open" if len(branches) == 1 or branch.open else ""
        below_name = translate("%(place)s的下级地区", place=name_place(branch.value.label))
        name = f'<span class="visually-hidden">{below_name}</span>'
        choice = _choice(code, facet, branch.value)
        below = _list(code, facet, branch.below)
        items.append(
            f'<li class="branch">{choice}<details{opened}><summary>{name}</summary>\n{below}</details></li>\n'
        )
    seen = any(branch.value.selected or branch.open for branch in branches[_FIRST:])
    return _fold(items, seen, 0)


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


def _choice(code: str, facet: str, given: FacetValue) -> str:
    value, label, count, selected, _, _ = given
    before, name, unit = _pieces(code, facet, value, label)
    empty = "" if count else " empty"
    ticked = " checked" if selected else ""
    return (
        f'<label class="choice{empty}">{before}{ticked}>\n  {name}'
        f'<span class="count">{count:,}{unit}</span></label>'
    )


@lru_cache(maxsize=8192)
def _pieces(_code: str, facet: str, value: str, label: str) -> tuple[str, str, str]:
    before = f'<input type="checkbox" form="search-form" name="{escape(facet)}" value="{escape(value)}"'
    shown = name_place(label) if facet == "district" and value != UNKNOWN else localize(label)
    unit = f'<span class="visually-hidden"> {translate("处")}</span>'
    return before, f'<span class="choice-name">{shown}</span> ', unit
