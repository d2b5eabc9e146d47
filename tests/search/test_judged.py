"""The project's judged questions are answered as well as when this was written."""

from __future__ import annotations

from indexer.archive.archive import open_archive
from indexer.settings import Settings
from tests.benchmarks.relevance import read_judged, score

LEAST = 0.9
"""Mean nDCG@10; 0.95 when the set was made."""


def test_judged_questions_find_their_answers(sample_settings: Settings) -> None:
    archive = open_archive(sample_settings)
    scores = {each.query: score(archive, each) for each in read_judged()}
    assert len(scores) > 20
    assert [query for query, found in scores.items() if found.nothing or not found.success] == []
    assert sum(found.ndcg for found in scores.values()) / len(scores) >= LEAST
