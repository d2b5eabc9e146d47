"""Finished sentences in the language of the page, as HTML: what is a name or a word of a report in them is
marked as Chinese.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup, escape

from indexer.language.languages import LANGUAGES, SOURCE
from indexer.language.sentences import Sentences
from web.language.choice import read_language
from web.language.marking import mark

_KEY = "nianbao-sentences"


def install(app: Flask) -> None:
    """Give templates the filters `localize`, for HTML, and `localize_plain`, for attributes."""
    app.extensions[_KEY] = {
        each.code: lru_cache(4096)(partial(_render, Sentences(each)))
        for each in LANGUAGES
        if each is not SOURCE
    }
    app.jinja_env.filters.update(localize=localize, localize_plain=localize_plain)


def localize(text: Any) -> Markup:
    """Return a word or a sentence of the code in the language of the page, as HTML."""
    language = read_language()
    if language is SOURCE or not text:
        return escape(text or "")
    renderers: dict[str, Callable[[str], Markup]] = current_app.extensions[_KEY]
    return renderers[language.code](str(text))


def localize_plain(text: Any) -> str:
    """Return a word or a sentence of the code in the language of the page, without marks."""
    return localize(text).striptags() if read_language() is not SOURCE else str(text or "")


def _render(sentences: Sentences, text: str) -> Markup:
    pieces = sentences.localize(text)
    return Markup().join(mark(each.words) if each.is_left else escape(each.words) for each in pieces)
