"""How a query is asked: which passages have all of it and which a part, and what each is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.search.engines.opensearch.clauses import EVERYTHING, Filter, count_parts, match_all, match_any
from indexer.search.engines.opensearch.cluster import Document
from indexer.search.engines.opensearch.counting import Counts
from indexer.search.engines.opensearch.filters import Filters
from indexer.search.engines.opensearch.scores import Clause, ScoredTerm, Scores
from indexer.search.query.tree import About, Node, Query, join
from indexer.search.terms import choose_rarest, limit_unknown, sharpen, split_unknown
from indexer.search.weights import COVER_POWER, LEAST_COVER, OF_MOST, PASTED, SCORED, TERMS_LOOKED_AT

_ROUNDING = 1 - 1e-6
"""Sums of shares are as exact as the engine's numbers are: of single precision."""
_PARTS = 900
"""Parts of what scores, of the 1,024 that the engine takes with all the rest."""
_ALL: Clause = {"match_all": {"boost": 0.0}}
"""Matches all, and adds nothing to the score."""
_COVERED = {"source": f"Math.pow(_score, {COVER_POWER})"}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a query is asked.

    Attributes:
        whole: passages with all of it.
        scores: what passages are worth, added up.
        terms: what of it a passage may lack; () where that is nothing.
        some: passages that are shown for a part of it, if that is enough of it.
    """

    whole: Filter
    scores: tuple[Clause, ...]
    terms: tuple[ScoredTerm, ...] = ()
    some: Filter | None = None

    def ask_whole(self, restricted: Sequence[Filter]) -> Document:
        """Return the question for passages with all of the query, which scores them.

        Args:
            restricted: what lets through what is published, and what is chosen.
        """
        return {"bool": {"filter": [*restricted, self.whole], "should": list(self.scores)}}

    def ask_partial(self, restricted: Sequence[Filter], least: float) -> Document:
        """Return the question for passages with a part of the query, scored by how much of it they cover.

        Args:
            least: share of the query's worth that they cover at least.
        """
        return {
            "script_score": {
                "query": self.ask_cover(restricted),
                "script": _COVERED,
                "min_score": least**COVER_POWER * _ROUNDING,
            }
        }

    def ask_cover(self, restricted: Sequence[Filter]) -> Document:
        """Return the question for passages with any part of the query, scored by the share of its worth."""
        total = sum(worth for _, _, worth in self.terms)
        shares = [
            {"constant_score": {"filter": found, "boost": worth / total}} for _, found, worth in self.terms
        ]
        kept = [*restricted, self.some or EVERYTHING]
        return {"bool": {"filter": kept, "must_not": [self.whole], "should": shares}}

    def rescore(self) -> Document:
        """Return what those that cover most are scored by once more."""
        return {
            "window_size": SCORED,
            "query": {
                "rescore_query": {"bool": {"should": list(self.scores), "must": [_ALL]}},
                "score_mode": "multiply",
            },
        }

    def is_pasted(self) -> bool:
        """Return whether it is so long that a passage may hold less of it."""
        return len(self.terms) >= PASTED

    def choose_least(self, most: float) -> float:
        """Return the share of the query that a passage covers at least.

        Args:
            most: of all passages.
        """
        return min(LEAST_COVER, OF_MOST * most) if self.is_pasted() and most else LEAST_COVER


def plan_query(query: Query, filters: Filters, counts: Counts) -> Plan:
    """Return how a query is asked, as far as the counts are known."""
    query = replace(query, terms=query.terms[:TERMS_LOOKED_AT])
    scores = Scores(filters, counts)

    def has_all(trees: Sequence[Node]) -> bool:
        return counts.of(match_all(map(filters.of_tree, trees))) > 0

    query = sharpen(query, has_all)
    query = split_unknown(query, lambda term: counts.of(filters.of_term(term)))
    whole = filters.of_tree(query.tree)
    if not query.terms:
        return Plan(whole, tuple(scores.score_tree(query.tree)))
    chosen = choose_rarest(query.terms, lambda term: counts.of(filters.of_term(term)))
    weighed = [scores.weigh(term) for term in chosen]
    terms = tuple(limit_unknown(weighed, lambda term: counts.of(term.found)))
    words = [found for term, found, _ in terms if not isinstance(term, About)]
    # Where all terms are words, who covers some of the query has one of them.
    some = match_any(words) if 0 < len(words) < len(terms) else EVERYTHING
    if query.required:
        some = match_all([some, filters.of_tree(join(query.required))])
    return Plan(whole, _limit(scores.score_terms(terms, query.runs)), terms, some)


def _limit(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The first clauses, as many as the engine takes in one question: of a pasted text the last neighbours do
    not count.
    """
    kept: list[Clause] = []
    left = _PARTS
    for clause in clauses:
        left -= count_parts(clause)
        if left < 0:
            break
        kept.append(clause)
    return tuple(kept)
