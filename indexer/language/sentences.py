"""Finished sentences in another language: found again in the catalogue by their pattern.

What is said of a file, a finding or a query is put together in Chinese where it is known, and kept so in
archives. Its pattern (`没有“{value}”的统计表。`) is in the catalogues, as `web.language.code_texts` reads it
from the code: here a sentence is matched with the patterns, and what stood in the places goes into the
translation, translated itself where the catalogue knows it, left in Chinese where it is a name or a word of a
report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from babel.messages.mofile import read_mo

from indexer.language.languages import FOLDER, Language

CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""A Chinese character."""
PLACE = re.compile(r"\{(\w+)\}")
"""Where a value goes in a pattern."""
_BRACKETED = re.compile(r"([^（）]+)（((?:[^（）]|（[^（）]*）)+)）")
_COUNTED = re.compile(r"(\D+) ([\d,]+)")
_TYPED = frozenset(
    ("asked", "code", "district", "key", "line", "operator", "operator2", "q", "region", "typed", "value")
)
"""Fields that hold what a reader typed, which is no word of the portal even where it is spelled the same."""
_MARKS = re.compile("[，、；：。]")
_SENTENCE_ENDS = "。，；：！？、"
_SHORT = 4
"""Characters of a pattern's own below which what it holds is no sentence."""
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


class Fragment(NamedTuple):
    """A piece of a sentence: words, and whether they are not the catalogue's but left as they were."""

    words: str
    is_left: bool


class Sentences:
    """The words and patterns of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._words: dict[str, str] = {}
        self._patterns: tuple[_Pattern, ...] = ()

    def localize(self, text: str) -> tuple[Fragment, ...]:
        """Return a word or a sentence of the code in this language, piece by piece."""
        if not self._words:
            self._read()
        return tuple(self._say(text, 0))

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
            if words[-1] in _SENTENCE_ENDS and CHINESE.search(words)
        ]
        # The most particular pattern is tried first.
        self._patterns = tuple(sorted(patterns, key=lambda each: -each.length))

    def _say(self, text: str, depth: int) -> Iterator[Fragment]:
        """What is known of a text translated, the rest as it is."""
        if text in self._words:
            yield Fragment(self._words[text], False)
        elif not CHINESE.search(text):
            yield Fragment(_MARKS.sub(lambda found: self._words.get(found[0], found[0]), text), False)
        elif (found := self._parse(text, depth)) is not None:
            yield from self._join([[*self._fill(each, depth)] for each in found], self._language.joint)
        elif depth < _DEEPEST:
            yield from self._say_parts(text, depth)
        else:
            yield Fragment(text, True)

    def _say_parts(self, text: str, depth: int) -> Iterator[Fragment]:
        """A text that has no pattern by its sentences, the items of its list or what is in its brackets."""
        if depth == 0 and len(parts := re.split("(?<=。)(?=.)", text)) > 1:
            yield from self._join([[*self._say(part, 1)] for part in parts], self._language.joint)
            return
        head, colon, rest = text.partition("：")
        if rest and (found := self._parse(head + colon, depth)) is not None:
            said = [[*self._fill(each, depth)] for each in found]
            yield from self._join([*said, [*self._say(rest, depth + 1)]], self._language.joint)
            return
        for joint in (" · ", "；", "、", "，"):
            if len(listed := text.split(joint)) > 1:
                items = [[*self._say(each, depth + 1)] for each in listed]
                yield from self._join(items, self._words.get(joint, joint))
                return
        if counted := _COUNTED.fullmatch(text):
            yield from (*self._say(counted[1], depth + 1), Fragment(f" {counted[2]}", False))
        elif bracketed := _BRACKETED.fullmatch(text):
            before, inside = bracketed.groups()
            yield from (*self._say(before, depth + 1), Fragment(self._words.get("（", "（"), False))
            yield from (*self._say(inside, depth + 1), Fragment(self._words.get("）", "）"), False))
        else:
            yield Fragment(text, True)

    def _fill(self, match: _Match, depth: int) -> Iterator[Fragment]:
        pieces = PLACE.split(match.translation)
        for words, name in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
            if words:
                yield Fragment(words, False)
            if name in _TYPED:
                yield Fragment(match.values[name], True)
            elif name:
                yield from self._say(match.values[name], depth + 1)

    @staticmethod
    def _join(parts: Sequence[Sequence[Fragment]], joint: str) -> Iterator[Fragment]:
        for at, part in enumerate(parts):
            if at and joint:
                yield Fragment(joint, False)
            yield from part

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
