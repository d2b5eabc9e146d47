"""Places for showing: links to their pages, wherever a page names a division."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from indexer.report.names import UNKNOWN_PLACE
from indexer.report.place_names import resolve_place
from indexer.report.regions import read_divisions
from indexer.report.report import Region
from web.language.choice import read_language
from web.language.place_names import name_place
from web.language.sentences import localize

_SEPARATOR = " › "


def install(app: Flask) -> None:
    """Give templates `place_path(region)`."""
    app.jinja_env.globals["place_path"] = place_path


def place_path(region: Region | None) -> Markup:
    """Return the path of a division, each level a link to its page; in words that it is not known."""
    if region is None:
        return localize(UNKNOWN_PLACE)
    levels = zip(region.codes, region.path, strict=True)
    links = [f'<a href="{format_place_address(code)}">{name_place(name)}</a>' for code, name in levels]
    return Markup(_SEPARATOR.join(links))  # noqa: S704  # all pieces are escaped


def format_place_address(code: str) -> str:
    """The address of a place's page."""
    return f"/places/{code}"


def link_place(path: Sequence[str]) -> Markup:
    """HTML of a division's path whose last name is a link; without a link where no present one is called so.

    Args:
        path: names from the top, () where the division is not known.
    """
    return _link(read_language().code, tuple(path))


@lru_cache(4096)
def _link(_code: str, path: tuple[str, ...]) -> Markup:
    """In the language of the page, whose code keeps it apart from the others'."""
    if not path:
        return localize(UNKNOWN_PLACE)
    code = _find_code(path)
    names = [name_place(name) for name in path]
    if code:
        names[-1] = Markup(f'<a href="{format_place_address(code)}">{names[-1]}</a>')  # noqa: S704  # escaped
    return Markup(_SEPARATOR).join(names)  # noqa: S704  # of this project


def _find_code(path: tuple[str, ...]) -> str:
    """The code of a division; "" where no present one, or several, are called so."""
    table = read_divisions()
    # As an index names it; other spellings are looked for at every place where the path may be cut.
    codes: Sequence[str] = [
        code
        for code in table.find_exact_codes(path[-1])
        if (region := table.find_by_code(code)) and region.path == path
    ]
    codes = codes or resolve_place("/".join(path))
    return codes[0] if len(codes) == 1 else ""
