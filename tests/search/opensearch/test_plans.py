"""How a query is asked: where the border is between enough of a query and too little."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.search.engines.opensearch.clauses import EVERYTHING
from indexer.search.query.tree import Words
from indexer.search.weights import COVER_POWER, LEAST_COVER

pytest.importorskip("opensearchpy", reason="the extra nianbao[cluster] is not installed")
from indexer.search.engines.opensearch.plans import Plan
from indexer.search.engines.opensearch.scores import ScoredTerm


def test_what_covers_a_little_too_little_is_left_out() -> None:
    """A share of 0.29999238 stood in a real query; the engine's own numbers are of single precision."""
    plan = Plan(EVERYTHING, (), (ScoredTerm(Words("针对"), EVERYTHING, 1.0),), EVERYTHING)
    least = plan.ask_partial([], LEAST_COVER)["script_score"]["min_score"]
    assert np.float32(0.29999238) ** COVER_POWER < least
    assert np.float32(LEAST_COVER) ** COVER_POWER > least
    sums = np.float32(0.1) + np.float32(0.2), np.float32(0.15) + np.float32(0.15)
    assert all(np.float32(each**COVER_POWER) >= np.float32(least) for each in sums)
