"""Parts of every page that are the same for everyone: written once for each page and language.

They hold a third of the words and addresses of a page of results, which took as long to write as the results.
"""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, request
from markupsafe import Markup

from web.language.choice import read_language


def install(app: Flask) -> None:
    """Give templates `fixed(name)`: a template that knows nothing but `here`, the endpoint of the page."""

    @lru_cache(maxsize=1024)
    def write(name: str, here: str | None, _language: str, _root: str) -> Markup:
        return Markup(app.jinja_env.get_template(name).render(here=here).rstrip())  # noqa: S704  # escaped in it

    app.jinja_env.globals["fixed"] = lambda name: write(
        name, request.endpoint, read_language().code, request.root_path
    )
