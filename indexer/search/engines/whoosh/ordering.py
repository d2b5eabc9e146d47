"""In which order hits come, of whatever kind they are: passages, or reports by their best one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.matches import Docs, Scores
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.hit_order import NO_YEAR
from indexer.search.query.tree import Sort


def make_keys(docs: Docs, scores: Scores, sort: Sort, snapshot: Snapshot) -> NDArray[Any]:
    """Return a number for each passage, the lowest for the first."""
    if sort is Sort.RELEVANCE:
        return -scores
    years = snapshot.year[docs].astype(np.int64)
    return -years if sort is Sort.NEWEST else np.where(years == 0, NO_YEAR, years)
