"""Names of divisions for readers of English: how they are read, before the name itself.

Provinces have their usual names, from the catalogue. The others are read by pypinyin, without the word for
their level (`Conghua 从化区`), but for those that `divisions-pinyin.tsv` says. The Chinese name stays beside
it: it is the official one, and names in other languages of China (Ürümqi) are spelled otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from flask import Flask
from markupsafe import Markup, escape

from indexer.language.languages import ENGLISH
from indexer.report.regions import read_divisions, shorten
from web.display.charts.tile_map import list_provinces
from web.language.choice import read_language
from web.language.marking import mark
from web.language.place_readings import romanize
from web.language.sentences import localize
from web.language.words import find_catalogue, translate


def install(app: Flask) -> None:
    """Give templates the filters `place_name`, for HTML, and `place_name_plain`, for attributes."""
    app.jinja_env.filters.update(
        place_name=name_place, place_name_plain=lambda name: name_place(name).striptags()
    )


def name_place(name: str) -> Markup:
    """Return the name of a division, or a path of such (`南京市/鼓楼区`), as HTML: on English pages after
    how it is read. What is no division (`地区未详`, `广州市本级`) is said as the catalogue has it.
    """
    if read_language() is not ENGLISH or not name:
        return mark(name)
    catalogue = find_catalogue()
    if catalogue and (known := catalogue.gettext(name)) != name:
        return escape(known)
    names = name.split("/")
    if not all(map(read_divisions().find_exact_codes, names)):
        return localize(name)
    if len(names) > 1:
        return name_path(names, "/")
    said = _say(name)
    return escape(said) + " " + mark(name) if said else mark(name)


def name_path(names: Iterable[str], separator: str = " › ") -> Markup:
    """Return names of divisions from the top down as HTML."""
    return Markup(separator).join(map(name_place, names))  # noqa: S704  # of this project


def _say(name: str) -> str:
    short = shorten(name)
    return translate(short) if short in _provinces() else romanize(name)


@cache
def _provinces() -> frozenset[str]:
    return frozenset(list_provinces())
