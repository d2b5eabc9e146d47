"""How likely a character is by the words that there are: jieba's dictionary, and words that reports use.

A text is read as a lattice: every way of cutting it into words counts. A general dictionary thinks
推进 rare and 他 frequent; so the words of report texts count as often as if the dictionary had been
counted on few texts only (Dirichlet smoothing, Zhai and Lafferty 2004).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.text.repair.ngrams import Codes, Floats, NgramTable, encode, list_runs, make_mask

LONGEST = 4
"""Characters of the longest words that are counted as words."""
_SHARE = 0.98
"""Share of characters that are part of a known word."""
_UNSEEN = 1e-8
"""Probability of a character that no count knows."""
_PRIOR = 5000
"""Words of text that the dictionary counts like. Least perplexity on half of the real work reports."""


class Lexicon:
    """See the module."""

    def __init__(self, counts: dict[str, NDArray[Any]]) -> None:
        """Take the counts, as `indexer.data.characters.count` makes them."""
        self._tables = [
            NgramTable(counts[f"prefix{n}"], counts[f"begun{n}"], counts[f"whole{n}"])
            for n in range(1, LONGEST + 1)
        ]
        self._all = self._tables[0].columns[0].sum()
        self._unit = float(counts["dictionary"][0]) / _PRIOR
        share = np.zeros(65536)
        share[counts["prefix1"].astype(np.intp)] = 0.3 * self._tables[0].columns[0] / self._all
        share[counts["gram1"].astype(np.intp)] += 0.7 * counts["times1"] / counts["times1"].sum()
        self.shares: Floats = share

    def adapt(self, texts: Iterable[str]) -> Lexicon:
        """Return the words with those of texts."""
        adapted = object.__new__(Lexicon)
        adapted._tables, adapted._unit, adapted.shares = list(self._tables), self._unit, self.shares
        cuts = [self.cut(text) for text in texts]
        words = [np.concatenate([cut[n] for cut in cuts]) for n in range(LONGEST)]
        for n, table in enumerate(self._tables, 1):
            prefixes = [found >> np.uint64(16 * over) for over, found in enumerate(words[n - 1 :])]
            begun = np.concatenate(prefixes)
            whole = np.arange(len(begun)) < len(prefixes[0])
            adapted._tables[n - 1] = table.plus(
                begun, np.full(len(begun), self._unit), np.where(whole, self._unit, 0.0)
            )
        adapted._all = adapted._tables[0].columns[0].sum()
        return adapted

    def counts(self) -> dict[str, NDArray[Any]]:
        """Return the tables, as `indexer.data.characters.count` packages them."""
        arrays: dict[str, NDArray[Any]] = {}
        for n, table in enumerate(self._tables, 1):
            arrays[f"prefix{n}"] = table.keys
            arrays[f"begun{n}"], arrays[f"whole{n}"] = (
                np.rint(column).astype(np.uint32) for column in table.columns
            )
        return arrays

    def cut(self, text: str) -> list[Codes]:
        """Return the words of a text by length, the longest that the dictionary has at each place."""
        singles = encode(text)
        lengths = np.ones(len(singles), np.intp)
        for n in range(2, LONGEST + 1):
            if len(singles) >= n:
                known = self._tables[n - 1](list_runs(singles, n))[1] > 0
                lengths[: len(known)][known] = n
        starts: list[list[int]] = [[] for _ in range(LONGEST)]
        at, steps = 0, lengths.tolist()
        while at < len(steps):
            starts[steps[at] - 1].append(at)
            at += steps[at]
        return [
            list_runs(singles, n)[np.array(places, np.intp)] if places else np.zeros(0, np.uint64)
            for n, places in enumerate(starts, 1)
        ]

    def step(
        self, history: Codes, within: Floats, rest: Floats, after: Codes
    ) -> tuple[Floats, Floats, Floats]:
        """Return how likely a character is after each text; see `model.State` for what is known of the texts.

        Returns:
            Its probability, and `within` and `rest` of the text with it.
        """
        part = np.zeros((len(after), LONGEST))
        ends = np.zeros(len(after))
        rested = np.zeros((len(after), LONGEST - 1))
        for n, words in enumerate(self._tables):
            # The character as the first of a word, or as the next of one that n characters began.
            may = np.flatnonzero(within[:, n])
            begun, whole = words((history[may] & make_mask(n)) << np.uint64(16) | after[may])
            room = self._all if n == 0 else np.maximum(rest[may, n - 1], 1)
            chance = within[may, n] * begun / room
            closed = whole / np.maximum(begun, 1)
            ends[may] += chance * closed
            part[may, n] = chance * (1 - closed)
            if n < LONGEST - 1:
                rested[may, n] = begun - whole
        alone = (1 - _SHARE) * self.shares[after.astype(np.intp)] + _UNSEEN
        inside = np.column_stack((_SHARE * ends + alone, _SHARE * part[:, :-1]))
        chance = inside.sum(axis=1)
        return chance, inside / chance[:, None], rested
