"""A character language model of report text: how likely a character is after what is before it.

Estimates of four kinds, each falling back on the one before (as Witten and Bell 1991, method C, do):
words, read as a lattice (`lexicon`); then bigrams, trigrams and 4-grams of texts that were
written for this project, and of the document itself.
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

from indexer.text.repair.lexicon import Lexicon
from indexer.text.repair.ngrams import Codes, Floats, NgramTable, encode, fold_key, list_runs, make_mask

_CAUTION = (16.0, 8.0, 6.0)
"""How many times the plain estimate of what a context has not shown counts, for 1, 2, 3 characters: the
samples are few, and what they never say others do. Least perplexity on half of the real work reports."""
_OWN = 4.0
"""How many times a document's own words count."""


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
        """Return the same for some of the texts, in a new order or repeated."""
        return State(self.history[rows], self.within[rows], self.rest[rows])

    def join(self, other: State) -> State:
        """Both, one after the other."""
        return State(
            np.concatenate((self.history, other.history)),
            np.concatenate((self.within, other.within)),
            np.concatenate((self.rest, other.rest)),
        )


class CharacterModel:
    """See the module."""

    def __init__(self, counts: dict[str, NDArray[Any]]) -> None:
        """Take the counts, as `indexer.data.characters.count` makes them."""
        self._words = Lexicon(counts)
        self._contexts: list[NgramTable] = []
        self._grams = [NgramTable(counts[f"gram{n}"], counts[f"times{n}"]) for n in (2, 3, 4)]
        self._tabulate()

    def _tabulate(self) -> None:
        self._contexts = []
        for grams, caution in zip(self._grams, _CAUTION, strict=True):
            heads, first = np.unique(grams.keys >> np.uint64(16), return_index=True)
            followers = np.diff(np.append(first, len(grams.keys)))
            seen = np.add.reduceat(grams.columns[0], first)
            self._contexts.append(NgramTable(heads, seen, followers * caution))

    def adapt(self, text: str) -> CharacterModel:
        """The model for a document: what it says itself counts as what the samples say, several times."""
        adapted = copy(self)
        adapted._words = self._words.adapt([text])
        singles = encode(text)
        own = [list_runs(singles, n) for n in (2, 3, 4)]
        adapted._grams = [
            table.plus(found, np.full(len(found), _OWN))
            for table, found in zip(self._grams, own, strict=True)
        ]
        adapted._tabulate()
        return adapted

    def share(self, char: str) -> float:
        """Return how often a character occurs in any text, 0–1."""
        return float(self._words.shares[ord(fold_key(char))])

    def start(self, text: str) -> State:
        """Return the state after a text, one row."""
        state = State(np.array([ord("\n")], np.uint64), np.array([[1.0, 0, 0, 0]]), np.zeros((1, 3)))
        return self.read(state, text)[1]

    def read(self, state: State, text: Iterable[str]) -> tuple[Floats, State]:
        """Natural logarithm of the probability of a text after each state, and the states after it."""
        total = np.zeros(len(state.history))
        for char in text:
            score, state = self.step(state, np.full(len(total), ord(fold_key(char)), np.uint64))
            total = total + score
        return total, state

    def step(self, state: State, after: Codes, rows: NDArray[np.intp] | None = None) -> tuple[Floats, State]:
        """Natural logarithm of the probability of one character after each state, and the states after it.

        Args:
            state: of the texts.
            after: the characters, packed.
            rows: which of the texts each follows; the first follows the first, and so on, by default.
        """
        # What a text has shown is looked up once, however many characters may follow it.
        shown = [contexts(state.history & make_mask(n)) for n, contexts in enumerate(self._contexts, 1)]
        if rows is not None:
            shown = [[column[rows] for column in columns] for columns in shown]
            state = state.take(rows)
        chance, within, rest = self._words.step(state.history, state.within, state.rest, after)
        for n, ((seen, kinds), grams) in enumerate(zip(shown, self._grams, strict=True), 1):
            known = np.flatnonzero(seen)
            (times,) = grams((state.history[known] & make_mask(n)) << np.uint64(16) | after[known])
            weight = kinds[known]
            chance[known] = (times + weight * chance[known]) / (seen[known] + weight)
        history = (state.history << np.uint64(16) | after) & make_mask(3)
        return np.log(chance), State(history, within, rest)

    def mean(self, text: str, before: str = "\n") -> float:
        """Mean logarithm over a text's characters; 0.0 for an empty one."""
        return float(self.read(self.start(before), text)[0][0]) / len(text) if text else 0.0


@cache
def load_model() -> CharacterModel:
    """Return the packaged model, read when first asked for."""
    with files("indexer.data").joinpath("characters.npz").open("rb") as file, np.load(file) as counts:
        return CharacterModel(dict(counts))
