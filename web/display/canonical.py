"""The one address of a page that can be reached by several."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, request

from web.host import make_permanent_address
from web.parameters.search import Asked

_SAME_TEXT = ("reports.report", "places.place")
"""Pages whose parameters change what is marked and not what is said."""

_NO_PAGE = (None, "differences.against", "originals.beside", "originals.shown")
"""Two versions beside each other are the same page whichever is named first."""


def install(app: Flask) -> None:
    """Give templates `find_canonical(asked)` and `permanent(path)`."""
    app.jinja_env.globals["find_canonical"] = find_canonical
    app.jinja_env.globals["permanent"] = make_permanent_address


def find_canonical(asked: object = None) -> str:
    """The address by which search engines should know the current page; "" where it has none of its own.

    Args:
        asked: what the page answers, if anything.
    """
    if request.endpoint == "search.search" and isinstance(asked, Asked):
        return make_permanent_address(asked.url())
    if request.endpoint in _NO_PAGE or (request.query_string and request.endpoint not in _SAME_TEXT):
        return ""
    return make_permanent_address(quote(request.path))
