"""A character language model of report text: how likely a character is after what stands before it.

Estimates of four kinds, each falling back on the one before (as Witten and Bell 1991, method C, do):
words of jieba's dictionary by their frequency, read as a lattice, so that every way of cutting the text
into words counts; then bigrams, trigrams and 4-grams of the sample reports and of the document itself.
The counts are packaged as `indexer/data/characters.npz`; `python -m indexer.data.characters corpus`
makes the file anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.text.fold import fold

LONGEST_WORD = 4
_WORDS = 0.85
"""Share of characters that are part of a word; the rest is punctuation and figures."""
_CAUTION = (16.0, 8.0, 6.0)
"""How many times the plain estimate of what a context has not shown counts, for 1, 2, 3 characters: the
samples are one city's, and what they never say others do. Least perplexity on real work reports."""
_OWN = 3.0
"""How many times a document's own words count."""
_UNSEEN = 1e-8
"""Probability of a character that no count knows."""

Floats = NDArray[np.float64]
Codes = NDArray[np.uint64]


@cache
def key(char: str) -> str:
    """The character that stands for a character in the model: folded, all digits one."""
    folded = fold(char)[:1] or char
    if char != folded and folded.isascii() and folded.isalnum() and ord(char) > 0x7F:
        return "\ue000"  # full-width letters are what shifted bytes look like, not what reports say
    if folded.isascii() and folded.isalpha():
        return "a"
    return "0" if folded.isdigit() else folded if ord(folded) < 65536 else "\ue000"


def pack(text: str) -> int:
    """Up to four characters in one number."""
    packed = 0
    for char in text:
        packed = packed << 16 | ord(char)
    return packed


@dataclass(frozen=True, slots=True)
class State:
    """What the model remembers of several texts, one a row.

    Attributes:
        history: the last three characters, packed.
        within: probability that the text ends between words, or 1, 2, 3 characters into one.
        rest: for 1, 2, 3 characters, how often a word goes on that begins with them.
    """

    history: Codes
    within: Floats
    rest: Floats

    def take(self, rows: NDArray[np.intp]) -> State:
        """The same for some of the texts, in a new order or repeated."""
        return State(self.history[rows], self.within[rows], self.rest[rows])

    def join(self, other: State) -> State:
        """Both, one after the other."""
        return State(
            np.concatenate((self.history, other.history)),
            np.concatenate((self.within, other.within)),
            np.concatenate((self.rest, other.rest)),
        )


class _Table:
    """Numbers by packed characters; 0 for what is not there."""

    def __init__(self, keys: NDArray[Any], *columns: NDArray[Any]) -> None:
        self._keys = np.append(keys.astype(np.uint64), np.uint64(2**64 - 1))
        self._columns = [np.append(column, 0).astype(np.float64) for column in columns]

    def __call__(self, keys: Codes) -> list[Floats]:
        at = np.searchsorted(self._keys, keys)
        at = np.where(self._keys[at] == keys, at, len(self._keys) - 1)
        return [column[at] for column in self._columns]


def _low(characters: int) -> np.uint64:
    """Mask of the last characters of a packed text."""
    return np.uint64(2 ** (16 * characters) - 1)


