"""What a query may cost is bounded by how it is worked out, whatever is typed."""

from __future__ import annotations

from collections import Counter

import pytest

from indexer.errors import QueryError
from indexer.report.regions import read_divisions
from indexer.search.query.interpretation.correction import correct
from indexer.search.query.interpretation.interpretation import interpret
from indexer.search.query.interpretation.vocabulary import Vocabulary
from indexer.search.query.parse import parse_query
from indexer.search.query.tree import About, Query


def understand(typed: str) -> Query:
    return interpret(parse_query(typed), Vocabulary(read_divisions(), 2026, {}))


def test_a_path_of_names_is_looked_up_once_each() -> None:
    assert [region.name for region in read_divisions().find("广东省/广州市/从化区")] == ["从化区"]
    assert [region.name for region in read_divisions().find("广东省/广州市从化区")] == ["从化区"]
    for name in ("a/b" * 25, "/a" * 40, "广州市/" * 700):  # each cut doubled the work: 15 took minutes
        assert read_divisions().find(name) == ()


def test_few_runs_of_a_query_are_corrected() -> None:
    asked: Counter[str] = Counter()

    def corrections(run: str) -> tuple[str, ...]:
        asked[run] += 1
        return ()

    words = [chr(0x4E00 + 7 * number) + chr(0x5E00 + 11 * number) + "曌龘" for number in range(300)]
    assert correct(understand(" ".join(words)), corrections) is None
    assert 0 < asked.total() <= 24


def test_few_places_and_years_of_a_query_are_understood() -> None:
    query = understand(" ".join(f"从化区{year}年" for year in range(1980, 2049)))
    facts = [term for term in query.terms if isinstance(term, About)]
    assert 2 <= len(facts) <= 20
    assert "从化区2048年" in query.runs  # the rest is looked for as it is


def test_a_pasted_text_is_no_list_of_places() -> None:
    query = understand("教育投入不断增长" * 100 + "广州市2020年")
    assert not [term for term in query.terms if isinstance(term, About)]


@pytest.mark.parametrize("typed", [" NEAR ".join(["教育"] * 50), '"教育 投入"~9 ' * 30])
def test_more_nears_than_anybody_types_are_refused(typed: str) -> None:
    with pytest.raises(QueryError, match="NEAR"):
        parse_query(typed)


def test_characters_that_stand_for_many_are_counted_as_many() -> None:
    with pytest.raises(QueryError, match="展开"):
        parse_query("ﷺ" * 1900)
    assert parse_query("……" * 300 + "教育").typed.endswith("教育")
