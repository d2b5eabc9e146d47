"""Finished sentences in the language of the page: found again in the catalogue by their pattern.

What is said of a file, a finding or a query is put together in Chinese where it is known, and kept so in
archives. Its pattern (`没有“{value}”的统计表。`) is in the catalogues, as `extraction` reads it from the
code: here a sentence is matched with the patterns, and what stood in the places goes into the translation,
translated itself where the catalogue knows it, marked as Chinese where it is a name or a word of a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from babel.messages.mofile import read_mo
from flask import Flask, current_app
from markupsafe import Markup, escape

from web.language.choice import LANGUAGES, SOURCE, Language, read_language
from web.language.marking import CHINESE, mark
from web.language.words import FOLDER

PLACE = re.compile(r"\{(\w+)\}")
"""Where a value goes in a pattern."""
_SENTENCE_ENDS = "。，；：！？、"
_KEY = "nianbao-sentences"
_DEEPEST = 5
"""Patterns within values of patterns, and sentences after sentences."""


class _Pattern(NamedTuple):
    key: str
    form: re.Pattern[str]
    translation: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class _Match:
    translation: str
    values: dict[str, str]


def install(app: Flask) -> None:
    """Give templates the filters `localize`, for HTML, and `localize_plain`, for attributes."""
    app.extensions[_KEY] = {each.code: Sentences(each) for each in LANGUAGES if each is not SOURCE}
    app.jinja_env.filters.update(localize=localize, localize_plain=localize_plain)


def localize(text: Any) -> Markup:
    """Return a word or a sentence of the code in the language of the page, as HTML."""
    language = read_language()
    if language is SOURCE or not text:
        return escape(text or "")
    return _sentences(language).localize(str(text))


def localize_plain(text: Any) -> str:
    """Return a word or a sentence of the code in the language of the page, without marks."""
    return localize(text).striptags() if read_language() is not SOURCE else str(text or "")


def _sentences(language: Language) -> Sentences:
    found: Sentences = current_app.extensions[_KEY][language.code]
    return found


class Sentences:
    """The words and patterns of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._words: dict[str, str] = {}
        self._patterns: tuple[_Pattern, ...] = ()
        self.localize = lru_cache(4096)(self._localize)

    def _localize(self, text: str) -> Markup:
        if not self._words:
            self._read()
        return self._say(text, 0)

    def _read(self) -> None:
        with (FOLDER / self._language.code / "LC_MESSAGES" / "messages.mo").open("rb") as file:
            pairs = [
                (message.id, message.string)
                for message in read_mo(file)
                if isinstance(message.id, str) and isinstance(message.string, str) and message.id
            ]
        self._words = {words: said for words, said in pairs if not PLACE.search(words)}
        patterns = [_compile(words, said) for words, said in pairs if PLACE.search(words)]
        patterns += [
            _Pattern(words, re.compile(re.escape(words)), said, False)
            for words, said in self._words.items()
            if words[-1] in _SENTENCE_ENDS
        ]
        # The most particular pattern is tried first.
        self._patterns = tuple(sorted(patterns, key=lambda each: -len(PLACE.sub("", each.form.pattern))))

    def _say(self, text: str, depth: int) -> Markup:
        """What is known of a text translated, the rest marked as Chinese."""
        if text in self._words:
            return escape(self._words[text])
        if not CHINESE.search(text):
            return escape(text)
        found = self._parse(text, depth)
        if found is None:
            parts = re.split("(?<=。)(?=.)", text) if depth == 0 else [text]
            if len(parts) > 1:
                return self._join(self._say(part, 1) for part in parts)
            listed = text.split("、")
            if len(listed) > 1 and depth < _DEEPEST:
                return escape(self._words.get("、", "、")).join(self._say(each, depth + 1) for each in listed)
            return mark(text)
        return self._join(self._fill(each, depth) for each in found)

    def _fill(self, match: _Match, depth: int) -> Markup:
        values = {name: self._say(value, depth + 1) for name, value in match.values.items()}
        return escape(match.translation).format(**values)

    def _join(self, parts: Iterator[Markup]) -> Markup:
        return Markup(self._language.joint).join(parts)  # noqa: S704  # a space

    def _parse(self, text: str, depth: int) -> list[_Match] | None:
        """The patterns that a text consists of, one after another; None where it does not."""
        if not text.strip():
            return []
        if depth > _DEEPEST:
            return None
        for pattern in self._patterns:
            if pattern.key not in text:
                continue
            if found := pattern.form.fullmatch(text):
                return [_Match(pattern.translation, found.groupdict())]
        for pattern in self._patterns:
            if pattern.is_open or pattern.key not in text or not (found := pattern.form.match(text)):
                continue
            rest = text[found.end() :]
            if rest and (following := self._parse(rest, depth + 1)) is not None:
                return [_Match(pattern.translation, found.groupdict()), *following]
        return None


def _compile(words: str, said: str) -> _Pattern:
    """The pattern of a message; `key` is the longest piece of it that is always there."""
    pieces = PLACE.split(words)
    fixed = pieces[::2]
    form = "".join(
        re.escape(piece) if at % 2 == 0 else f"(?P<{piece}>.*?)" for at, piece in enumerate(pieces)
    )
    return _Pattern(max(fixed, key=len), re.compile(form, re.S), said, not fixed[-1])
