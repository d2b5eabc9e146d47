"""GBK byte by byte: which characters begin or end with which bytes, and which pairs are no character."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.text.repair.language_model import load_model
from indexer.text.repair.ngrams import fold_key
from indexer.text.repair.pinyin import is_read_as, list_sounds, strip_tones

_FREQUENT = 2e-4
_RAREST = 2e-6
"""Share of all characters below which one is no candidate where a byte is unknown."""

_PUNCTUATION = frozenset("！（），：；？％／－～．")
"""Full-width forms that reports use; letters, digits and the rest only look like shifted bytes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Characters that may stand at a place.

    Attributes:
        chars: the characters.
        codes: the model's keys of them.
        trails: the second byte of each.
    """

    chars: str
    codes: NDArray[np.uint64]
    trails: tuple[int, ...]


@cache
def list_characters() -> dict[tuple[int, int], str]:
    """GBK's characters by their two bytes."""
    table = {}
    for lead in range(0x81, 0xFF):
        for trail in [*range(0x40, 0x7F), *range(0x80, 0xFF)]:
            with suppress(UnicodeDecodeError):
                table[lead, trail] = bytes((lead, trail)).decode("gbk")
    return table


@cache
def list_dropped() -> dict[int, frozenset[int]]:
    """Second bytes by first byte of the pairs that GBK leaves without a character."""
    pairs: dict[int, frozenset[int]] = {}
    for first in range(0x81, 0xFF):
        if seconds := frozenset(b for b in range(0x81, 0xFF) if (first, b) not in list_characters()):
            pairs[first] = seconds
    return pairs


@cache
def _common(wide: bool) -> dict[tuple[int, int], str]:
    """Characters that reports use; those of GB 2312 only, or all of GBK (wide)."""
    shares = load_model().share
    return {
        pair: char
        for pair, char in list_characters().items()
        if (wide or (pair[0] >= 0xA1 and pair[1] >= 0xA1)) and shares(char) > _RAREST
    }


@cache
def _frequent(wide: bool) -> dict[tuple[int, int], str]:
    """Characters that most of a report consists of."""
    shares = load_model().share
    return {pair: char for pair, char in _common(wide).items() if shares(char) > _FREQUENT}


def _choice(found: list[tuple[str, int]]) -> Choice:
    found = [(char, trail) for char, trail in found if char in _PUNCTUATION or not "！" <= char <= "￥"]
    codes = np.array([ord(fold_key(char)) for char, _ in found], np.uint64)
    return Choice("".join(char for char, _ in found), codes, tuple(trail for _, trail in found))


@cache
def choose_exact(lead: int, trail: int, wide: bool) -> Choice:
    """Return the character of two bytes."""
    char = list_characters().get((lead, trail)) if wide or (lead >= 0xA1 and trail >= 0xA1) else None
    return _choice([(char, trail)] if char else [])


@cache
def choose_ending(trail: int, wide: bool) -> Choice:
    """Characters with a second byte."""
    return _choice([(char, t) for (_, t), char in _common(wide).items() if t == trail])


@cache
def choose_after_drop(first: int, trail: int, wide: bool) -> Choice:
    """Characters with a second byte whose first byte made a dropped pair with `first`."""
    return _choice([(c, trail) for lead in list_dropped()[first] if (c := _common(wide).get((lead, trail)))])


@cache
def choose_before_drop(lead: int, wide: bool) -> Choice:
    """Characters with a first byte (0: any) whose second byte can begin a dropped pair."""
    return _choice(
        [(c, t) for (at, t), c in _common(wide).items() if lead in (0, at) and t in list_dropped()]
    )


@cache
def choose_between_drops(first: int, wide: bool) -> Choice:
    """Characters whose first byte made a dropped pair with `first` and whose second can begin one."""
    leads = list_dropped()[first]
    return _choice(
        [(c, t) for (lead, t), c in _common(wide).items() if lead in leads and t in list_dropped()]
    )


@lru_cache(maxsize=4096)
def choose_beginning(leads: frozenset[int], note: str, wide: bool) -> Choice:
    """Characters that begin with one of the bytes and are read like the note, where there is one; without a
    note frequent ones only, if it may be many bytes."""
    table = _read_like(note) if note else _common(wide) if len(leads) == 1 else _frequent(wide)
    return _choice(
        [(c, t) for (lead, t), c in table.items() if lead in leads and (wide or (lead >= 0xA1 and t >= 0xA1))]
    )


@lru_cache(maxsize=1024)
def _read_like(note: str) -> dict[tuple[int, int], str]:
    """Return all characters that are read like a note."""
    return {pair: char for pair, char in _by_sound().get(strip_tones(note), ()) if is_read_as(char, note)}


@cache
def _by_sound() -> dict[str, list[tuple[tuple[int, int], str]]]:
    """Return all characters by their readings without tone marks: few are read like a note."""
    found: dict[str, list[tuple[tuple[int, int], str]]] = {}
    for pair, char in list_characters().items():
        for sound in list_sounds(char):
            found.setdefault(sound, []).append((pair, char))
    return found
