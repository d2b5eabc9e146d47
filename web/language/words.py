"""Words of templates and code in the language of the page: gettext with the Chinese words as keys.

Flask-Babel finds the language and reads its catalogue; what it is asked for hundreds of times a page is
asked here instead, of the catalogue that the request has found once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from babel.support import NullTranslations
from flask import Flask, g
from flask_babel import Babel, get_translations
from markupsafe import Markup, escape

from indexer.language.languages import FOLDER, SOURCE
from web.language.choice import read_language


def install(app: Flask) -> None:
    """Have templates translate: `{% trans %}`, `_(text)` and `_n(text, count)`."""
    Babel(
        app,
        default_locale=SOURCE.code,
        default_translation_directories=str(FOLDER),
        locale_selector=lambda: read_language().code,
    )
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals.update(gettext=_gettext, ngettext=_ngettext, _=_gettext, _n=_count)


def translate(text: str, /, **values: Any) -> str:
    """Return words in the language of the page, with `%(name)s` replaced by values."""
    catalogue = find_catalogue()
    found: str = catalogue.gettext(text) if catalogue else text
    return found % values if values else found.replace("%%", "%")


def translate_count(text: str, count: int, /, **values: Any) -> str:
    """Return words in the language of the page, in the form that it has for this number.

    Args:
        text: where `%(num)s` stands for the number, as people read it.
    """
    catalogue = find_catalogue()
    found: str = catalogue.ngettext(text, text, count) if catalogue else text
    return found % ({"num": f"{count:,}"} | values)


def find_catalogue() -> NullTranslations | None:
    """Return the catalogue of the page's language, None where it is that of the source."""
    if read_language() is SOURCE:
        return None
    if "catalogue" not in g:
        g.catalogue = get_translations()
    found: NullTranslations = g.catalogue
    return found


def _gettext(text: str, /, **values: Any) -> Markup:
    catalogue = find_catalogue()
    found: str = catalogue.gettext(text) if catalogue else text
    if values:
        return Markup(found % {name: escape(value) for name, value in values.items()})  # noqa: S704
    return _finish(found)


@lru_cache(8192)
def _finish(words: str) -> Markup:
    return Markup(words.replace("%%", "%"))  # noqa: S704  # words of this project


def _ngettext(text: str, plural: str, count: int, /, **values: Any) -> Markup:
    catalogue = find_catalogue()
    found: str = catalogue.ngettext(text, plural, count) if catalogue else text
    return Markup(found % {name: escape(value) for name, value in values.items()})  # noqa: S704


def _count(text: str, count: int, /, **values: Any) -> Markup:
    return _ngettext(text, text, count, **({"num": f"{count:,}"} | values))
