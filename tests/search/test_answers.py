"""Answers that are kept are the answers that would be worked out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from indexer.report.report import Kind
from indexer.search.engines.whoosh import WhooshEngine, report_order
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.query.tree import Query, Sort, Years
from indexer.search.results import Results
from tests.search.test_engines import REPORTS, parse
from tests.search.whoosh.test_merge import new_engine


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("answers") / "index"
    with new_engine(folder).write() as writer:
        for number in range(12):  # several pages, several reports on each
            for entries in REPORTS.values():
                writer.add(replace(entry, report=f"{entry.report}-{number}") for entry in entries)
    return folder


def seen(results: Results) -> tuple[object, ...]:
    """All that a reader sees of an answer, but how long it took."""
    facets = {name: tuple(values) for name, values in results.facets.items()}
    groups = results.groups
    return (
        results.total, results.total_partial, results.page, results.pages, results.hits, facets,
        results.suggestion, groups.count_reports(), groups.list_reports(0, 20), groups.list_cells(),
    )  # fmt: skip


NARROWED = (
    {},
    {"years": (Years(2016, 2021),)},
    {"sections": (2,), "kinds": (Kind.DISCLOSURE,)},
    {"sort": Sort.NEWEST},
    {"limit": 3},
)


@pytest.mark.parametrize("typed", ["教育", "教育 医疗 没有人写过", "“精准扶贫”", "", "没有人写过"])
def test_asked_again_under_any_choice_and_page_it_is_the_same(folder: Path, typed: str) -> None:
    engine = new_engine(folder)
    for choice in (*NARROWED, *NARROWED):
        for page in (1, 2, 3, 11, 12):
            query = replace(parse(typed), page=page, **choice)
            assert seen(engine.search(query)) == seen(new_engine(folder).search(query))


def test_what_was_answered_is_not_looked_up_again(folder: Path) -> None:
    engine = new_engine(folder)
    first = engine.search(parse("教育"))
    with patch.object(Snapshot, "rank_passages", side_effect=AssertionError):
        again = engine.search(parse("教育"))
        beside = engine.search(replace(parse("教育"), page=2))
    assert (again.total, again.hits) == (first.total, first.hits)
    assert beside.hits
    assert not set(beside.hits) & set(first.hits)
    assert len(set(engine.search(replace(parse("教育"), years=(Years(2016, 2016),))).hits)) < first.total


def test_after_a_change_it_is_another_answer(tmp_path: Path) -> None:
    first, second, *_ = REPORTS.values()
    engine = new_engine(tmp_path)
    with engine.write() as writer:
        writer.add(first)
    before = engine.search(Query()).total
    with engine.write() as writer:
        writer.add(second)
    assert isinstance(engine, WhooshEngine)
    assert engine.search(Query()).total == before + len(second)


@pytest.mark.parametrize("few", [4096, 0])
def test_equal_hits_of_several_segments_come_by_report_and_position(tmp_path: Path, few: int) -> None:
    engine, names = new_engine(tmp_path), [f"{number % 7}-{number}" for number in range(23)]
    entries = next(iter(REPORTS.values()))[:2]
    for name in names:  # several segments, in no order
        with engine.write() as writer:
            writer.add(replace(entry, report=name) for entry in entries)
    wanted = [(name, entry.section) for name in sorted(names) for entry in entries]
    with patch.object(report_order, "_FEW", few):
        for limit in (5, 46, 100):
            hits = new_engine(tmp_path).search(Query(sort=Sort.NEWEST, limit=limit)).hits
            assert [(hit.report, hit.section) for hit in hits] == wanted[:limit]
