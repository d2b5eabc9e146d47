"""Numbers: where they end, and the ways in which one is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.borders import find_whole
from indexer.search.query.notation import is_number, list_notations, list_spellings, list_ways, normalize
from tests.search.test_engines import stands


@pytest.mark.parametrize(
    ("run", "text", "places"),
    [
        ("5%", "增长2.5%，占5%", [8]),
        ("20条", "6420条；20条", [6]),
        ("1234", "12345 和 1234", [8]),
        ("2.5", "2.55 12.5 2.5", [10]),
        ("234", "1,234 件", []),
        ("1,234", "1,234 件 21,234 件", [0]),
        ("2019", "2019,2020 年", [0]),
        ("2020", "2019,2020 年", [5]),
        ("月5", "12月5日", [2]),
        ("月5", "12月50日", []),
        ("3.1", "3.1.2 版", []),
        ("教育", "教育 12", [0]),
    ],
)
def test_numbers_are_whole(run: str, text: str, places: list[int]) -> None:
    assert list(find_whole(run, text)) == places


def test_chinese_numerals_are_whole_where_asked() -> None:
    assert list(find_whole("二百", "一千二百人", numerals=True)) == []
    assert list(find_whole("二百", "二百人", numerals=True)) == [0]
    assert list(find_whole("二百", "一千二百人")) == [2]


@given(st.text("0123456789,.%年", max_size=14), st.text("0123456789,.%年", min_size=1, max_size=4))
def test_borders_agree_with_numbers_as_they_are_written(text: str, run: str) -> None:
    assert (next(find_whole(run, text), None) is not None) == stands(run, text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("百分之六", "6%"),
        ("百分之六点五", "6.5%"),
        ("二〇二〇年", "2020年"),
        ("二零二零年", "2020年"),
        ("一千二百", "1200"),
        ("两千零五十条", "2050条"),
        ("1,234件", "1234件"),
        ("12,345,678", "12345678"),
        ("1,23", "1,23"),
        ("一是", "一是"),
        ("三公经费", "三公经费"),
        ("万元", "万元"),
        ("十几", "十几"),
        ("千方百计", "千方百计"),
        ("五点三", "五点三"),
    ],
)
def test_one_number_one_reading(written: str, read: str) -> None:
    assert normalize(written) == read


def test_a_number_in_its_other_notations() -> None:
    assert set(list_notations("1234")) == {"1,234", "一千二百三十四"}
    assert "百分之六" in list_notations("6%")
    assert {"二〇二〇年", "二零二零年"} <= set(list_notations("2020年"))
    assert "2,020年" not in list_notations("2020年")
    assert list_notations("教育") == ()


@given(st.integers(11, 99_999_999))
def test_what_is_written_in_words_is_read_back(number: int) -> None:
    for way in list_notations(str(number)):
        if way[0] not in "0123456789" and "万" not in way:
            assert normalize(way) == str(number), way


def test_single_digits_have_no_other_notation() -> None:
    assert not is_number("3")
    assert is_number("31")
    assert is_number("3%")


def test_characters_written_for_each_other() -> None:
    assert "答覆" in list_spellings("答复")
    assert "答复" in list_spellings("答覆")
    assert list_spellings("教育") == ()


def test_digits_of_other_scripts_are_looked_for_as_they_are() -> None:
    for run in ("꯰", "公开꯱꯲件", "٣٤", "१२"):
        assert list_ways(run)[0].text == run
