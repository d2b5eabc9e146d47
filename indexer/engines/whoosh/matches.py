"""Sets of passages with scores, and how they combine.

Few passages are a sorted list, many are an array over all passages: each operation takes the
way that costs less.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Docs = NDArray[np.int32]
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]
"""For each passage whether it belongs."""

_DENSE = 32
"""From one passage in so many, an array over all passages is quicker."""


class Matches:
    """Passages that match, and their scores.

    Attributes:
        docs: their numbers, ascending.
        scores: one for each of them, not negative.
        size: number of all passages.
    """

    def __init__(self, docs: Docs, scores: Scores, size: int) -> None:
        self.docs, self.scores, self.size = docs, scores, size

    def __len__(self) -> int:
        return len(self.docs)

    @property
    def many(self) -> bool:
        """Whether arrays over all passages are worth it."""
        return len(self.docs) * _DENSE > self.size

    @cached_property
    def mask(self) -> Mask:
        """For each passage whether it matches."""
        mask = np.zeros(self.size, np.bool_)
        mask[self.docs] = True
        return mask

    @cached_property
    def spread(self) -> Scores:
        """For each passage its score, 0 where it does not match."""
        spread = np.zeros(self.size, np.float32)
        spread[self.docs] = self.scores
        return spread

    @property
    def nbytes(self) -> int:
        """Memory, arrays over all passages included that may yet be made."""
        return self.docs.nbytes + self.scores.nbytes + (5 * self.size if self.many else 0) + 500

    def kept(self, mask: Mask) -> Matches:
        """Those for which a mask holds."""
        keep = mask[self.docs]
        return Matches(self.docs[keep], self.scores[keep], self.size)


def unscored(docs: Docs, size: int, score: float = 0.0) -> Matches:
    """Passages with one score for all."""
    return Matches(docs, np.full(len(docs), score, np.float32), size)


def masked(mask: Mask) -> Matches:
    """Passages of a mask, without scores."""
    return unscored(np.flatnonzero(mask).astype(np.int32), len(mask))


def all_of(sets: Sequence[Matches]) -> Matches:
    """Passages in all of them; scores add up."""
    first, *others = sorted(sets, key=len)
    docs, scores = first.docs, first.scores
    for other in others:
        if other.many:
            keep = other.mask[docs]
            docs = docs[keep]
            scores = scores[keep] + other.spread[docs]
        else:
            at = np.searchsorted(other.docs, docs)
            at[at == len(other.docs)] = 0
            keep = other.docs[at] == docs if len(other.docs) else np.zeros(len(docs), np.bool_)
            docs = docs[keep]
            scores = scores[keep] + other.scores[at[keep]]
    return Matches(docs, scores, first.size)


def any_of(sets: Sequence[Matches]) -> Matches:
    """Passages in at least one of them; scores add up."""
    sets = [each for each in sets if len(each)] or list(sets[:1])
    if len(sets) == 1:
        return sets[0]
    size = sets[0].size
    if sum(map(len, sets)) * _DENSE < size:
        docs, places = np.unique(np.concatenate([each.docs for each in sets]), return_inverse=True)
        scores = np.bincount(places, np.concatenate([each.scores for each in sets]), len(docs))
        return Matches(docs, scores.astype(np.float32), size)
    mask, spread = np.zeros(size, np.bool_), np.zeros(size, np.float32)
    for each in sets:
        if each.many:
            mask |= each.mask
            spread += each.spread
        else:
            mask[each.docs] = True
            spread[each.docs] += each.scores
    docs = np.flatnonzero(mask).astype(np.int32)
    return Matches(docs, spread[docs], size)


def raised(matches: Matches, others: Matches) -> Matches:
    """The same passages; those that are also among others score that much more."""
    if not len(matches) or not len(others):
        return matches
    if others.many:
        return Matches(matches.docs, matches.scores + others.spread[matches.docs], matches.size)
    at = np.searchsorted(others.docs, matches.docs)
    at[at == len(others.docs)] = 0
    more = np.where(others.docs[at] == matches.docs, others.scores[at], np.float32(0))
    return Matches(matches.docs, matches.scores + more, matches.size)
