"""What auditors count and list in one snapshot; loaded by the first who asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.search.auditing.batch import BatchCounts
from indexer.search.auditing.concordance import Concordance, ConcordanceSort, NoConcordance
from indexer.search.auditing.held_reports import count_batch, count_trend
from indexer.search.auditing.trend import TrendCell
from indexer.search.engines.whoosh.answers import Answers
from indexer.search.engines.whoosh.concordance import FoundPlaces
from indexer.search.engines.whoosh.trend import find_saying
from indexer.search.query.tree import Node, Query


def count_saying(opened: Answers | None, trees: Sequence[Node], scope: Query) -> tuple[TrendCell, ...]:
    """Return how many reports say what each tree says, by place and year, in a scope.

    Args:
        opened: the snapshot; None where nothing was ever written.
    """
    if opened is None:
        return ()
    reports = opened.columns.held
    said = [find_saying(opened.snapshot, reports, tree, scope) for tree in trees]
    return count_trend(reports.held, said, scope)


def count_many_saying(opened: Answers | None, trees: Iterable[Node], scope: Query) -> BatchCounts:
    """Return how many reports say what each tree says, by district of the scope and by year."""
    if opened is None:
        return BatchCounts((), (), ())
    reports = opened.columns.held
    said = (find_saying(opened.snapshot, reports, tree, scope) for tree in trees)
    return count_batch(reports.held, said, scope)


def find_places(opened: Answers | None, query: Query, sort: ConcordanceSort) -> Concordance:
    """Return every place where a query's phrases are in the passages that it matches."""
    return NoConcordance() if opened is None else FoundPlaces(opened.snapshot, query, sort)
