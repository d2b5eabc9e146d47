"""Free text over one snapshot: passages with all of it, then passages with most of it, each in their order.

Passages are ranked by what they score (see `scoring`), those with a part of the query times the share of its
worth that they cover: one rare word more counts for more than a common word said often.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from cachetools import LRUCache
from cachetools.keys import hashkey

from indexer.search.analysis import index_words
from indexer.search.engines.whoosh.evaluation import Evaluation, Passages
from indexer.search.engines.whoosh.matches import Chosen, Docs, Matches, give_no_score, intersect, unite
from indexer.search.engines.whoosh.scoring import MOST_TERMS, Scoring, Term, WeightedTerm
from indexer.search.query.tree import About, And, InDistricts, Node, Query, Words, join
from indexer.text.fold import fold

_LEAST_COVER = 0.3
"""Share of a query's worth from which a passage is shown for it at all."""
_PASTED, _OF_MOST = 16, 0.6
"""Words from which a query is a pasted text, of which a passage may hold less: this share of what that holds
which has most of it."""
_TERMS_LOOKED_AT = 256
"""The first terms of a query are looked up; the rarest of them rank."""
_COVER_POWER = 1.5
"""Power of a passage's cover by which its score is multiplied."""
_SCORED = 4000
"""Partial hits of which more is worked out than what they cover: those that cover most."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a query finds: passages with all of it, and passages with a part."""

    whole: Matches
    partial: Matches

    @property
    def nbytes(self) -> int:
        """Memory, what may yet be made included; nobody asks a ranked list for the scores of all passages."""
        return self.whole.listed_nbytes + self.partial.listed_nbytes


class Ranking:
    """Ranks the passages of one snapshot. May be shared by threads."""

    def __init__(self, passages: Passages, evaluation: Evaluation, cache_mb: int) -> None:
        """Args:
        cache_mb: memory for what was ranked, which pages and filters of the same words ask for again, MiB.
        """
        self._passages, self._evaluation = passages, evaluation
        self._scoring = Scoring(passages, evaluation)
        self._kept: LRUCache[Hashable, Ranked] = LRUCache(cache_mb * 2**20, lambda ranked: ranked.nbytes)
        self._lock = Lock()

    def find(self, query: Query) -> Ranked:
        """Evaluate a query over all passages, deleted ones included."""
        asked = hashkey(query.tree, query.terms, query.runs, query.required)
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
        if not query.terms:
            return Ranked(whole, give_no_score(Chosen(self._passages.size, np.empty(0, np.intp))))
        terms = [self._scoring.weigh(term) for term in self._rarest(query.terms)]
        whole = Matches(whole, self._scoring.score(terms, query.runs, whole.docs))
        return Ranked(whole, self._partial(query, whole, terms))

    def _sharpened(self, query: Query) -> Query:
        """Whoever names a place and a year, or a place and a kind, means the report about just these, where
        there is one: what only mentions them has a part of what was asked for.
        """
        facts = [term.fact for term in query.terms if isinstance(term, About)]
        if len({type(fact) for fact in facts}) < 2 or not any(isinstance(f, InDistricts) for f in facts):
            return query
        if not len(intersect([self._evaluation.find(fact) for fact in facts])):
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
        terms: list[Term] = []
        for term in query.terms:
            parts = index_words(fold(term.text)) if isinstance(term, Words) else ()
            longer = [part for part in parts if 1 < len(part) < len(parts[0])] if parts else []
            if longer and not len(self._scoring.find(term)):
                terms += map(Words, longer)
            else:
                terms.append(term)
        return replace(query, terms=tuple(dict.fromkeys(terms)))

    def _rarest(self, terms: Sequence[Term]) -> Sequence[Term]:
        """Of many terms the rarest that stand anywhere: they tell where a text is from."""
        if len(terms) <= MOST_TERMS:
            return terms
        sizes = [len(self._scoring.find(term)) for term in terms]
        # Of equally rare ones some from everywhere: the golden ratio spreads them evenly.
        order = sorted(range(len(sizes)), key=lambda at: (not sizes[at], sizes[at], at * 0.618034 % 1))
        return [terms[at] for at in sorted(order[:MOST_TERMS])]

    def _partial(self, query: Query, whole: Matches, terms: Sequence[WeightedTerm]) -> Matches:
        words = [found for term, found, _ in terms if not isinstance(term, About)]
        found = unite(words or [found for _, found, _ in terms])
        if query.required:
            found = intersect([found, self._evaluation.find(join(query.required))])
        docs = found.docs.compress(~whole.among(found.docs))
        cover = np.zeros(len(docs), np.float32)
        total = sum(worth for _, _, worth in terms)
        for _, found, worth in terms:
            cover += np.float32(worth / total) * found.among(docs)
        least = _LEAST_COVER
        if len(terms) >= _PASTED and len(cover):
            least = min(least, _OF_MOST * float(cover.max()))
        keep = cover >= least
        docs, cover = docs.compress(keep), cover.compress(keep)
        scores = cover.copy()  # below one: what is not scored comes after all that is
        best: Docs = np.arange(len(docs))
        if len(docs) > _SCORED:
            (best,) = (cover >= np.partition(cover, -_SCORED)[-_SCORED]).nonzero()
        scored = self._scoring.score(terms, query.runs, docs[best])
        scores[best] = 1 + scored * cover[best] ** np.float32(_COVER_POWER)
        return Matches(Chosen(self._passages.size, docs), scores)


def _facts(tree: Node) -> Node:
    """A tree in which what names a fact is nothing but that fact."""
    if isinstance(tree, And):
        return And(tuple(map(_facts, tree.nodes)))
    return tree.fact if isinstance(tree, About) else tree
