"""From a query's tree to a tree of Whoosh queries over one segment.

Words are ordinary Whoosh terms under stock BM25F; whatever is exact or a filter is a leaf of
passage numbers that were found beforehand.
"""

from __future__ import annotations

from bisect import bisect_left
from math import log
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from whoosh import matching
from whoosh import query as wq

from indexer.analysis import query_analyzer
from indexer.engines.whoosh.part import Numbers
from indexer.query import (
    And,
    Everything,
    InDistricts,
    InSections,
    InYears,
    Node,
    Not,
    OfKinds,
    Or,
    Phrase,
    Words,
)
from indexer.text.fold import fold

Mask = NDArray[np.bool_]
"""For each passage whether it belongs."""

BOOSTS = {"title": 2.0, "heading": 1.5, "text": 1.0}
"""Fields that words are looked for in, and what a find there is worth."""


class Passages(wq.Query):  # type: ignore[misc]
    """Leaf: passages known by number, each with the same score."""

    def __init__(self, numbers: Numbers, score: float = 0.0) -> None:
        self.numbers, self.score = numbers, score

    def estimate_size(self, ixreader: Any) -> int:
        """How many."""
        return len(self.numbers)

    def matcher(self, searcher: Any, context: Any = None) -> matching.Matcher:
        """Walks the numbers."""
        if not len(self.numbers):
            return matching.NullMatcher()
        return _PassageMatcher(self.numbers.tolist(), self.score)


class _PassageMatcher(matching.ListMatcher):  # type: ignore[misc]
    """A list matcher that may score 0 and leaps instead of stepping."""

    def __init__(self, ids: list[int], score: float) -> None:
        super().__init__(ids)
        self._i = 0
        self._score = score

    def skip_to(self, id: int) -> None:
        """To the first number not below `id`."""
        self._i = bisect_left(self._ids, id, self._i)

    def weight(self) -> float:
        """The score: there is no frequency to weigh."""
        return self._score

    score = weight


class Scope(Protocol):
    """What the tree is compiled against: one segment within its index."""

    size: int
    """Passages in the segment."""

    def containing(self, folded: str, field: str) -> Numbers:
        """Passages that contain characters."""

    def frequency(self, folded: str, field: str) -> tuple[int, int]:
        """How many passages of the whole index contain characters, and how many there are."""

    def in_years(self, node: InYears) -> Mask:
        """Passages of these years."""

    def in_districts(self, node: InDistricts) -> Mask:
        """Passages about these divisions or divisions below them."""

    def in_sections(self, node: InSections) -> Mask:
        """Passages of these sections."""

    def of_kinds(self, node: OfKinds) -> Mask:
        """Passages of these kinds of report."""

    def matched(self, query: wq.Query) -> Numbers:
        """Passages that a compiled query matches."""


def compiled(tree: Node, scope: Scope) -> wq.Query:
    """The Whoosh query that matches what a tree means."""
    match tree:
        case Words(text, field):
            return _words(fold(text), field, scope)
        case Phrase(text, field):
            return _phrase(fold(text), field, scope)
        case And(nodes):
            return wq.And([compiled(node, scope) for node in nodes])
        case Or(nodes):
            return wq.Or([compiled(node, scope) for node in nodes])
        case Not(node):
            # Whoosh's own Not excludes from a whole Or; the complement means the same everywhere.
            outside = np.ones(scope.size, np.bool_)
            outside[scope.matched(compiled(node, scope))] = False
            return _those(outside)
        case InYears():
            return _those(scope.in_years(tree))
        case InDistricts():
            return _those(scope.in_districts(tree))
        case InSections():
            return _those(scope.in_sections(tree))
        case OfKinds():
            return _those(scope.of_kinds(tree))
        case Everything():
            return Passages(np.arange(scope.size, dtype=np.int32))


def _those(mask: Mask) -> Passages:
    return Passages(np.flatnonzero(mask).astype(np.int32))


def _words(run: str, field: str, scope: Scope) -> wq.Query:
    """All words of a run, each in any field; or the run itself, which also ranks higher."""
    if len(run) == 1:
        return _phrase(run, field, scope)
    words = _words_of(run)
    whole = _whole(run, len(words), field, scope)
    if len(words) < 2:
        return wq.Or([_term(word, field) for word in words] + [whole])
    # A word counts where its characters stand, however the text around them was segmented there.
    each = [
        wq.Or([_term(word, field), Passages(scope.containing(word, field))])
        if len(word) > 1
        else _term(word, field)
        for word in words
    ]
    return wq.Or([wq.And(each), whole])


def _phrase(run: str, field: str, scope: Scope) -> wq.Query:
    """The run itself; its words add to the score where they are words."""
    terms = [_term(word, field) for word in _words_of(run)]
    whole = _whole(run, len(terms), field, scope)
    return wq.AndMaybe(whole, wq.Or(terms)) if terms else whole


def _whole(run: str, words: int, field: str, scope: Scope) -> Passages:
    """A run found as a whole scores like all its words once more.

    Each counts by the run's inverse document frequency (Whoosh's formula), which is no less
    than its words' own: so it outweighs words that merely stand about more often.
    """
    containing, documents = scope.frequency(run, field)
    return Passages(scope.containing(run, field), max(words, 1) * (log(documents / (containing + 1)) + 1))


def _words_of(run: str) -> list[str]:
    return list(dict.fromkeys(token.text for token in query_analyzer(run)))


def _term(word: str, field: str) -> wq.Query:
    if field:
        return wq.Term(field, word)
    return wq.Or([wq.Term(name, word, boost=boost) for name, boost in BOOSTS.items()])
