"""Passages with a part of a query, and which share of its worth each of them covers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.search.engines.whoosh.coverage import WordCoverage, find_least
from indexer.search.engines.whoosh.matches import Chosen, Docs, Scores, unite
from indexer.search.engines.whoosh.scoring import WeightedTerm
from indexer.search.engines.whoosh.thresholds import find_lowest
from indexer.search.query.tree import About
from indexer.search.weights import LEAST_COVER, OF_MOST, PASTED, SCORED


@dataclass(frozen=True, slots=True)
class Covered:
    """Passages with a part of a query.

    Attributes:
        found: these.
        cover_at: what some of them, ascending, cover of the query's worth, up to 1.
        find_scored: gives the cover from which more is worked out of a passage than that.
    """

    found: Chosen
    cover_at: Callable[[Docs], Scores]
    find_scored: Callable[[], float]


def find_covered(terms: Sequence[WeightedTerm], whole: Chosen, required: Chosen | None) -> Covered:
    """Return the passages that have enough of some terms, and one of the words if there are any.

    Args:
        whole: passages that are left out, for they have all.
        required: the only passages that are looked at; None: all are.
    """
    total = sum(worth for _, _, worth in terms)
    shares = [np.float32(worth / total) for _, _, worth in terms]
    if len(terms) == 1 and _has_all(whole, terms[0].found):
        none = Chosen(whole.size, np.empty(0, np.intp))
        return Covered(none, lambda some: np.empty(len(some), np.float32), lambda: 0.0)
    if len(terms) < PASTED and any(found.many for _, found, _ in terms):
        return _cover_by_class(terms, shares, whole, required)
    found = unite(_choose_words(terms))
    docs = _leave_out(found.docs, whole, required)
    cover = np.zeros(len(docs), np.float32)
    for (_, having, _), share in zip(terms, shares, strict=True):
        cover += share * having.among(docs)
    least = LEAST_COVER
    if len(terms) >= PASTED and len(cover):
        least = min(least, OF_MOST * float(cover.max()))
    keep = cover >= least
    docs, cover = docs.compress(keep), cover.compress(keep)
    scored = -float(find_lowest(-cover, SCORED)) if len(docs) > SCORED else 0.0
    covered = Chosen(whole.size, docs)
    return Covered(covered, lambda some: cover.take(docs.searchsorted(some)), lambda: scored)


def _cover_by_class(
    terms: Sequence[WeightedTerm], shares: Sequence[np.float32], whole: Chosen, required: Chosen | None
) -> Covered:
    """The same for few terms of which one is in many passages."""
    coverage = WordCoverage(whole.size, [found for _, found, _ in terms])
    if required is not None:
        coverage.keep(required)
    coverage.leave_out(whole)
    covers = coverage.sum_values(shares)
    words = [np.float32(not isinstance(term, About)) for term, _, _ in terms]
    enough = (covers >= LEAST_COVER) & (coverage.sum_values(words if any(words) else shares) > 0)
    found = coverage.choose(enough)

    def find_scored() -> float:
        if len(found) <= SCORED:
            return 0.0
        return float(find_least(covers, coverage.count() * enough, SCORED))

    return Covered(found, lambda some: covers.take(coverage.classes.take(some)), find_scored)


def _choose_words(terms: Sequence[WeightedTerm]) -> list[Chosen]:
    """The passages of each word; of every term where none is a word."""
    words = [found for term, found, _ in terms if not isinstance(term, About)]
    return words or [found for _, found, _ in terms]


def _has_all(whole: Chosen, found: Chosen) -> bool:
    """Whether all passages found are in a set."""
    if found.many:
        return not (found.mask & ~whole.mask).any()
    return bool(whole.among(found.docs).all())


def _leave_out(docs: Docs, whole: Chosen, required: Chosen | None) -> Docs:
    if required is not None:
        docs = docs.compress(required.among(docs))
    return docs.compress(~whole.among(docs)) if len(whole) else docs
