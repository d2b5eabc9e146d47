"""Links that show a page in another language or size of type."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from flask import Flask
from markupsafe import Markup

from indexer.language.languages import LANGUAGES, Language
from web.language.choice import LANGUAGE, LARGE, NORMAL, TYPE, begin_addresses, is_large, read_language
from web.language.words import translate

_HERE, _OTHER = "\0here", "\0other"
"""Where the page's own addresses go: no address has such a character."""


def install(app: Flask) -> None:
    """Give templates `preferences()` and `type_link()`."""
    app.jinja_env.globals.update(preferences=render_preferences, type_link=format_type_link)


def format_type_link() -> str:
    """Return the address of the current page in the other size of type."""
    (here,) = begin_addresses(TYPE)
    return f"{here}{_other_size(is_large())}"


def render_preferences() -> Markup:
    """Links to the current page in each language, and in the other size of type."""
    language, large = read_language(), is_large()
    here, other = map(escape, begin_addresses(LANGUAGE, TYPE))
    links = _write(language, large).replace(_HERE, here).replace(_OTHER, other)
    return Markup(links)  # noqa: S704  # all pieces are escaped or this project's


def _other_size(large: bool) -> str:
    return f"{TYPE}={NORMAL if large else LARGE}"


@lru_cache
def _write(present: Language, large: bool) -> str:
    """The links with signs in place of the page's addresses, which alone differ from page to page."""
    items = []
    for language in LANGUAGES:
        chosen = ' aria-current="true"' if language is present else ""
        items.append(
            f'    <li><a href="{_HERE}{LANGUAGE}={language.value}" rel="nofollow" hreflang="{language.tag}"'
            f' lang="{language.tag}"{chosen}>{language.name}</a></li>\n'
        )
    size = translate("标准字") if large else translate("大字")
    return (
        f'<nav class="preferences" aria-label="{translate("语言和字号")}">\n  <ul>\n{"".join(items)}'
        f'    <li><a class="type-size" href="{_OTHER}{_other_size(large)}" rel="nofollow">{size}</a></li>\n'
        "  </ul>\n</nav>"
    )
