"""What passages score, as clauses that the engine adds up: what the embedded engine works out on arrays.

Whatever is worth something by its rarity has its worth worked out here and sent along; how often words are
said, in which field of which length, is scored by the index (`mapping`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from indexer.search.analysis import query_words
from indexer.search.engines.opensearch.choices import be_just_about
from indexer.search.engines.opensearch.clauses import EVERYTHING, NOTHING, Filter, match_all, match_no
from indexer.search.engines.opensearch.counting import Counts
from indexer.search.engines.opensearch.filters import Filters, contain, stand_as_word
from indexer.search.engines.opensearch.mapping import WORDS
from indexer.search.engines.opensearch.tokens import encode
from indexer.search.query.notation import normalize
from indexer.search.query.tree import (
    About,
    And,
    InDistricts,
    Near,
    Node,
    Or,
    Phrase,
    Synonyms,
    Words,
)
from indexer.search.weights import (
    ABOUT_AND_WORDS,
    ABOUT_BELOW,
    ABOUT_EXACT,
    MOST_TERMS,
    OUTSIDE,
    PAIR,
    SYNONYM,
    Term,
    list_fields,
    weigh_rarity,
)
from indexer.text.fold import fold

Clause = dict[str, Any]


class ScoredTerm(NamedTuple):
    """A term, the passages that have it, and its inverse document frequency."""

    term: Term
    found: Filter
    worth: float


class Scores:
    """Makes clauses for one question."""

    def __init__(self, filters: Filters, counts: Counts) -> None:
        self._filters, self._counts = filters, counts

    def weigh(self, term: Term) -> ScoredTerm:
        """Return a term with what it is worth."""
        found = self._filters.of_term(term)
        return ScoredTerm(term, found, self._worth(found))

    def score_terms(self, terms: Sequence[ScoredTerm], runs: Sequence[str]) -> list[Clause]:
        """Return what free text is worth.

        Args:
            runs: what was typed in one.
        """
        clauses: list[Clause] = []
        has_words = any(not isinstance(term, About) for term, _, _ in terms)
        for term, found, worth in terms:
            if isinstance(term, About):
                clauses += self._about(term)
                if has_words:
                    clauses.append(_give(found, ABOUT_AND_WORDS * worth))
            elif isinstance(term, Synonyms):
                said = [_weigh(self._said(other), SYNONYM * worth) for other in term.others]
                clauses.append(_highest([_sum(self._words(term.words.text)), *said]))
            else:
                clauses += self._words(term.text)
        left = MOST_TERMS
        for run in runs:
            if words := query_words(run)[:left]:
                clauses += self._together(run, words)
                left -= len(words)
        return clauses

    def score_tree(self, tree: Node) -> list[Clause]:
        """Return what a tree without free text is worth: its words, where they stand, and runs as a whole."""
        match tree:
            case Words(text, field) | Phrase(text, field):
                return [self._within(tree, self._ranked(fold(text), field))]
            case Synonyms(words, others):
                runs: list[Node] = [words, *map(Phrase, others)]
                return [clause for run in runs for clause in self.score_tree(run)]
            case About(words, _, only):
                return [] if only else self.score_tree(words)
            case And(nodes) | Or(nodes):
                return [clause for node in nodes for clause in self.score_tree(node)]
            case Near(nodes):
                return [self._within(tree, [c for node in nodes for c in self.score_tree(node)])]
        return []

    def _within(self, tree: Node, clauses: Sequence[Clause]) -> Clause:
        """What counts only in passages that a part of the query matches."""
        return {"bool": {"filter": [self._filters.of_tree(tree)], "should": list(clauses)}}

    def _ranked(self, run: str, field: str) -> list[Clause]:
        """Words by BM25F, and the run itself, which scores like all its words once more."""
        words = query_words(run)
        whole = contain(run, field)
        worth = max(len(words), 1) * self._worth(whole)
        return [*(each for word in words for each in _bm25f(word, field)), _give(whole, max(worth, 0.0))]

    def _words(self, run: str) -> list[Clause]:
        """BM25F of the words of a run; a word that is there uncut counts as said once, but for less."""
        clauses = []
        for word in query_words(normalize(fold(run))):
            there = stand_as_word(word)
            clauses.append(_highest([_sum(_bm25f(word)), _give(there, OUTSIDE * self._worth(there))]))
        return clauses

    def _said(self, run: str) -> Clause:
        """How much a passage speaks of a run that is in it, 0 to about 2."""
        worth = sum(self._worth(stand_as_word(word)) for word in query_words(run))
        words = _weigh(_sum(self._words(run)), 1 / max(worth, 1.0))
        least = _highest([words, _give(EVERYTHING, OUTSIDE)])
        return {"bool": {"filter": [stand_as_word(run)], "must": [least]}}

    def _together(self, run: str, words: Sequence[str]) -> list[Clause]:
        """What neighbours that stand together add, and the whole run."""
        clauses: list[Clause] = []
        if len(words) < 2:
            return clauses
        for left, right in pairwise(words):
            if left + right in run:
                there = stand_as_word(left + right)
                clauses.append(_give(there, PAIR * self._worth(there)))
        if len(words) > 2:
            there = stand_as_word(run)
            clauses.append(_give(there, self._worth(there)))
        return clauses

    def _about(self, term: About) -> list[Clause]:
        fact = self._filters.of_tree(term.fact)
        if not isinstance(term.fact, InDistricts):
            return [_give(fact, ABOUT_EXACT)]
        just = be_just_about(term.fact.districts)
        return [
            _give(match_all([fact, just]), ABOUT_EXACT),
            _give(match_all([fact, match_no(just)]), ABOUT_BELOW),
        ]

    def _worth(self, found: Filter) -> float:
        """Inverse document frequency."""
        return weigh_rarity(self._counts.of(EVERYTHING), self._counts.of(found))


def _bm25f(word: str, field: str = "") -> list[Clause]:
    return [
        {"term": {WORDS[name]: {"value": encode(word), "boost": boost}}}
        for name, boost in list_fields(field).items()
    ]


def _give(found: Filter, worth: float) -> Clause:
    """The same score for all that a filter lets through."""
    return {"constant_score": {"filter": found, "boost": round(worth, 6)}}


def _sum(clauses: Iterable[Clause]) -> Clause:
    listed = list(clauses)
    return {"bool": {"should": listed}} if listed else NOTHING


def _highest(clauses: Sequence[Clause]) -> Clause:
    return {"dis_max": {"queries": list(clauses)}}


def _weigh(clause: Clause, worth: float) -> Clause:
    """A clause whose score counts so many times."""
    return {"bool": {"must": [clause], "boost": round(worth, 6)}}
