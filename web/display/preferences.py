"""Links that show a page in another language or size of type."""

from __future__ import annotations

from html import escape

from flask import Flask
from markupsafe import Markup

from indexer.language.languages import LANGUAGES
from web.language.choice import LANGUAGE, begin_address, format_type_link, is_large, read_language
from web.language.words import translate


def install(app: Flask) -> None:
    """Give templates `preferences()`."""
    app.jinja_env.globals["preferences"] = render_preferences


def render_preferences() -> Markup:
    """Links to the current page in each language, and in the other size of type.

    They are on every page, and different on each: like hits and facets they are put together here.
    """
    begin, present, items = escape(begin_address(LANGUAGE)), read_language(), []
    for language in LANGUAGES:
        chosen = ' aria-current="true"' if language is present else ""
        items.append(
            f'    <li><a href="{begin}{LANGUAGE}={language.value}" rel="nofollow" hreflang="{language.tag}"'
            f' lang="{language.tag}"{chosen}>{language.name}</a></li>\n'
        )
    size = translate("标准字") if is_large() else translate("大字")
    return Markup(  # noqa: S704  # all pieces are escaped or this project's
        f'<nav class="preferences" aria-label="{translate("语言和字号")}">\n  <ul>\n{"".join(items)}'
        f'    <li><a class="type-size" href="{escape(format_type_link())}" rel="nofollow">{size}</a></li>\n'
        "  </ul>\n</nav>"
    )
