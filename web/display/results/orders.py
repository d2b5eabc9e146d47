"""Links to the same hits laid out in another way or in another order.

A page has six of them whose addresses begin alike: like a facet's values (see `facets`) they are put together
here.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape

from flask import Flask
from markupsafe import Markup

from indexer.report.names import SORT_NAMES
from indexer.search.query.tree import Sort
from web.language.choice import read_language
from web.language.sentences import localize
from web.language.words import translate
from web.parameters.search import VIEWS, Asked

_HERE, _MORE = "\0here", "\0more"
"""Where the page's own address goes, alone or with more to follow: no address has such a character."""


def install(app: Flask) -> None:
    """Give templates `orders(asked, sort)`."""
    app.jinja_env.globals["orders"] = render_orders


def render_orders(asked: Asked, sort: Sort) -> Markup:
    """Links to each way of laying hits out, and where they are in an order, to each order.

    Args:
        sort: the present order.
    """
    here = escape(asked.viewed("").sorted_by("").url())
    more = here + ("&amp;" if "?" in here else "?")
    links = _write(read_language().code, asked.view, asked.sort, sort).replace(_MORE, more)
    return Markup(links.replace(_HERE, here))  # noqa: S704  # all pieces are escaped or this project's


@lru_cache
def _write(_code: str, view: str, sort: str, present: Sort) -> str:
    """The links with signs in place of the page's address, which alone differs from page to page."""
    views = [_link(sort, other, name, other == view) for other, name in VIEWS.items()]
    rows = [_row("sorts views", translate("排列方式"), views)]
    if view != "place":  # a table has its own order
        orders = [_link(other, view, name, other == present) for other, name in SORT_NAMES.items()]
        rows.append(_row("sorts", translate("排序"), orders))
    return "\n      ".join(rows)


def _row(kind: str, label: str, links: list[str]) -> str:
    return f'<nav class="{kind}" aria-label="{escape(label)}">\n{"".join(links)}      </nav>'


def _link(sort: str, view: str, name: str, present: bool) -> str:
    values = [f"sort={sort}"] if sort not in ("", Sort.RELEVANCE) else []
    values += [f"view={view}"] if view else []
    address = f"{_MORE}{'&amp;'.join(values)}" if values else _HERE
    current = ' aria-current="true"' if present else ""
    return f'        <a href="{address}"{current}>{localize(name)}</a>\n'
