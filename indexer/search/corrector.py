"""What was probably meant by characters that no text has: read from the texts themselves.

A slip of one character leaves the others in place, so the texts say what else is between these. Letters
are read as pinyin: of all characters with these sounds, those that the texts have side by side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from math import log
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

_LONGEST = 20
"""Characters of a run that is corrected."""
_FEWEST = 2
"""Times that what was meant is in the texts at least."""
_DOMINANT = 0.5
"""Share of all that is in a place which another character has that sounds otherwise."""
_SAME_SOUND = 4.0
_KEPT = 2048
"""Runs whose corrections are kept."""
_PATHS = 40
"""Readings of pinyin that are followed at a time."""
_HAN = ("\u3400", "\u9fff")


class CorrectionTexts(Protocol):
    """What a correction asks of the texts."""

    def count_between(self, before: str, after: str) -> Counter[str]:
        """Return the Chinese characters that stand between two runs, one of them empty perhaps, and how
        often.
        """

    def count(self, run: str) -> int:
        """Return how often a run is in the texts."""

    def count_pairs(self, lefts: str, rights: str) -> NDArray[np.int64]:
        """Return how often each of some characters is right before each of others: a row for a left."""

    def list_characters(self) -> Iterable[str]:
        """Return the characters that the texts may have."""

    def read_ahead(self, gaps: Sequence[tuple[str, str]], runs: Sequence[str]) -> None:
        """Get ready to be asked what is between some runs, and how often others stand in the texts."""


class Corrector:
    """Corrects runs by the texts of one state of an index. May be shared by threads."""

    def __init__(self, texts: CorrectionTexts) -> None:
        self._texts = texts
        self._known = lru_cache(_KEPT)(self._find)

    def find(self, run: str) -> tuple[str, ...]:
        """What was probably meant by a folded run, the likeliest first; () where nothing is likely."""
        return self._known(run)

    def _find(self, run: str) -> tuple[str, ...]:
        if run.isascii() and run.isalpha():
            return self._read_pinyin(run)
        if not 2 < len(run) <= _LONGEST:
            return self._by_sound(run) if len(run) == 2 else ()
        found = {form: score for form, score in self._slips(run) if form != run}
        return tuple(sorted(found, key=lambda form: (-found[form], form))[:3])

    def _slips(self, run: str) -> Iterator[tuple[str, float]]:
        replaced = [at for at in range(len(run)) if is_han(run[at])]
        inner = range(1, len(run))
        gaps = [*((run[:at], run[at + 1 :]) for at in replaced), *((run[:at], run[at:]) for at in inner)]
        others = [form for at in inner for form in (_swap(run, at), _shorten(run, at)) if form != run]
        self._texts.read_ahead(gaps, others)
        for at in replaced:
            between = self._between(run[:at], run[at + 1 :])
            total = sum(between.values())
            for char, count in between.items():
                alike = sound_alike(char, run[at])
                if count >= _FEWEST and (alike or count >= _DOMINANT * total):
                    yield run[:at] + char + run[at + 1 :], log(count) + _SAME_SOUND * alike
        for at in inner:
            for form in (_swap(run, at), _shorten(run, at)):
                if form != run and (count := self._count(form)) >= _FEWEST:
                    # A part of what was meant is at least as often as the whole.
                    yield form, log(count) + (len(form) == len(run))
            missing = self._between(run[:at], run[at:])
            for char, count in missing.most_common(1):
                if count >= max(_FEWEST, _DOMINANT * sum(missing.values())):
                    yield run[:at] + char + run[at:], log(count)

    def _between(self, before: str, after: str) -> Counter[str]:
        """The Chinese characters that stand between two runs, and how often."""
        if len(before) + len(after) < 2:
            return Counter()
        return self._texts.count_between(before, after)

    def _count(self, run: str) -> int:
        return self._texts.count(run)

    def _by_sound(self, run: str) -> tuple[str, ...]:
        """Pairs that sound like a pair."""
        if not all(map(is_han, run)):
            return ()
        sounds = [_sounds(char) for char in run]
        return self._decode(
            [sorted({c for s in each for c in self._by_syllable.get(s, "")}) for each in sounds], run
        )

    def _read_pinyin(self, letters: str) -> tuple[str, ...]:
        found: list[str] = []
        for syllables in _syllables(letters, frozenset(self._by_syllable)):
            if 1 < len(syllables) <= _LONGEST:
                found += self._decode([self._by_syllable[syllable] for syllable in syllables], letters)
        return tuple(dict.fromkeys(found))[:3]

    def _decode(self, choices: Sequence[Sequence[str]], typed: str) -> tuple[str, ...]:
        """The runs of one of each of the choices that stand in the texts, the most frequent first."""
        paths: list[tuple[float, str]] = [(0.0, char) for char in choices[0]]
        for following in choices[1:]:
            lefts = "".join(path[-1] for _, path in paths)
            counts = self._texts.count_pairs(lefts, "".join(following))
            scored = [
                (
                    min(paths[left][0] or counts[left, right], counts[left, right]),
                    paths[left][1] + following[right],
                )
                for left, right in zip(*np.nonzero(counts), strict=True)
            ]
            paths = sorted(scored, reverse=True)[:_PATHS]
            if not paths:
                return ()
        known = {form: self._count(form) for _, form in paths if form != typed}
        likely = [form for form, count in known.items() if count >= _FEWEST]
        return tuple(sorted(likely, key=lambda form: (-known[form], form))[:3])

    @cached_property
    def _by_syllable(self) -> dict[str, str]:
        """The Chinese characters of the texts by their sounds, without tones."""
        found: dict[str, list[str]] = defaultdict(list)
        for char in sorted(self._texts.list_characters()):
            if is_han(char):
                for sound in _sounds(char):
                    found[sound].append(char)
        return {sound: "".join(chars) for sound, chars in found.items()}


def _swap(run: str, at: int) -> str:
    """A run in which a character and the one before it have changed places."""
    return run[: at - 1] + run[at] + run[at - 1] + run[at + 1 :]


def _shorten(run: str, at: int) -> str:
    """A run without one character; but without its last anything occurs more often."""
    return run[:at] + run[at + 1 :] if at < len(run) - 1 else run


def is_han(char: str) -> bool:
    """Return whether a character is a Chinese one of the common range."""
    return _HAN[0] <= char <= _HAN[1]


def _sounds(char: str) -> frozenset[str]:
    # Loading the readings takes a fourth of the time of a command that searches, and most need none.
    from pypinyin import Style, pinyin

    return frozenset(pinyin(char, style=Style.NORMAL, heteronym=True)[0])


def sound_alike(one: str, other: str) -> bool:
    """Whether two characters sound alike to those whose dialect knows no zh and no ng."""
    return not set(map(_blurred, _sounds(one))).isdisjoint(map(_blurred, _sounds(other)))


def _blurred(sound: str) -> str:
    return sound.replace("zh", "z").replace("ch", "c").replace("sh", "s").removesuffix("g")


def _syllables(letters: str, known: frozenset[str]) -> Iterator[list[str]]:
    """Ways to cut letters into syllables, those of few syllables first; four at most."""
    cuts: list[list[list[str]]] = [[[]], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 6), end):
            if letters[start:end] in known:
                cuts[end] += [[*before, letters[start:end]] for before in cuts[start]]
        cuts[end] = sorted(cuts[end], key=len)[:4]
    yield from cuts[-1]
