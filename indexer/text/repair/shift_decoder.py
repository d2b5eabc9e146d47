"""Reads the bytes of a shifted stretch back, by a beam search under the character model.

Every pair of bytes as shown is the second half of one character and the first half of the next.
Between two pairs there may have been others that GBK has no character for, dropped on the way:
a pair is dropped always or never, so that dropping has no cost of its own, and the model alone
decides which reading is report text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from indexer.text.repair import gbk
from indexer.text.repair.gbk import Choice
from indexer.text.repair.language_model import CharacterModel, State
from indexer.text.repair.ngrams import Floats

_BEAM = 60
_WIDE_BEAM = 150
"""Readings kept in the middle of a dropped pair, where nothing has been confirmed yet."""
_NARROW_BEAM, _OPEN_BEAM = 25, 12
"""Readings that are tried with more than one dropped pair in a row."""
_DROPPED = 3
"""Dropped pairs in a row, at most."""
_SHORT = 4
"""Pairs up to which all is tried; most stretches are shorter."""
LONGEST = 16
"""Pairs of the longest stretch that is read: the few readings of a longer one that there is time for would
seem surer than they are."""

_REWARD = 0.6
"""What a character earns by being there: the model thinks it dearer than it is."""


@dataclass(frozen=True, slots=True)
class _Effort:
    """How much is tried for each character: as much as is there for a stretch, so less where it is long.

    Attributes:
        beam: readings kept.
        wide_beam: readings kept in the middle of a dropped pair, where nothing has been confirmed yet.
        narrow_beam: readings that are tried with more than one dropped pair in a row.
        dropped: dropped pairs in a row, at most.
        whole: whether the character may stand as it shows.
    """

    beam: int = _BEAM
    wide_beam: int = _WIDE_BEAM
    narrow_beam: int = _NARROW_BEAM
    dropped: int = _DROPPED
    whole: bool = True

    @classmethod
    def for_length(cls, pairs: int) -> _Effort:
        """Return the effort for a stretch of so many pairs: 100 ms in all."""
        share = min(1.0, _SHORT / max(1, pairs))
        dropped = _DROPPED if pairs <= 2 * _SHORT else _DROPPED - 1
        return cls(round(_BEAM * share), round(_WIDE_BEAM * share), round(_NARROW_BEAM * share), dropped)


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
        """Return the best readings, best first."""
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
        """Return every reading followed by every character it may be followed by, given its last byte."""
        choices = [choose(trail) for trail in self.trails]
        sizes = [len(choice.chars) for choice in choices]
        rows: NDArray[np.intp] = np.repeat(np.arange(len(choices)), sizes)
        if not len(rows):
            return self.best(0)
        codes = np.concatenate([choice.codes for choice in choices])
        scores, state = self.model.step(self.state, codes, rows)
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


@dataclass(frozen=True, slots=True)
class Stretch:
    """A shifted stretch as it shows.

    Attributes:
        pairs: the stretch in GBK; empty where all of it was dropped.
        last: the second byte of the last character, where it shows as an ASCII character.
        note: how the last character is read, where a note says so.
        before, after: text around the stretch.
        wide: whether characters outside GB 2312 (traditional ones) may stand in it.
    """

    pairs: bytes
    last: str
    note: str
    before: str
    after: str
    wide: bool


def read(model: CharacterModel, stretch: Stretch) -> Beam:
    """Readings of a stretch, the best first; scores include how well they go on into the text after it.

    Args:
        model: says which reading is report text.
    """
    pairs, wide = stretch.pairs, stretch.wide
    effort = _Effort.for_length(len(pairs) // 2)
    beam = Beam(model, np.zeros(1), model.start(stretch.before), [""], [0])
    lead = 0  # the first byte was lost: it may be any
    for at in range(0, len(pairs), 2):
        beam = _next(beam, lead, partial(_closed, trail=pairs[at], wide=wide), wide, effort)
        lead = pairs[at + 1]
    if stretch.last:
        beam = _next(beam, lead, partial(_closed, trail=ord(stretch.last), wide=wide), wide, effort)
    elif not stretch.note:
        # Its second byte is alone, shown as `?`: after a dropped pair it may be any of thousands, of
        # which few readings are tried, so that there are rivals to one that is too short.
        noted = partial(_noted, note="", wide=wide)
        beam = _next(beam, lead, noted, wide, replace(effort, wide_beam=_OPEN_BEAM, narrow_beam=8, dropped=2))
    else:
        noted = partial(_noted, note=stretch.note, wide=wide)
        beam = _next(beam, lead, noted, wide, effort if pairs else replace(effort, whole=False))
    ends, _ = model.read(beam.state, stretch.after)
    return Beam(model, beam.scores + ends, beam.state, beam.texts, beam.trails).best(_BEAM)


def _closed(first: int, lead: int, trail: int, wide: bool) -> Choice:
    """Characters with both bytes known, or a first byte that made a dropped pair with `first`."""
    if first:
        return gbk.choose_after_drop(first, trail, wide)
    return gbk.choose_exact(lead, trail, wide) if lead else gbk.choose_ending(trail, wide)


def _noted(first: int, lead: int, note: str, wide: bool) -> Choice:
    """Characters read like the note, with a first byte that is known or made a dropped pair."""
    return gbk.choose_beginning(gbk.list_dropped()[first] if first else frozenset((lead,)), note, wide)


def _next(beam: Beam, lead: int, close: Callable[[int, int], Choice], wide: bool, effort: _Effort) -> Beam:
    """Return the character that `lead` begins, as shown (whole), or others with dropped pairs between."""
    found = beam.extend(lambda _: close(0, lead), effort.beam) if effort.whole else beam.best(0)
    lost = beam.extend(lambda _: gbk.choose_before_drop(lead, wide), effort.wide_beam)
    for dropped in range(effort.dropped):
        found = found.join(lost.extend(lambda first: close(first, lead), effort.beam))
        if dropped < effort.dropped - 1:
            lost = lost.best(effort.narrow_beam).extend(
                lambda first: gbk.choose_between_drops(first, wide), effort.wide_beam
            )
    return found.best(effort.beam)
