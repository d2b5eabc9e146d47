"""Macros that every template knows: an import costs each page what a macro itself costs."""

from __future__ import annotations

from flask import Flask

_MACROS = {
    "facet_panel": "_facets.html",
    "feed_head": "_feed_link.html",
    "feed_link": "_feed_link.html",
    "linked_data": "_linked_data.html",
    "pager": "_pager.html",
    "search_box": "_search_box.html",
    "take_away": "_take_away.html",
}
"""Macros that know no more than what they are given, and their files."""


def install(app: Flask) -> None:
    """Give templates the macros. Comes after what gives them filters and functions."""
    for name, file in _MACROS.items():
        app.jinja_env.globals[name] = getattr(app.jinja_env.get_template(file).module, name)
