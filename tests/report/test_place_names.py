"""Any spelling of a place leads to it, and to no other."""

from __future__ import annotations

import random

import pytest

from indexer.report.place_names import complete_place, resolve_place, suggest_places
from indexer.report.regions import read_divisions


@pytest.mark.parametrize(
    "typed",
    [
        "440117",
        "440117000000",
        "从化区",
        "从化",
        "从化市",
        "從化區",
        " 从化区 ",
        "广州从化",
        "广东省/广州市/从化区",
        "广东省广州市从化区",
        "广东 › 广州 › 从化",
        "广东，广州，从化",
        "从化区人民政府",
        "广州市从化区政府",
    ],
)
def test_one_place_has_many_spellings(typed: str) -> None:
    assert resolve_place(typed) == ("440117",)


def test_a_name_of_several_places_gives_them_all_and_one_with_what_is_above_it_just_one() -> None:
    assert len(resolve_place("鼓楼区")) == 4
    assert resolve_place("福建省福州市鼓楼区") == resolve_place("福州鼓楼") == ("350102",)


@pytest.mark.parametrize("typed", ["", "/", "没有的地方", "999999", "44011", "龘" * 500, "a/b/c", "政府"])
def test_what_is_no_place_gives_none(typed: str) -> None:
    assert resolve_place(typed) == ()


def test_every_division_is_found_by_its_code_and_its_whole_path() -> None:
    table = read_divisions()
    for code in random.Random(22).sample(table.list_codes(), 300):
        region = table.find_by_code(code)
        assert region is not None
        assert resolve_place(code) == (code,)
        assert code in resolve_place("/".join(region.path))
        assert code in resolve_place("".join(region.path))


def test_slips_are_met_with_names_that_are_like_them() -> None:
    assert suggest_places("从花区", 5)[0] == "440117"
    assert suggest_places("海定区", 5)[0] == "110108"
    assert suggest_places("qwertz", 5) == ()


def test_completions_begin_as_typed_and_each_means_one_place() -> None:
    assert complete_place("从", 5)[0] == "从化区"
    assert complete_place("", 5) == complete_place("龘" * 500, 5) == ()
    for value in complete_place("鼓楼", 8):
        assert len(resolve_place(value)) == 1
    assert all(value.split("/")[-1].startswith("新") for value in complete_place("新", 6))


def test_what_lies_below_lies_below() -> None:
    table = read_divisions()
    assert "440117" in table.list_below("440100")
    assert "110000" in table.list_below("100000")
    assert table.list_below("no") == ()
