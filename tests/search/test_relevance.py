"""What people look for is at the top: judged questions on the sample archive."""

from __future__ import annotations

import pytest

from indexer.archive.archive import Archive, open_archive
from indexer.search.query.parse import Choices, parse_query
from indexer.search.results import Hit
from indexer.settings import Settings


@pytest.fixture(scope="module")
def archive(sample_settings: Settings) -> Archive:
    return open_archive(sample_settings)


def top(archive: Archive, typed: str, **filters: object) -> Hit:
    results = archive.search(parse_query(typed, Choices(**filters)))  # type: ignore[arg-type]
    assert results.hits, typed
    return results.hits[0]


@pytest.mark.parametrize(
    ("typed", "district", "section"),
    [
        ("黑臭水体", "", 0),
        ("老旧小区改造 资金", "东湖区", 5),
        ("矿山整治", "西岭区", 0),
        ("露天矿山 复绿保证金", "西岭区", 0),
        ("城中村改造 回迁", "东湖区", 0),
        ("行政复议 行政诉讼", "", 4),
        ("存在的主要问题", "", 5),
        ("柳溪镇 公开", "柳溪镇", 0),
    ],
)
def test_first_hit(typed: str, district: str, section: int, archive: Archive) -> None:
    hit = top(archive, typed)
    assert district in ("", hit.district)
    assert section in (0, hit.section)
    assert any(span.hit for span in hit.snippet.spans) or any(word in hit.title for word in typed.split())


def test_traditional_and_full_width_find_the_same(archive: Archive) -> None:
    for simplified, other in (("规范性文件", "規範性文件"), ("12345", "１２３４５"), ("PM2.5", "ｐｍ２．５")):
        first, second = (archive.search(parse_query(typed)) for typed in (simplified, other))
        assert first.total == second.total > 0
        assert [h.report for h in first.hits] == [h.report for h in second.hits]


def test_phrase_is_a_part_of_its_words(archive: Archive) -> None:
    for words in ("依申请公开", "老旧小区改造", "主动公开政府信息"):
        phrase = archive.search(parse_query(f"“{words}”")).total
        assert 0 < phrase <= archive.search(parse_query(words)).total


def test_whole_run_ranks_before_scattered_words(archive: Archive) -> None:
    hits = archive.search(parse_query("老旧小区改造", Choices(limit="50"))).hits
    whole = ["老旧小区改造" in hit.snippet.text.replace("\n", "") for hit in hits]
    assert whole[0]
    assert sum(whole[: len(whole) // 2]) >= sum(whole[len(whole) // 2 :])


def test_title_finds_its_report(archive: Archive) -> None:
    for summary in archive.list_summaries()[::5]:
        results = archive.search(parse_query(f"“{summary.title}”"))
        assert summary.id in {hit.report for hit in results.hits}
