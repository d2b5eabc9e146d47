"""Places for showing: links to their pages, wherever a page names a division."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from flask import Flask
from markupsafe import Markup

from indexer.report.names import format_place
from indexer.report.place_names import resolve_place
from indexer.report.report import Region

_SEPARATOR = " › "


def install(app: Flask) -> None:
    """Give templates `place_path(region)`."""
    app.jinja_env.globals["place_path"] = place_path


def place_path(region: Region | None) -> Markup:
    """Return the path of a division, each level a link to its page; in words that it is not known."""
    if region is None:
        return Markup(escape(format_place(())))  # noqa: S704  # escaped
    levels = zip(region.codes, region.path, strict=True)
    links = [f'<a href="{format_place_address(code)}">{escape(name)}</a>' for code, name in levels]
    return Markup(_SEPARATOR.join(links))  # noqa: S704  # all pieces are escaped


def format_place_address(code: str) -> str:
    """The address of a place's page."""
    return f"/places/{code}"


@lru_cache(4096)
def link_place(path: Sequence[str]) -> str:
    """HTML of a division's path whose last name is a link; without a link where no present one is called so.

    Args:
        path: names from the top, () where the division is not known.
    """
    codes = resolve_place("/".join(path)) if path else ()
    if len(codes) != 1:
        return escape(format_place(path))
    above = "".join(f"{name}{_SEPARATOR}" for name in path[:-1])
    return f'{escape(above)}<a href="{format_place_address(codes[0])}">{escape(path[-1])}</a>'
