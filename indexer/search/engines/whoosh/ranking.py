"""Free text over one snapshot: passages with all of it, then passages with most of it, each in their order.

A word is worth its inverse document frequency. Passages with all words are ranked by BM25F (see
`evaluation`) and by what of the query stands together in them; others by the same, times the share of the
query's worth that they cover: one rare word more counts for more than a common word said often.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log
from threading import Lock

import numpy as np
from cachetools import LRUCache

from indexer.search.analysis import index_words, query_words
from indexer.search.engines.whoosh.evaluation import BOOSTS, Evaluation, Passages
from indexer.search.engines.whoosh.matches import Chosen, Docs, Matches, Scores, common, united, unscored
from indexer.search.engines.whoosh.schema import bytes_of
from indexer.search.query.notation import canonical
from indexer.search.query.tree import About, And, InDistricts, Node, Query, Synonyms, Words, join
from indexer.text.fold import fold

_LEAST_COVER = 0.3
"""Share of a query's worth from which a passage is shown for it at all."""
_PASTED, _OF_MOST = 16, 0.6
"""Words from which a query is a pasted text, of which a passage may hold less: this share of what that holds
which has most of it."""
_TERMS_LOOKED_AT, _TERMS_RANKED = 256, 64
"""The first words of a query are looked up; the rarest of them rank."""
_COVER_POWER = 1.5
_SYNONYM = 0.5
"""Worth of a synonym beside the word itself."""
_PAIR = 0.4
"""Worth of two neighbouring words that stand together, beside that of a word as rare as they together."""
_OUTSIDE = 0.4
"""Worth of a word whose characters stand in a passage, but not as a word of their own."""
_ABOUT_EXACT, _ABOUT_BELOW = 12.0, 5.0
"""Worth of a report that is about just what was named, and of one that is about a division below it."""
_SCORED = 4000
"""Partial hits of which more is worked out than what they cover: those that cover most."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a query finds: passages with all of it, and passages with a part."""

    whole: Matches
    partial: Matches

    @property
    def nbytes(self) -> int:
        """Memory, what may yet be made included."""
        return self.whole.nbytes + self.partial.nbytes


