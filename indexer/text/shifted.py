"""Reads the bytes of a shifted stretch back, by a beam search under the character model.

Every pair of bytes as shown is the second half of one character and the first half of the next.
Between two pairs there may have been others that GBK has no character for, dropped on the way:
a pair is dropped always or never, so that dropping has no cost of its own, and the model alone
decides which reading is report text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.text import gbk
from indexer.text.gbk import Choice
from indexer.text.model import CharacterModel, Floats, State

_BEAM = 60
_WIDE_BEAM = 150
"""Readings kept in the middle of a dropped pair, where nothing has been confirmed yet."""
_NARROW_BEAM = 25
"""Readings that are tried with two dropped pairs in a row."""

_REWARD = 1.0
"""What a character earns by being there: the model thinks it dearer than it is."""


@dataclass(frozen=True, slots=True)
class Beam:
    """Readings so far.

    Attributes:
        model: what scores them.
        scores: natural logarithms of how likely they are.
        state: what the model remembers of each.
        texts: what each reads.
        trails: the last byte of each.
    """

    model: CharacterModel
    scores: Floats
    state: State
    texts: list[str]
    trails: list[int]

    def best(self, most: int) -> Beam:
        """The best readings, best first."""
        order = np.argsort(-self.scores, kind="stable")[:most]
        return Beam(
            self.model,
            self.scores[order],
            self.state.take(order),
            [self.texts[row] for row in order],
            [self.trails[row] for row in order],
        )

    def join(self, other: Beam) -> Beam:
        """Both together."""
        return Beam(
            self.model,
            np.concatenate((self.scores, other.scores)),
            self.state.join(other.state),
            self.texts + other.texts,
            self.trails + other.trails,
        )

    def extend(self, choose: Callable[[int], Choice], most: int) -> Beam:
        """Every reading followed by every character it may be followed by, given its last byte."""
        choices = [choose(trail) for trail in self.trails]
        sizes = [len(choice.chars) for choice in choices]
        rows: NDArray[np.intp] = np.repeat(np.arange(len(choices)), sizes)
        if not len(rows):
            return self.best(0)
        codes = np.concatenate([choice.codes for choice in choices])
        scores, state = self.model.step(self.state.take(rows), codes)
        scores = scores + self.scores[rows] + _REWARD
        top = np.argpartition(-scores, most)[:most] if len(scores) > most else np.arange(len(scores))
        first = np.cumsum([0, *sizes])
        texts, trails = [], []
        for at in top:
            row = int(rows[at])
            choice, nth = choices[row], int(at - first[row])
            texts.append(self.texts[row] + choice.chars[nth])
            trails.append(choice.trails[nth])
        return Beam(self.model, scores[top], state.take(top), texts, trails).best(most)


def read(
    model: CharacterModel, pairs: bytes, last: str, note: str, before: str, after: str, wide: bool
) -> Beam:
    """Readings of a stretch, the best first; scores include how well they go on into `after`.

    Args:
        model: says which reading is report text.
        pairs: the stretch as shown, in GBK.
        last: the second byte of the last character, where it shows as an ASCII character.
        note: how the last character is read, where a note says so.
        before, after: text around the stretch.
        wide: whether characters outside GB 2312 (traditional ones) may stand in it.
    """
    start = model.start(before)
    empty = Beam(model, np.zeros(1), start, [""], [0])
    beam = empty.extend(lambda _: gbk.ending(pairs[0], wide), _BEAM)
    lost = empty.extend(lambda _: gbk.before_drop(0, wide), _WIDE_BEAM)
    beam = beam.join(lost.extend(lambda first: gbk.after_drop(first, pairs[0], wide), _BEAM)).best(_BEAM)
    for at in range(1, len(pairs) - 1, 2):
        lead, trail = pairs[at], pairs[at + 1]
        beam = _next(
            beam,
            lead,
            lambda _, lead=lead, trail=trail: gbk.one(lead, trail, wide),  # type: ignore[misc]
            lambda first, trail=trail: gbk.after_drop(first, trail, wide),  # type: ignore[misc]
            wide,
        )
    lead = pairs[-1]
    if last:
        beam = _next(
            beam,
            lead,
            lambda _: gbk.one(lead, ord(last), wide),
            lambda first: gbk.after_drop(first, ord(last), wide),
            wide,
        )
    else:
        beam = _next(
            beam,
            lead,
            lambda _: gbk.beginning(frozenset((lead,)), note, wide),
            lambda first: gbk.beginning(gbk.dropped()[first], note, wide),
            wide,
        )
    ends, _ = model.read(beam.state, after)
    return Beam(model, beam.scores + ends, beam.state, beam.texts, beam.trails).best(_BEAM)


def _next(
    beam: Beam, lead: int, whole: Callable[[int], Choice], closing: Callable[[int], Choice], wide: bool
) -> Beam:
    """The character that `lead` begins: as shown, or with one or two dropped pairs before the next byte."""
    shown = beam.extend(whole, _BEAM)
    once = beam.extend(lambda _: gbk.before_drop(lead, wide), _WIDE_BEAM)
    twice = once.best(_NARROW_BEAM).extend(lambda first: gbk.between_drops(first, wide), _WIDE_BEAM)
    return shown.join(once.join(twice).extend(closing, _BEAM)).best(_BEAM)
