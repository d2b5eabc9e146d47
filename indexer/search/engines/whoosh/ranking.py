"""Free text over one snapshot: passages with all of it, then passages with most of it, each in their order.

Passages are ranked by what they score (see `scoring`), those with a part of the query times the share of its
worth that they cover: one rare word more counts for more than a common word said often.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock

import numpy as np
from cachetools import LRUCache
from cachetools.keys import hashkey

from indexer.search.engines.whoosh.cover import Covered, find_covered
from indexer.search.engines.whoosh.evaluation import Evaluation
from indexer.search.engines.whoosh.matches import Chosen, Docs, Matches, Scores, give_no_score, intersect
from indexer.search.engines.whoosh.passages import Passages
from indexer.search.engines.whoosh.scoring import Scoring, WeightedTerm
from indexer.search.query.tree import Query, join
from indexer.search.terms import choose_rarest, limit_unknown, sharpen, split_unknown
from indexer.search.weights import COVER_POWER, TERMS_LOOKED_AT, Term


@dataclass(frozen=True, slots=True)
class Ranked:
    """What a query finds: passages with all of it, and passages with a part."""

    whole: Matches
    partial: Matches

    @property
    def nbytes(self) -> int:
        """Memory, what may yet be made included; nobody asks a ranked list for a mask."""
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
        """Evaluate a query over all passages."""
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
        query = replace(query, terms=query.terms[:TERMS_LOOKED_AT])
        query = sharpen(
            query, lambda trees: len(intersect([self._evaluation.find(tree) for tree in trees])) > 0
        )
        query = split_unknown(query, self._count)
        whole = self._evaluation.find(query.tree)
        if not query.terms:
            return Ranked(whole, give_no_score(Chosen(self._passages.size, np.empty(0, np.intp))))
        weighed = [self._scoring.weigh(term) for term in choose_rarest(query.terms, self._count)]
        terms = limit_unknown(weighed, lambda term: len(term.found))
        whole = Matches(whole, partial(self._score, query))
        return Ranked(whole, self._partial(query, whole, terms))

    def _score(self, query: Query, docs: Docs) -> Scores:
        """What passages are worth to the terms of a query."""
        chosen = choose_rarest(query.terms, self._count) if len(docs) else ()
        return self._scoring.score([self._scoring.weigh(term) for term in chosen], query.runs, docs)

    def _count(self, term: Term) -> int:
        return len(self._scoring.find(term))

    def _partial(self, query: Query, whole: Matches, terms: Sequence[WeightedTerm]) -> Matches:
        required = self._evaluation.find(join(query.required)) if query.required else None
        covered = find_covered(terms, whole, required)
        return Matches(covered.found, partial(self._score_part, query, covered))

    def _score_part(self, query: Query, covered: Covered, docs: Docs) -> Scores:
        """What passages with a part of a query are worth to its terms."""
        cover = covered.cover_at(docs)
        scores = cover.copy()  # below one: what is not scored comes after all that is
        (best,) = (cover >= covered.find_scored()).nonzero()
        scores[best] = 1 + self._score(query, docs[best]) * cover[best] ** np.float32(COVER_POWER)
        return scores
