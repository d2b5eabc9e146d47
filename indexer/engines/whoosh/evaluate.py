"""A query's tree over one snapshot, on arrays.

Words score by BM25F as Whoosh works it out (`whoosh.scoring.BM25F`: Robertson and Zaragoza, The
Probabilistic Relevance Framework, 2009; K1 1.2, B 0.75, idf ln(N / (n + 1)) + 1); what is exact or
a filter only selects. The same passages and the same scores as Whoosh's own matchers on the same index.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log
from threading import Lock
from typing import Protocol

from cachetools import LRUCache

from indexer.analysis import query_analyzer
from indexer.engines.whoosh.matches import Docs, Mask, Matches, all_of, any_of, masked, raised, unscored
from indexer.engines.whoosh.schema import bytes_of
from indexer.query import (
    And,
    District,
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
    Years,
)
from indexer.text.fold import fold

BOOSTS = {"title": 2.0, "heading": 1.5, "text": 1.0}
"""Fields that words are looked for in, and what a find there is worth."""


class Passages(Protocol):
    """What a tree is evaluated over."""

    size: int
    """Number of passages, deleted ones included."""

    everything: Matches
    """All of them."""

    def scored(self, field: str, word: bytes, boost: float) -> Matches:
        """Passages with a word in a field, scored."""

    def containing(self, folded: str, field: str) -> Docs:
        """Passages that contain characters."""

    def in_years(self, years: tuple[Years, ...]) -> Mask:
        """Passages of these years."""

    def in_districts(self, districts: tuple[District, ...]) -> Mask:
        """Passages about these divisions or divisions below them."""

    def in_sections(self, sections: tuple[int, ...]) -> Mask:
        """Passages of these sections."""

    def of_kinds(self, kinds: tuple[str, ...]) -> Mask:
        """Passages of these kinds of report."""


class Evaluation:
    """Evaluates trees; what was worked out for words and runs is kept. May be shared by threads."""

    def __init__(self, passages: Passages, cache_mb: int) -> None:
        """Keeps up to `cache_mb` MiB."""
        self._passages = passages
        self._kept: LRUCache[tuple[str, str, str], Matches] = LRUCache(
            cache_mb * 2**20, lambda matches: matches.nbytes
        )
        self._lock = Lock()

    def find(self, tree: Node) -> Matches:
        """The passages that a tree matches, deleted ones included."""
        match tree:
            case Words(text, field):
                return self._keep("words", fold(text), field, self._words)
            case Phrase(text, field):
                return self._keep("phrase", fold(text), field, self._phrase)
            case And(nodes):
                return all_of([self.find(node) for node in nodes])
            case Or(nodes):
                return any_of([self.find(node) for node in nodes])
            case Not(node):
                return masked(~self.find(node).mask)
            case InYears(years):
                return masked(self._passages.in_years(years))
            case InDistricts(districts):
                return masked(self._passages.in_districts(districts))
            case InSections(sections):
                return masked(self._passages.in_sections(sections))
            case OfKinds(kinds):
                return masked(self._passages.of_kinds(kinds))
            case Everything():
                return self._passages.everything

    def _words(self, run: str, field: str) -> Matches:
        """All words of a run, each in any field; or the run itself, which also ranks higher."""
        if len(run) == 1:
            return self._phrase(run, field)
        words = words_of(run)
        whole = self._whole(run, len(words), field)
        if len(words) < 2:
            return any_of([*(self._term(word, field) for word in words), whole])
        # A word counts where its characters stand, however the text around them was segmented there.
        each = [
            any_of([self._term(word, field), self._unscored(word, field)])
            if len(word) > 1
            else self._term(word, field)
            for word in words
        ]
        return any_of([all_of(each), whole])

    def _phrase(self, run: str, field: str) -> Matches:
        """The run itself; its words add to the score where they are words."""
        terms = [self._term(word, field) for word in words_of(run)]
        whole = self._whole(run, len(terms), field)
        return raised(whole, any_of(terms)) if terms else whole

    def _whole(self, run: str, words: int, field: str) -> Matches:
        """A run found as a whole scores like all its words once more.

        Each counts by the run's inverse document frequency (Whoosh's formula), which is no less
        than its words' own: so it outweighs words that merely stand about more often.
        """
        docs = self._unscored(run, field).docs
        size = self._passages.size
        score = max(words, 1) * (log(size / (len(docs) + 1)) + 1) if size else 0.0
        return unscored(docs, size, max(score, 0.0))

    def _term(self, word: str, field: str) -> Matches:
        return self._keep("term", word, field, self._scored)

    def _scored(self, word: str, field: str) -> Matches:
        boosts = {field: 1.0} if field else BOOSTS
        scored = self._passages.scored
        return any_of([scored(name, bytes_of(word), boost) for name, boost in boosts.items()])

    def _unscored(self, run: str, field: str) -> Matches:
        return self._keep("run", run, field, self._contained)

    def _contained(self, run: str, field: str) -> Matches:
        return unscored(self._passages.containing(run, field), self._passages.size)

    def _keep(self, kind: str, text: str, field: str, find: Callable[[str, str], Matches]) -> Matches:
        key = (kind, text, field)
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = find(text, field)
            with self._lock:
                if found.nbytes <= self._kept.maxsize:
                    self._kept[key] = found
        return found


def words_of(run: str) -> list[str]:
    """The different words that a folded run asks for."""
    return list(dict.fromkeys(token.text for token in query_analyzer(run)))