class CharacterModel:
    """See the module."""

    def __init__(self, counts: dict[str, NDArray[Any]]) -> None:
        """Take the counts, as `indexer.data.characters.count` makes them."""
        lengths = range(1, LONGEST_WORD + 1)
        self._words = [
            _Table(counts[f"prefix{n}"], counts[f"begun{n}"], counts[f"whole{n}"]) for n in lengths
        ]
        self._all = float(counts["begun1"].sum())
        self._seen = [(counts[f"gram{n}"], counts[f"times{n}"].astype(np.float64)) for n in (2, 3, 4)]
        self._tabulate()
        share = np.zeros(65536)
        share[counts["prefix1"].astype(np.intp)] = 0.3 * counts["begun1"] / self._all
        share[counts["gram1"].astype(np.intp)] += 0.7 * counts["times1"] / counts["times1"].sum()
        self._share = share

    def _tabulate(self) -> None:
        self._contexts: list[_Table] = []
        self._grams: list[_Table] = []
        for (grams, times), caution in zip(self._seen, _CAUTION, strict=True):
            self._grams.append(_Table(grams, times))
            heads, first = np.unique(grams >> np.uint64(16), return_index=True)
            followers = np.diff(np.append(first, len(grams)))
            self._contexts.append(_Table(heads, np.add.reduceat(times, first), followers * caution))

    def adapted(self, text: str) -> CharacterModel:
        """The model for a document: what it says itself counts as what the samples say, several times."""
        adapted = copy(self)
        keys = np.array([ord(key(char)) for char in text], np.uint64)
        adapted._seen = []
        packed = keys
        for n, (grams, times) in enumerate(self._seen, 1):
            packed = packed[:-1] << np.uint64(16) | keys[n:]
            merged, at = np.unique(np.concatenate((grams, packed)), return_inverse=True)
            weights = np.concatenate((times, np.full(len(packed), _OWN)))
            adapted._seen.append((merged, np.bincount(at, weights).astype(np.float64)))
        adapted._tabulate()
        return adapted

    def share(self, char: str) -> float:
        """How often a character occurs in any text, 0–1."""
        return float(self._share[ord(key(char))])

    def start(self, text: str) -> State:
        """The state after a text, one row."""
        state = State(np.array([ord("\n")], np.uint64), np.array([[1.0, 0, 0, 0]]), np.zeros((1, 3)))
        return self.read(state, text)[1]

    def read(self, state: State, text: Iterable[str]) -> tuple[Floats, State]:
        """Natural logarithm of the probability of a text after each state, and the states after it."""
        total = np.zeros(len(state.history))
        for char in text:
            codes = np.full(len(total), ord(key(char)), np.uint64)
            score, state = self.step(state, codes)
            total = total + score
        return total, state

    def step(self, state: State, codes: Codes) -> tuple[Floats, State]:
        """Natural logarithm of the probability of one character after each state, and the states after it."""
        part = np.zeros((len(codes), LONGEST_WORD))
        ends = np.zeros(len(codes))
        rest = np.zeros((len(codes), LONGEST_WORD - 1))
        for n, words in enumerate(self._words):
            # The character as the first of a word, or as the next of one that n characters began.
            packed = (state.history & _low(n)) << np.uint64(16) | codes
            begun, whole = words(packed)
            room = self._all if n == 0 else np.maximum(state.rest[:, n - 1], 1)
            part[:, n] = state.within[:, n] * begun / room
            ends += part[:, n] * whole / np.maximum(begun, 1)
            part[:, n] *= 1 - whole / np.maximum(begun, 1)
            if n < LONGEST_WORD - 1:
                rest[:, n] = begun - whole
        alone = (1 - _WORDS) * self._share[codes.astype(np.intp)] + _UNSEEN
        within = np.column_stack((_WORDS * ends + alone, _WORDS * part[:, :-1]))
        chance = within.sum(axis=1)
        within /= chance[:, None]
        for n, (contexts, grams) in enumerate(zip(self._contexts, self._grams, strict=True), 1):
            head = state.history & _low(n)
            seen, kinds = contexts(head)
            (times,) = grams(head << np.uint64(16) | codes)
            chance = (times + kinds * chance) / np.maximum(seen + kinds, 1) + (seen == 0) * chance
        history = (state.history << np.uint64(16) | codes) & _low(3)
        return np.log(chance), State(history, within, rest)

    def mean(self, text: str, before: str = "\n") -> float:
        """Mean logarithm over a text's characters; 0.0 for an empty one."""
        return float(self.read(self.start(before), text)[0][0]) / len(text) if text else 0.0


@cache
def model() -> CharacterModel:
    """The packaged model, read when first asked for."""
    with files("indexer.data").joinpath("characters.npz").open("rb") as file, np.load(file) as counts:
        return CharacterModel(dict(counts))
