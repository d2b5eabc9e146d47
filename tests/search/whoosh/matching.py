"""The reference for scores: queries as Whoosh's own query objects, evaluated by Whoosh's own matchers.

What is exact or a filter becomes a leaf of passages found by plain scans; words are Whoosh terms
under its stock BM25F.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from math import log
from typing import Any

from whoosh import matching
from whoosh import query as wq
from whoosh.searching import SearchContext

from indexer.search.analysis import query_words
from indexer.search.query.tree import And, Node, Not, Or, Phrase, Words
from indexer.search.weights import BOOSTS
from indexer.text.fold import fold

Holds = Callable[[Node], Iterable[int]]
"""Numbers of the passages for which a leaf holds, by plain scan."""


class Passages(wq.Query):
    """Leaf: passages known by number, each with the same score."""

    def __init__(self, numbers: Iterable[int], score: float = 0.0) -> None:
        self.numbers, self.score = sorted(numbers), score

    def estimate_size(self, ixreader: Any) -> int:
        return len(self.numbers)

    def matcher(self, searcher: Any, context: Any = None) -> matching.Matcher:
        return _PassageMatcher(self.numbers, self.score) if self.numbers else matching.NullMatcher()


class _PassageMatcher(matching.ListMatcher):
    """A list matcher that may score 0."""

    def __init__(self, ids: list[int], score: float) -> None:
        super().__init__(ids)
        self._i, self._score = 0, score

    def skip_to(self, id: int) -> None:
        self._i = bisect_left(self._ids, id, self._i)

    def weight(self) -> float:
        return self._score

    score = weight


def compiled(tree: Node, holds: Holds, size: int) -> wq.Query:
    """A tree as Whoosh's query objects."""
    match tree:
        case Words(text, field) if len(fold(text)) > 1:
            words = query_words(fold(text))
            whole = _whole(fold(text), len(words), field, holds, size)
            if len(words) < 2:
                return wq.Or([_term(word, field) for word in words] + [whole])
            each = [
                wq.Or([_term(word, field), Passages(holds(Phrase(word, field)))])
                if len(word) > 1
                else _term(word, field)
                for word in words
            ]
            return wq.Or([wq.And(each), whole])
        case Words(text, field) | Phrase(text, field):
            terms = [_term(word, field) for word in query_words(fold(text))]
            whole = _whole(fold(text), len(terms), field, holds, size)
            return wq.AndMaybe(whole, wq.Or(terms)) if terms else whole
        case And(nodes):
            return wq.And([compiled(node, holds, size) for node in nodes])
        case Or(nodes):
            return wq.Or([compiled(node, holds, size) for node in nodes])
        case Not(_):
            return Passages(holds(tree))
        case _:
            return Passages(holds(tree))


def _whole(run: str, words: int, field: str, holds: Holds, size: int) -> Passages:
    numbers = list(holds(Phrase(run, field)))
    return Passages(numbers, max(words, 1) * (log(size / (len(numbers) + 1)) + 1))


def _term(word: str, field: str) -> wq.Query:
    if field:
        return wq.Term(field, word)
    return wq.Or([wq.Term(name, word, boost=boost) for name, boost in BOOSTS.items()])


def walked(query: wq.Query, searcher: Any) -> dict[int, float]:
    """What a query matches over a whole index, and the scores; deleted passages too."""
    found = {}
    for leaf, offset in searcher.leaf_searchers():
        # Each match is looked at by itself; Whoosh's preloading matchers lose those of score 0.
        context = SearchContext(needs_current=True, weighting=leaf.weighting)
        matcher = query.matcher(leaf, context)
        while matcher.is_active():
            found[offset + matcher.id()] = matcher.score()
            matcher.next()
    return found
