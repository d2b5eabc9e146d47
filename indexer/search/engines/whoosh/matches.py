"""Sets of passages, with scores or without, and how they combine.

Few passages are a sorted list, many are an array over all passages: each operation takes the
way that costs less.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Docs = NDArray[np.intp]
"""Numbers of passages, as NumPy's own kind of index: narrower ones it looks up at a third of the speed."""
Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]
"""For each passage whether it belongs."""

_DENSE = 32
"""From one passage in so many, an array over all passages is quicker."""
_FEW, _FEWEST = 16, 20_000
"""So many times as many passages as are wanted, and so many of them, are sooner scored than parted."""


class Chosen:
    """Some of the passages: as their numbers or as a mask, the other is made when it is asked for.

    Two threads may both make it, and make the same: dearer would be the lock of a cached property.

    Attributes:
        size: number of all passages.
    """

    __slots__ = ("_docs", "_length", "_mask", "size")

    def __init__(self, size: int, docs: Docs | None = None, mask: Mask | None = None) -> None:
        """Takes their numbers, ascending, or a mask, or both."""
        self.size, self._docs, self._mask = size, docs, mask
        self._length = len(docs) if docs is not None else -1

    @property
    def docs(self) -> Docs:
        """Their numbers, ascending."""
        if self._docs is None:
            (self._docs,) = self.mask.nonzero()
        return self._docs

    @property
    def mask(self) -> Mask:
        """For each passage whether it is one of them."""
        if self._mask is None:
            mask = np.zeros(self.size, np.bool_)
            mask[self.docs] = True
            self._mask = mask
        return self._mask

    def __len__(self) -> int:
        if self._length < 0:
            self._length = int(np.count_nonzero(self.mask))
        return self._length

    @property
    def many(self) -> bool:
        """Whether arrays over all passages are worth it."""
        return len(self) * _DENSE > self.size

    @property
    def nbytes(self) -> int:
        """Memory, what may yet be made included."""
        return 8 * len(self) + (self.size if self.many else 0) + 500

    def among(self, docs: Docs) -> Mask:
        """For each of these passages, ascending, whether it is one of them."""
        if self._docs is docs:
            return np.ones(len(docs), np.bool_)
        if self._mask is not None or (self.many and _FEW * len(docs) > len(self)):
            return self.mask.take(docs)
        found = np.zeros(len(docs), np.bool_)
        found[_both(docs, self.docs)[0]] = True
        return found


class Matches(Chosen):
    """Passages that match, and their scores, which are worked out when they are asked for."""

    __slots__ = ("_find_foremost", "_score", "_scores")

    def __init__(
        self,
        chosen: Chosen,
        score: Scores | Callable[[Docs], Scores],
        find_foremost: Callable[[Matches, int], Matches] | None = None,
    ) -> None:
        """Args:
        score: one for each of them, not negative; or what scores some of them, whose numbers ascend.
        find_foremost: does what `foremost` says without scoring all.
        """
        self._find_foremost = find_foremost
        super().__init__(chosen.size, chosen._docs, chosen._mask)
        self._score = score
        self._scores = None if callable(score) else score

    @property
    def scores(self) -> Scores:
        """One for each of them."""
        if self._scores is None:
            assert callable(self._score)
            self._score = self._scores = self._score(self.docs)
        return self._scores

    @property
    def are_scored(self) -> bool:
        """Whether it is known of none of them that it scores nothing."""
        return self._score is not _score_nothing

    def score_some(self, at: NDArray[np.intp]) -> Scores:
        """The scores of those that are in these places of the list, in any order."""
        if self._scores is not None or not callable(self._score):
            return self.scores[at]
        ascending = np.sort(at)
        return self._score(self.docs[ascending])[ascending.searchsorted(at)]

    @property
    def nbytes(self) -> int:
        """Memory, what may yet be made included."""
        return super().nbytes + self.listed_nbytes

    @property
    def listed_nbytes(self) -> int:
        """Memory as long as `mask` is not asked for, with what the scores are worked out from."""
        return 16 * len(self) + (0 if self._mask is None else self.size) + 500

    def compress(self, keep: Mask) -> Matches:
        """Those of the matching passages, one by one, for which it holds."""
        scores = self._score if self._scores is None else self._scores.compress(keep)
        return Matches(Chosen(self.size, self.docs.compress(keep)), scores, self._find_foremost)

    def foremost(self, most: int) -> Matches:
        """Some of them, among them the `most` that score most and all that score as the last of these."""
        if self._find_foremost is None or self._scores is not None or len(self) < max(_FEW * most, _FEWEST):
            return self
        return self._find_foremost(self, most)


def _both(left: Docs, right: Docs) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the numbers that are in both lists stand in each; the shorter is looked up in the longer."""
    if len(left) < len(right):
        return _both(right, left)[::-1]
    at = np.searchsorted(left, right)
    here = (left[np.minimum(at, len(left) - 1)] == right).nonzero()[0] if len(left) else at
    return at[here], here


def give_no_score(chosen: Chosen) -> Matches:
    """Passages without scores."""
    return Matches(chosen, _score_nothing)


def _score_nothing(docs: Docs) -> Scores:
    return np.zeros(len(docs), np.float32)


def intersect(sets: Sequence[Chosen]) -> Chosen:
    """Passages that are in all sets."""
    first, *others = sorted(sets, key=len)
    if first.many:
        mask = first.mask
        for other in others:
            mask = mask & other.mask
        return Chosen(first.size, mask=mask) if others else first
    docs = first.docs
    for other in others:
        docs = docs.compress(other.among(docs))
    return Chosen(first.size, docs)


def unite(sets: Sequence[Chosen]) -> Chosen:
    """Passages that are in at least one of the sets."""
    sets = [each for each in sets if len(each)] or sets[:1]
    if len(sets) == 1:
        return sets[0]
    size = sets[0].size
    if sum(map(len, sets)) * _DENSE < size:
        docs = np.sort(np.concatenate([each.docs for each in sets]))
        new = np.ones(len(docs), np.bool_)
        np.not_equal(docs[1:], docs[:-1], out=new[1:])
        return Chosen(size, docs.compress(new))
    mask = np.zeros(size, np.bool_)
    for each in sets:
        if each.many:
            mask |= each.mask
        else:
            mask[each.docs] = True
    return Chosen(size, mask=mask)
