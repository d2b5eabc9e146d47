"""Where the characters of common words stand though the text was cut otherwise there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.engines.base import Entry
from indexer.search.engines.whoosh import WhooshEngine, uncut_words_merge
from indexer.search.engines.whoosh.arrays import insert_ascending, leave_out
from indexer.search.engines.whoosh.characters import Characters
from indexer.search.engines.whoosh.segment_reader import Part
from indexer.search.engines.whoosh.terms import FieldWords
from indexer.search.engines.whoosh.units import to_pair
from indexer.search.query.parse import parse_query
from tests.search.test_engines import REPORTS
from tests.search.whoosh.test_merge import compacted, new_engine, parts

OTHERWISE = ("结合作业", "合作业务", "乒乓球拍卖", "已经济南", "发展中国家", "研究生命", "中国家")
"""Texts in which the characters of 合作, 拍卖, 经济, 中国, 研究 stand, in some as parts of other words."""


def entries() -> Iterator[list[Entry]]:
    """Reports with such texts, and reports as they are."""
    [first] = REPORTS.values().__iter__().__next__()[:1]
    for number, text in enumerate((*OTHERWISE, "合作。经济。拍卖。中国。研究。业务。国家。")):
        yield [replace(first, report=f"other-{number}", text=text)]
    yield from REPORTS.values()


@pytest.fixture(autouse=True)
def all_words_are_common() -> Iterator[None]:
    """As in a segment of any size, and for every word."""
    with patch.object(uncut_words_merge, "_LARGE", 1), patch.object(uncut_words_merge, "_COMMON", 10**9):
        yield


def joined(folder: Path) -> WhooshEngine:
    """An index of one segment, made of one for each report."""
    engine = new_engine(folder)
    for report in entries():
        with engine.write() as writer:
            writer.add(report)
    compacted(engine)
    return engine


def list_words(part: Part) -> list[str]:
    return [word.decode() for word in part.words.list_terms("text")]


def scan(part: Part, word: str) -> list[int]:
    """The passages that have characters in one line, by looking at each."""
    texts = [part.characters.text(number) for number in range(part.size)]
    return [number for number, text in enumerate(texts) if word in text]


def assert_found_everywhere(part: Part) -> None:
    words = [word for word in list_words(part) if len(word) > 1 and word.isalpha()]
    assert len(words) > 50
    for word in words:
        assert part.containing(word, False).tolist() == scan(part, word), word
        cut = part.words.postings(part.words.number("text", word.encode()) or 0).docs.tolist()
        assert sorted([*part.find_uncut(word).tolist(), *cut]) == scan(part, word), word


def test_a_common_word_is_found_wherever_its_characters_stand(tmp_path: Path) -> None:
    joined(tmp_path)
    [part] = parts(tmp_path)
    assert_found_everywhere(part)
    assert any(len(part.find_uncut(word)) for word in list_words(part) if len(word) > 1)


def test_its_places_are_not_looked_at(tmp_path: Path) -> None:
    joined(tmp_path)
    [part] = parts(tmp_path)
    with patch.object(Characters, "containing", side_effect=AssertionError):
        assert part.containing("经济", False).tolist() == scan(part, "经济")


def test_what_is_kept_is_joined_again_without_what_was_removed(tmp_path: Path) -> None:
    engine = joined(tmp_path)
    with engine.write() as writer:
        writer.remove("other-1")
        for report in entries():
            writer.add(replace(entry, report=f"again-{entry.report}") for entry in report)
    compacted(engine)
    [part] = parts(tmp_path)
    assert_found_everywhere(part)


def test_a_small_segment_keeps_none(tmp_path: Path) -> None:
    with patch.object(uncut_words_merge, "_LARGE", 1000):
        joined(tmp_path)
    [part] = parts(tmp_path)
    assert "uncut" not in part.column("exact")
    assert_found_everywhere(part)


def test_common_words_are_chosen_by_how_many_passages_have_them() -> None:
    with patch.object(uncut_words_merge, "_LARGE", 100), patch.object(uncut_words_merge, "_COMMON", 10):
        terms = [word.encode() for word in ("一", "九十年代", "公开20", "信息", "稀少", "𠀀𠀁")]
        ends = np.cumsum([90, 90, 90, 11, 10, 11])
        words = FieldWords(terms, ends, np.zeros(302, np.int32), np.ones(302, np.uint8))
        assert uncut_words_merge.choose_common_words(words, 100) == {1: "九十年代", 3: "信息", 5: "𠀀𠀁"}
        assert uncut_words_merge.choose_common_words(words, 99) == {}


def test_a_common_pair_is_kept_for_each_passage_anyway(tmp_path: Path) -> None:
    engine = new_engine(tmp_path)
    report = next(entries())[0]
    for start in (0, 150):
        with engine.write() as writer:
            for number in range(start, start + 150):
                writer.add([replace(report, report=f"{number}", text="信息公开，经济发展之经济性。")] * 2)
    compacted(engine)
    [part] = parts(tmp_path)
    kept = [part.words.list_terms("text")[at].decode() for at in part.column("exact").get("uncut_words", ())]
    assert part.characters.common(to_pair("信息") or 0) is not None
    assert "信息" not in kept
    assert part.containing("信息", False).tolist() == list(range(part.size))


ASCENDING = st.sets(st.integers(0, 60)).map(sorted)


@given(ASCENDING, ASCENDING)
def test_lists_are_united_and_parted(numbers: list[int], others: list[int]) -> None:
    """What is left out need not be there: a segment of another writer may have words that no text spells."""
    left = leave_out(np.array(numbers, np.int64), np.array(others, np.int64))
    assert left.tolist() == sorted(set(numbers) - set(others))
    assert insert_ascending(np.array(others, np.int64), left).tolist() == sorted({*numbers, *others})


def test_answers_are_those_of_an_index_without(tmp_path: Path) -> None:
    engine = joined(tmp_path / "with")
    with patch.object(uncut_words_merge, "_LARGE", 1000):
        other = joined(tmp_path / "without")
    for asked in ("合作", "经济 OR 中国", "研究 业务", "拍卖 -合作", "“国家”"):
        found, expected = (each.search(parse_query(asked)) for each in (engine, other))
        assert [(hit.report, hit.score) for hit in found.hits] == [
            (hit.report, hit.score) for hit in expected.hits
        ]
        assert found.total == expected.total
