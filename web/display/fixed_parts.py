"""Parts of every page that are the same for everyone: written once for each page and language.

They hold a third of the words and addresses of a page of results, which took as long to write as the results.
"""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, request
from markupsafe import Markup

from web.language.choice import read_language


class FixedParts(dict[str, Markup]):
    """Parts of one page in one language by the names of their templates, which know nothing but `here`, the
    endpoint of the page.
    """

    def __init__(self, app: Flask, here: str | None) -> None:
        super().__init__()
        self._app, self._here = app, here

    def __missing__(self, name: str) -> Markup:
        written = self._app.jinja_env.get_template(name).render(here=self._here).rstrip()
        self[name] = Markup(written)  # noqa: S704  # escaped in it
        return self[name]


def install(app: Flask) -> None:
    """Give templates `fixed_parts()`."""

    @lru_cache(maxsize=256)
    def parts(here: str | None, _language: str, _root: str) -> FixedParts:
        return FixedParts(app, here)

    app.jinja_env.globals["fixed_parts"] = lambda: parts(
        request.endpoint, read_language().code, request.root_path
    )