class Ranking:
    """Ranks the passages of one snapshot. May be shared by threads."""

    def __init__(self, passages: Passages, evaluation: Evaluation, cache_mb: int) -> None:
        """Args:
        cache_mb: memory for what was ranked, which pages and filters of the same words ask for again, MiB.
        """
        self._passages, self._evaluation = passages, evaluation
        self._kept: LRUCache[tuple[object, ...], Ranked] = LRUCache(
            cache_mb * 2**20, lambda ranked: ranked.nbytes
        )
        self._lock = Lock()

    def find(self, query: Query) -> Ranked:
        """Evaluate a query over all passages, deleted ones included."""
        asked = query.tree, query.terms, query.runs, query.required
        with self._lock:
            known = self._kept.get(asked)
        if known is None:
            known = self._rank(query)
            # What is larger than the whole cache is not kept.
            with self._lock, suppress(ValueError):
                self._kept[asked] = known
        return known

    def _rank(self, query: Query) -> Ranked:
        query = replace(query, terms=query.terms[:_TERMS_LOOKED_AT])
        query = self._with_parts(self._sharpened(query))
        whole = self._evaluation.find(query.tree)
        size = self._passages.size
        if not query.terms:
            return Ranked(whole, unscored(Chosen(size, np.empty(0, np.intp))))
        query = self._rarest(query)
        sets = [self._standing(term) for term in query.terms]
        worth = [self._worth(each) for each in sets]
        whole = Matches(whole, self._scores(query, whole.docs, sets, worth))
        partial = self._partial(query, whole, sets, worth)
        return Ranked(whole, partial)

    def _sharpened(self, query: Query) -> Query:
        """Whoever names a place and a year, or a place and a kind, means the report about just these, where
        there is one: what only mentions them has a part of what was asked for.
        """
        facts = [term.fact for term in query.terms if isinstance(term, About)]
        if len({type(fact) for fact in facts}) < 2 or not any(isinstance(f, InDistricts) for f in facts):
            return query
        if not len(common([self._evaluation.find(fact) for fact in facts])):
            return query
        return replace(
            query,
            tree=_facts(query.tree),
            terms=tuple(
                replace(term, only=True) if isinstance(term, About) else term for term in query.terms
            ),
        )

    def _with_parts(self, query: Query) -> Query:
        """A word that no text has counts as the words that it is made of: 人员不足 as 人员 and 不足."""
        terms: list[Words | Synonyms | About] = []
        for term in query.terms:
            parts = index_words(fold(term.text)) if isinstance(term, Words) else ()
            longer = [part for part in parts if 1 < len(part) < len(parts[0])] if parts else []
            if longer and not len(self._standing(term)):
                terms += map(Words, longer)
            else:
                terms.append(term)
        return replace(query, terms=tuple(dict.fromkeys(terms)))

    def _rarest(self, query: Query) -> Query:
        """Of a long query the rarest words that stand anywhere: they tell where it is from."""
        if len(query.terms) <= _TERMS_RANKED:
            return query
        sizes = [len(self._standing(term)) for term in query.terms]
        # Of equally rare ones some from everywhere: the golden ratio spreads them evenly.
        order = sorted(range(len(sizes)), key=lambda at: (not sizes[at], sizes[at], at * 0.618034 % 1))
        order = order[:_TERMS_RANKED]
        return replace(query, terms=tuple(query.terms[at] for at in sorted(order)))

    def _partial(
        self, query: Query, whole: Matches, sets: Sequence[Chosen], worth: Sequence[float]
    ) -> Matches:
        size = self._passages.size
        said = [each for each, term in zip(sets, query.terms, strict=True) if not isinstance(term, About)]
        found = united(said or sets)
        if query.required:
            found = common([found, self._evaluation.find(join(query.required))])
        docs = found.docs.compress(~whole.among(found.docs))
        cover = np.zeros(len(docs), np.float32)
        for each, value in zip(sets, worth, strict=True):
            cover += np.float32(value / sum(worth)) * each.among(docs)
        least = _LEAST_COVER
        if len(sets) >= _PASTED and len(cover):
            least = min(least, _OF_MOST * float(cover.max()))
        keep = cover >= least
        docs, cover = docs.compress(keep), cover.compress(keep)
        scores = cover.astype(np.float32)  # below one: what is not scored comes after all that is
        if len(docs) > _SCORED:
            least = np.partition(cover, len(cover) - _SCORED)[len(cover) - _SCORED]
            (best,) = (cover >= least).nonzero()
        else:
            best = np.arange(len(docs))
        scored = self._scores(query, docs[best], sets, worth) * cover[best] ** np.float32(_COVER_POWER)
        scores[best] = 1 + scored
        return Matches(Chosen(size, docs), scores)

    def _scores(self, query: Query, docs: Docs, sets: Sequence[Chosen], worth: Sequence[float]) -> Scores:
        scores = np.zeros(len(docs), np.float32)
        if not len(docs):
            return scores
        told = any(not isinstance(term, About) for term in query.terms)
        for term, each, value in zip(query.terms, sets, worth, strict=True):
            if isinstance(term, About):
                scores += self._about(term, docs)
                if told:
                    scores += np.float32(0.3 * value) * each.among(docs)
            elif isinstance(term, Synonyms):
                own = self._words(term.words.text, docs)
                for other in term.others:
                    np.maximum(own, np.float32(_SYNONYM * value) * self._said(other, docs), out=own)
                scores += own
            else:
                scores += self._words(term.text, docs)
        left = _TERMS_RANKED
        for run in query.runs:
            if words := query_words(run)[:left]:
                scores += self._together(run, words, docs)
                left -= len(words)
        return scores

    def _words(self, run: str, docs: Docs) -> Scores:
        """BM25F of the words of a run; a word that stands there uncut counts as said once, but for less."""
        scores = np.zeros(len(docs), np.float32)
        for word in query_words(canonical(fold(run))):
            own = np.zeros(len(docs), np.float32)
            for name, boost in BOOSTS.items():
                self._passages.rank(name, [bytes_of(word)], boost, docs, own)
            there = self._evaluation.standing(word)
            least = np.float32(_OUTSIDE * self._worth(there))
            np.maximum(own, least * there.among(docs), out=own)
            scores += own
        return scores

    def _said(self, run: str, docs: Docs) -> Scores:
        """How much a passage speaks of a run that stands in it, 0 to about 2."""
        there = self._evaluation.standing(run).among(docs)
        words = query_words(run)
        worth = sum(self._worth(self._evaluation.standing(word)) for word in words)
        said: Scores = (
            np.maximum(self._words(run, docs) / np.float32(max(worth, 1.0)), np.float32(_OUTSIDE)) * there
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
                scores += np.float32(_PAIR * self._worth(there)) * there.among(docs)
        if len(words) > 2:
            there = self._evaluation.standing(run)
            scores += np.float32(self._worth(there)) * there.among(docs)
        return scores

    def _about(self, term: About, docs: Docs) -> Scores:
        fact = term.fact
        there = self._evaluation.find(fact).mask[docs]
        scores = np.where(there, np.float32(_ABOUT_EXACT), np.float32(0))
        if isinstance(fact, InDistricts):
            just = self._passages.about(fact.districts)[docs]
            scores = np.where(there & ~just, np.float32(_ABOUT_BELOW), scores)
        return scores.astype(np.float32)

    def _standing(self, term: Words | Synonyms | About) -> Chosen:
        if isinstance(term, Words):
            return self._evaluation.standing(term.text)
        if isinstance(term, About) and term.only:
            return self._evaluation.find(term.fact)
        return self._evaluation.find(term)

    def _worth(self, found: Chosen) -> float:
        """Inverse document frequency, as Whoosh has it."""
        return log(self._passages.size / (len(found) + 1)) + 1 if self._passages.size else 1.0


def _facts(tree: Node) -> Node:
    """A tree in which what names a fact is nothing but that fact."""
    if isinstance(tree, And):
        return And(tuple(map(_facts, tree.nodes)))
    return tree.fact if isinstance(tree, About) else tree
