"""In which order hits come, of whatever kind they are: passages, or reports by their best one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.matches import Docs, Scores
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.query.tree import Query, Sort

_NO_YEAR = 10_000
"""Where reports of an unknown year come when the oldest come first."""


def choose_sort(query: Query) -> Sort:
    """Return the order that a query is answered in: who asks since when, and for no order, gets the oldest
    first.
    """
    return Sort.OLDEST if query.oldest_first and query.sort is Sort.RELEVANCE else query.sort


def make_keys(docs: Docs, scores: Scores, sort: Sort, snapshot: Snapshot) -> NDArray[Any]:
    """Return a number for each passage, the lowest for the first."""
    if sort is Sort.RELEVANCE:
        return -scores
    years = snapshot.year[docs].astype(np.int64)
    return -years if sort is Sort.NEWEST else np.where(years == 0, _NO_YEAR, years)
