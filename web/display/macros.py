"""Macros that every template knows: an import costs each page what a macro itself costs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flask import Flask
from markupsafe import Markup

from web.language.choice import read_language

_MACROS = {
    "feed_head": "_feed_link.html",
    "feed_link": "_feed_link.html",
    "linked_data": "_linked_data.html",
    "search_box": "_search_box.html",
    "take_away": "_take_away.html",
}
"""Macros that know no more than what they are given, and their files."""


def install(app: Flask) -> None:
    """Give templates the macros."""
    for name, file in _MACROS.items():
        app.jinja_env.globals[name] = _import(app, file, name)


def _import(app: Flask, file: str, name: str) -> Callable[..., Markup]:
    """A macro in the language of the page."""

    @cache
    def find(_code: str) -> Callable[..., Markup]:
        found: Callable[..., Markup] = getattr(app.jinja_env.get_template(file).module, name)
        return found

    return lambda *given, **named: find(read_language().code)(*given, **named)
