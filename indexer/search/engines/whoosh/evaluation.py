"""A query's tree over one snapshot, on arrays.

Words score by BM25F as Whoosh works it out (`whoosh.scoring.BM25F`: Robertson and Zaragoza, The
Probabilistic Relevance Framework, 2009; K1 1.2, B 0.75, idf ln(N / (n + 1)) + 1); what is exact or
a filter only selects. The same passages and the same scores as Whoosh's own matchers on the same index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import Any, Protocol, TypeVar

import numpy as np
from cachetools import LRUCache

from indexer.search.analysis import query_words
from indexer.search.engines.whoosh.matches import (
    Chosen,
    Docs,
    Mask,
    Matches,
    Scores,
    give_no_score,
    intersect,
    match_all,
    match_any,
    unite,
)
from indexer.search.engines.whoosh.schema import encode_text
from indexer.search.query.notation import Way, list_ways, normalize
from indexer.search.query.tree import (
    About,
    And,
    District,
    Everything,
    InDistricts,
    InSections,
    InYears,
    Near,
    Node,
    Not,
    OfKinds,
    Or,
    Phrase,
    Synonyms,
    Words,
    Years,
)
from indexer.search.weights import list_fields, weigh_rarity
from indexer.text.fold import fold

_Kept = TypeVar("_Kept", bound=Chosen)


class Passages(Protocol):
    """What a tree is evaluated over."""

    size: int
    """Number of passages, deleted ones included."""

    @property
    def everything(self) -> Matches:
        """All of them."""

    def with_word(self, field: str, word: bytes) -> Chosen:
        """Passages with a word in a field."""

    def rank(self, field: str, words: Sequence[bytes], boost: float, docs: Docs, scores: Scores) -> None:
        """Adds what words in a field are worth to the scores of these passages."""

    def containing(self, folded: str, field: str, numerals: bool = False) -> Chosen:
        """Passages that contain characters, numbers whole; Chinese ones too if `numerals`."""

    def near(self, runs: Sequence[Sequence[Way]], distance: int | None) -> Chosen:
        """Passages in which runs stand close to each other, each in one of its ways (see `tree.Near`)."""

    def in_years(self, years: tuple[Years, ...]) -> Mask:
        """Passages of these years."""

    def in_districts(self, districts: tuple[District, ...]) -> Mask:
        """Passages about these divisions or divisions below them."""

    def about(self, districts: tuple[District, ...]) -> Mask:
        """Passages about just these divisions."""

    def in_sections(self, sections: tuple[int, ...]) -> Mask:
        """Passages of these sections."""

    def of_kinds(self, kinds: tuple[str, ...]) -> Mask:
        """Passages of these kinds of report."""


class Evaluation:
    """Evaluates trees; what was worked out for words and runs is kept. May be shared by threads."""

    def __init__(self, passages: Passages, cache_mb: int) -> None:
        """Keeps up to `cache_mb` MiB."""
        self._passages = passages
        self._kept: LRUCache[tuple[str, str, str], Any] = LRUCache(
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
            case Synonyms(words, others):
                return match_any([self.find(words), *(self.find(Phrase(other)) for other in others)])
            case About(words, fact, only):
                return self.find(fact) if only else match_any([self.find(words), self.find(fact)])
            case And(nodes):
                return match_all(self._until_none(self.find(node) for node in nodes))
            case Or(nodes):
                return match_any([self.find(node) for node in nodes])
            case Not(node):
                return self._filter(~self.find(node).mask)
            case Near(nodes, distance):
                found = match_all(self._until_none(self.find(node) for node in nodes))
                near = self._passages.near([_ways(node) for node in dict.fromkeys(nodes)], distance)
                return found.compress(near.among(found.docs))
            case InYears(years):
                return self._filter(self._passages.in_years(years))
            case InDistricts(districts):
                return self._filter(self._passages.in_districts(districts))
            case InSections(sections):
                return self._filter(self._passages.in_sections(sections))
            case OfKinds(kinds):
                return self._filter(self._passages.of_kinds(kinds))
            case Everything():
                return self._passages.everything

    def _until_none(self, sets: Iterable[_Kept]) -> list[_Kept]:
        """Sets up to the first that is empty: no more is needed to see that they have nothing in common."""
        found: list[_Kept] = []
        for each in sets:
            found.append(each)
            if not len(each):
                break
        return found

    def _filter(self, mask: Mask) -> Matches:
        return give_no_score(Chosen(self._passages.size, mask=mask))

    def _words(self, run: str, field: str) -> Matches:
        """All words of a run, each in any field; or the run itself, which also ranks higher."""
        if len(run) == 1:
            return self._phrase(run, field)
        whole = self._spelled(run, field)
        cut = [query_words(way) for way in dict.fromkeys((run, normalize(run)))]
        each = [
            intersect(self._until_none(self.standing(word, field) for word in words))
            for words in cut
            if words
        ]
        return self._ranked(unite([*each, whole]), run, field)

    def _phrase(self, run: str, field: str) -> Matches:
        """The run itself; its words add to the score where they are words."""
        return self._ranked(self._containing(run, field), run, field)

    def _ranked(self, chosen: Chosen, run: str, field: str) -> Matches:
        """Passages by the words of a run; the run itself scores like all its words once more.

        Each counts by the run's inverse document frequency (Whoosh's formula), which is no less
        than its words' own: so it outweighs words that merely stand about more often.
        """
        scores = np.zeros(len(chosen), np.float32)
        words = query_words(run)
        for name, boost in list_fields(field).items():
            self._passages.rank(name, [encode_text(word) for word in words], boost, chosen.docs, scores)
        whole, size = self._containing(run, field), self._passages.size
        if len(whole):
            worth = max(len(words), 1) * (weigh_rarity(size, len(whole)))
            scores += np.float32(max(worth, 0.0)) * whole.among(chosen.docs)
        return Matches(chosen, scores)

    def standing(self, word: str, field: str = "") -> Chosen:
        """A word counts where its characters stand, however the text around them was segmented there.

        The title is the one field that not all passages of a report keep the characters of.
        """
        if len(word) < 2 and not word.isdecimal():
            return self._as_word(word, field)
        found = self._spelled(word, field)
        if field:
            return found
        if word[0].isdecimal() or word[-1].isdecimal():
            return unite([self._containing(word, "title"), found])
        return unite([self._passages.with_word("title", encode_text(word)), found])

    def _as_word(self, word: str, field: str) -> Chosen:
        return unite([self._passages.with_word(name, encode_text(word)) for name in list_fields(field)])

    def _spelled(self, run: str, field: str) -> Chosen:
        """Passages that contain a run, its numbers in any notation; single digits only as they are."""
        return unite(
            [
                self._keep("numerals", way, field, self._numerals)
                if numerals
                else self._containing(way, field)
                for way, numerals in list_ways(run)
            ]
        )

    def _numerals(self, run: str, field: str) -> Chosen:
        return self._passages.containing(run, field, numerals=True)

    def _containing(self, run: str, field: str) -> Chosen:
        return self._keep("run", run, field, self._passages.containing)

    def _keep(self, kind: str, text: str, field: str, find: Callable[[str, str], _Kept]) -> _Kept:
        key = (kind, text, field)
        with self._lock:
            found: _Kept | None = self._kept.get(key)
        if found is None:
            found = find(text, field)
            with self._lock:
                if found.nbytes <= self._kept.maxsize:
                    self._kept[key] = found
        return found


def _ways(node: Words | Phrase) -> tuple[Way, ...]:
    """The ways in which what is near others is written; in quotes as it was typed."""
    run = fold(node.text)
    return (Way(run),) if isinstance(node, Phrase) else list_ways(run)
