"""Chinese words inside of pages in another language, marked as what they are: texts and names of reports."""

from __future__ import annotations

from typing import Any

from flask import Flask
from markupsafe import Markup, escape

from indexer.language.languages import SOURCE
from indexer.language.sentences import CHINESE
from web.language.choice import read_language

_ATTRIBUTE = Markup(' lang="zh-Hans"')


class _Attribute:
    """`lang="zh-Hans"` for an element with words of a report, nothing on pages in that language."""

    def __html__(self) -> str:
        return mark_element()


def install(app: Flask) -> None:
    """Give templates `{{ zh }}`, an attribute, and the filter `zh`, an element around words."""
    app.jinja_env.globals["zh"] = _Attribute()
    app.jinja_env.filters["zh"] = mark


def mark_element() -> str:
    """Return the attribute, with a space before it, that says that an element is in Chinese; or ""."""
    return "" if read_language() is SOURCE else _ATTRIBUTE


def mark(words: Any) -> Markup:
    """Return words of a report as HTML: marked as Chinese where the page is in another language."""
    text = escape(words)
    if read_language() is SOURCE or not CHINESE.search(text):
        return text
    return Markup(f"<span{_ATTRIBUTE}>{text}</span>")  # noqa: S704  # escaped
