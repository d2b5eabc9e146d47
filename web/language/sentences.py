"""Finished sentences in the language of the page: found again in the catalogue by their pattern.

What is said of a file, a finding or a query is put together in Chinese where it is known, and kept so in
archives. Its pattern (`没有“{value}”的统计表。`) is in the catalogues, as `code_texts` reads it from the
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
_BRACKETED = re.compile(r"([^（）]+)（([^（）]+)）")
_COUNTED = re.compile(r"(\D+) ([\d,]+)")
_TYPED = frozenset(
    ("code", "district", "key", "line", "operator", "operator2", "q", "region", "typed", "value")
)
"""Fields that hold what a reader typed, which is no word of the portal even where it is spelled the same."""
_SENTENCE_ENDS = "。，；：！？、"
_SHORT = 4
"""Characters of a pattern's own below which what it holds is no sentence."""
_KEY = "nianbao-sentences"
_DEEPEST = 5
"""Patterns within values of patterns, and sentences after sentences."""


class _Pattern(NamedTuple):
    key: str
    form: re.Pattern[str]
    length: int
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
            _Pattern(words, re.compile(re.escape(words)), len(words), said, False)
            for words, said in self._words.items()
            if words[-1] in _SENTENCE_ENDS
        ]
        # The most particular pattern is tried first.
        self._patterns = tuple(sorted(patterns, key=lambda each: -each.length))

    def _say(self, text: str, depth: int) -> Markup:
        """What is known of a text translated, the rest marked as Chinese."""
        if text in self._words:
            return escape(self._words[text])
        if not CHINESE.search(text):
            return escape(text)
        found = self._parse(text, depth)
        if found is not None:
            return self._join(self._fill(each, depth) for each in found)
        return self._say_parts(text, depth) if depth < _DEEPEST else mark(text)

    def _say_parts(self, text: str, depth: int) -> Markup:
        """A text that has no pattern by its sentences, the items of its list or what is in its brackets."""
        if depth == 0 and len(parts := re.split("(?<=。)(?=.)", text)) > 1:
            return self._join(self._say(part, 1) for part in parts)
        head, colon, rest = text.partition("：")
        if rest and (found := self._parse(head + colon, depth)) is not None:
            return self._join(
                iter((*(self._fill(each, depth) for each in found), self._say(rest, depth + 1)))
            )
        for joint in (" · ", "、", "，"):
            if len(listed := text.split(joint)) > 1:
                said = escape(self._words.get(joint, joint))
                return said.join(self._say(each, depth + 1) for each in listed)
        if counted := _COUNTED.fullmatch(text):
            return self._say(counted[1], depth + 1) + f" {counted[2]}"
        if bracketed := _BRACKETED.fullmatch(text):
            before, inside = (self._say(part, depth + 1) for part in bracketed.groups())
            return before + self._words.get("（", "（") + inside + self._words.get("）", "）")
        return mark(text)

    def _fill(self, match: _Match, depth: int) -> Markup:
        values = {
            name: mark(value) if name in _TYPED else self._say(value, depth + 1)
            for name, value in match.values.items()
        }
        return escape(match.translation).format(**values)

    def _join(self, parts: Iterator[Markup]) -> Markup:
        return Markup(self._language.joint).join(parts)  # noqa: S704  # a space

    def _parse(self, text: str, depth: int) -> list[_Match] | None:
        """The patterns that a text consists of, one after another; None where it does not."""
        if not text.strip():
            return []
        if depth > _DEEPEST:
            return None
        possible = [pattern for pattern in self._patterns if pattern.key in text]
        return (
            self._match_whole(text, possible, is_open=False)
            or self._match_heads(text, possible, depth)
            or self._match_whole(text, possible, is_open=True)
        )

    def _match_whole(self, text: str, possible: list[_Pattern], *, is_open: bool) -> list[_Match] | None:
        for pattern in possible:
            if pattern.is_open is is_open and (found := pattern.form.fullmatch(text)):
                return [_Match(pattern.translation, found.groupdict())]
        return None

    def _match_heads(self, text: str, possible: list[_Pattern], depth: int) -> list[_Match] | None:
        for pattern in possible:
            found = None if pattern.is_open else pattern.form.match(text)
            if found and found.end() < len(text):
                following = self._parse(text[found.end() :], depth + 1)
                if following is not None:
                    return [_Match(pattern.translation, found.groupdict()), *following]
        return None


def _compile(words: str, said: str) -> _Pattern:
    """The pattern of a message; `key` is the longest piece of it that is always there."""
    pieces = PLACE.split(words)
    fixed = pieces[::2]
    length = sum(map(len, fixed))
    form = re.escape(fixed[0])
    for at, name in enumerate(pieces[1::2]):
        before, after = fixed[at], fixed[at + 1]
        # What is quoted, and a whole message, may have several sentences; what has next to no words around it
        # is short.
        is_free = (before.endswith("“") and after.startswith("”")) or name == "message"
        value = "." if is_free else "[^。]" if length >= _SHORT else "[^。，：；“]"
        form += f"(?P<{name}>{value}*?){re.escape(after)}"
    return _Pattern(max(fixed, key=len), re.compile(form, re.S), length, said, not fixed[-1])
