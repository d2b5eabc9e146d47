"""Query ↔ URL, both ways."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from indexer.search.query.tree import Grasp
from indexer.settings import Settings
from web.parameters.search import LITERAL, VIEWS, Asked, check

SETTINGS = Settings()
YEARS = ["2020", "2019..2021", "2015..", "..2017", "未详"]
DISTRICTS = ["示例省", "云泽市", "西岭区", "未详"]

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
examples = st.sampled_from(["“依申请公开”", "教育 OR 卫生", "-学前", "年份:2020", "a&b=c#d%26+e"])
typed = st.lists(words | examples).map(" ".join)
asked = st.builds(
    Asked,
    q=typed,
    year=st.lists(st.sampled_from(YEARS), unique=True).map(tuple),
    district=st.lists(st.sampled_from(DISTRICTS), unique=True).map(tuple),
    section=st.lists(st.sampled_from("123456"), unique=True).map(tuple),
    kind=st.lists(st.sampled_from(["disclosure", "work"]), unique=True).map(tuple),
    sort=st.sampled_from(["", "relevance", "newest", "oldest"]),
    page=st.integers(1, SETTINGS.max_page).map(str),
    literal=st.lists(st.sampled_from([*map(str, Grasp), LITERAL]), unique=True).map(tuple),
    view=st.sampled_from(list(VIEWS)),
)


def read(url: str) -> Asked:
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return Asked.read(MultiDict(pairs))


@settings(deadline=None)  # the first loads the table of divisions
@given(asked)
def test_a_query_survives_its_address(asked: Asked) -> None:
    try:
        query = read(asked.url()).query(SETTINGS)
    except QueryError:
        return  # what was typed has no meaning, and so no address
    again = read(Asked.of(query).url())
    assert again.query(SETTINGS) == query
    assert Asked.of(query).url() == again.url()


@given(asked)
def test_an_address_survives_reading(asked: Asked) -> None:
    if asked.q.strip():
        assert read(asked.url()).pairs() == asked.pairs()


def test_the_canonical_address_says_nothing_that_goes_without_saying() -> None:
    assert Asked(sort="relevance").url() == "/search"
    assert Asked(q="公开", year=("2020",), page="2").url() == "/search?q=%E5%85%AC%E5%BC%80&year=2020&page=2"


def test_repeated_values_count_once_and_blank_ones_not_at_all() -> None:
    args = MultiDict([("year", "2020"), ("year", " 2020"), ("year", ""), ("q", ""), ("nonsense", "1")])
    assert Asked.read(args) == Asked(year=("2020",))


def test_a_filter_can_be_taken_away() -> None:
    asked = Asked(q="公开", district=("西岭区", "云泽市"), page="7")
    assert asked.without("district", "西岭区") == Asked(q="公开", district=("云泽市",))
    assert asked.unfiltered() == Asked(q="公开")
    assert asked.sorted_by("newest").page == "1"


@pytest.mark.parametrize(
    ("pairs", "raw"),
    [
        ([("q", "a"), ("q", "b")], b"q=a&q=b"),
        ([("page", "1"), ("page", "2")], b"page=1&page=2"),
        ([("q", "a\0b")], b"q=a%00b"),
        ([("district", "\x1b")], b"district=%1b"),
        ([("q", "%B9%AB")], b"q=%B9%AB"),
    ],
)
def test_an_address_that_does_not_say_one_thing_is_refused(pairs: list[tuple[str, str]], raw: bytes) -> None:
    with pytest.raises(QueryError, match=r"。$"):
        check(MultiDict(pairs), raw)


def test_an_honest_address_is_let_through() -> None:
    check(MultiDict([("q", "公开\t培训"), ("year", "2019"), ("year", "2020")]), b"q=%E5%85%AC&year=2019")
