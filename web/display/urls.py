"""Addresses of pages that take no values: every page links to a dozen of them, so each is worked out once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask, request


def install(app: Flask) -> None:
    """Have templates' `url_for` remember the addresses of pages without values."""

    @lru_cache(maxsize=256)
    def known(endpoint: str, root: str) -> str:
        # Werkzeug builds an address from the endpoint and where the portal is mounted.
        return app.url_for(endpoint)

    def url_for(endpoint: str, **values: Any) -> str:
        if values or endpoint.startswith("."):
            return app.url_for(endpoint, **values)
        return known(endpoint, request.root_path)

    app.jinja_env.globals["url_for"] = url_for
