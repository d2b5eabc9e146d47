"""What passages are worth to the terms of a query.

A term is worth its inverse document frequency. Passages are scored by BM25F of its words (see `evaluation`)
and by what of the query is together in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from indexer.search.analysis import query_words
from indexer.search.engines.whoosh.evaluation import Evaluation
from indexer.search.engines.whoosh.matches import Chosen, Docs, Scores
from indexer.search.engines.whoosh.passages import Passages
from indexer.search.engines.whoosh.schema import encode_text
from indexer.search.query.notation import normalize
from indexer.search.query.tree import About, InDistricts, Synonyms, Words
from indexer.search.weights import (
    ABOUT_AND_WORDS,
    ABOUT_BELOW,
    ABOUT_EXACT,
    BOOSTS,
    MOST_TERMS,
    OUTSIDE,
    PAIR,
    SYNONYM,
    Term,
    weigh_rarity,
)
from indexer.text.fold import fold


class WeightedTerm(NamedTuple):
    """A term, the passages that have it, and its inverse document frequency."""

    term: Term
    found: Chosen
    worth: float


class Scoring:
    """Scores the passages of one snapshot. May be shared by threads."""

    def __init__(self, passages: Passages, evaluation: Evaluation) -> None:
        self._passages, self._evaluation = passages, evaluation

    def find(self, term: Term) -> Chosen:
        """Passages that have a term."""
        if isinstance(term, Words):
            return self._evaluation.standing(term.text)
        if isinstance(term, About) and term.only:
            return self._evaluation.find(term.fact)
        return self._evaluation.find(term)

    def weigh(self, term: Term) -> WeightedTerm:
        """Find a term and what it is worth."""
        found = self.find(term)
        return WeightedTerm(term, found, self._worth(found))

    def score(self, terms: Sequence[WeightedTerm], runs: Sequence[str], docs: Docs) -> Scores:
        """Score passages, whose numbers ascend; 0 and more.

        Args:
            runs: what was typed in one.
        """
        scores = np.zeros(len(docs), np.float32)
        if not len(docs):
            return scores
        has_words = any(not isinstance(term, About) for term, _, _ in terms)
        for term, found, worth in terms:
            if isinstance(term, About):
                scores += self._about(term, docs)
                if has_words:
                    scores += np.float32(ABOUT_AND_WORDS * worth) * found.among(docs)
            elif isinstance(term, Synonyms):
                own = self._words(term.words.text, docs)
                for other in term.others:
                    np.maximum(own, np.float32(SYNONYM * worth) * self._said(other, docs), out=own)
                scores += own
            else:
                scores += self._words(term.text, docs)
        left = MOST_TERMS
        for run in runs:
            if words := query_words(run)[:left]:
                scores += self._together(run, words, docs)
                left -= len(words)
        return scores

    def _words(self, run: str, docs: Docs) -> Scores:
        """BM25F of the words of a run; a word that is there uncut counts as said once, but for less."""
        scores = np.zeros(len(docs), np.float32)
        for word in query_words(normalize(fold(run))):
            own = np.zeros(len(docs), np.float32)
            for name, boost in BOOSTS.items():
                self._passages.rank(name, [encode_text(word)], boost, docs, own)
            there = self._evaluation.standing(word)
            least = np.float32(OUTSIDE * self._worth(there))
            np.maximum(own, least * there.among(docs), out=own)
            scores += own
        return scores

    def _said(self, run: str, docs: Docs) -> Scores:
        """How much a passage speaks of a run that is in it, 0 to about 2."""
        there = self._evaluation.standing(run).among(docs)
        words = query_words(run)
        worth = sum(self._worth(self._evaluation.standing(word)) for word in words)
        said: Scores = (
            np.maximum(self._words(run, docs) / np.float32(max(worth, 1.0)), np.float32(OUTSIDE)) * there
        )
        return said

    def _together(self, run: str, words: Sequence[str], docs: Docs) -> Scores:
        """What neighbours that stand together add, and the whole run."""
        scores = np.zeros(len(docs), np.float32)
        if len(words) < 2:
            return scores
        for left, right in pairwise(words):
            if left + right in run:
                there = self._evaluation.standing(left + right)
                scores += np.float32(PAIR * self._worth(there)) * there.among(docs)
        if len(words) > 2:
            there = self._evaluation.standing(run)
            scores += np.float32(self._worth(there)) * there.among(docs)
        return scores

    def _about(self, term: About, docs: Docs) -> Scores:
        fact = term.fact
        there = self._evaluation.find(fact).mask[docs]
        scores = np.where(there, np.float32(ABOUT_EXACT), np.float32(0))
        if isinstance(fact, InDistricts):
            just = self._passages.about(fact.districts)[docs]
            scores = np.where(there & ~just, np.float32(ABOUT_BELOW), scores)
        return scores.astype(np.float32)

    def _worth(self, found: Chosen) -> float:
        """Inverse document frequency, as Whoosh has it."""
        return weigh_rarity(self._passages.live_count, len(found))
