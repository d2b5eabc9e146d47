"""Snippets: slices of the text, with what the query asks for marked in them."""

from __future__ import annotations

import pytest

from indexer.search.needles import find_needles
from indexer.search.query.parse import parse_query
from indexer.search.query.tree import Node
from indexer.search.results import Span
from indexer.search.snippet import choose_snippet, find_marks

TEXT = (
    "一年来，全区坚持教育优先发展。新建幼儿园六所，新增学位两千余个。\n"
    "医疗卫生服务能力继续提升。区人民医院新院区投入使用，基层卫生院全部达标，"
    "家庭医生签约服务覆盖率提高到百分之四十五，重点人群应签尽签。\n"
    "全年收到政府信息公開申請１２３件，均在法定期限内答复。教育和医疗类申请占三成。"
)


def tree(typed: str) -> Node:
    return parse_query(typed).tree


def hits(spans: tuple[Span, ...]) -> list[str]:
    return [span.text for span in spans if span.hit]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("教育", ["教育", "教育"]),
        ("教育 医疗", ["教育", "医疗", "教育", "医疗"]),
        ("“教育和医疗”", ["教育和医疗"]),
        ("信息公开申请", ["信息公開申請", "申请"]),
        ("123", ["１２３"]),
        ("教育 -医疗", ["教育", "教育"]),
        ("标题:教育", []),
        ("不存在的话", []),
        ("", []),
        ("水", []),
        ("院", ["院", "院", "院"]),
    ],
)
def test_marks(typed: str, expected: list[str]) -> None:
    spans = find_marks(tree(typed), TEXT)
    assert "".join(span.text for span in spans) == TEXT
    assert hits(spans) == expected


def test_words_of_a_run_are_marked_where_the_run_is_not_whole() -> None:
    assert hits(find_marks(tree("教育医疗"), TEXT)) == ["教育", "医疗", "教育", "医疗"]


def test_single_characters_between_words_are_not_marked() -> None:
    assert hits(find_marks(tree("教育的优先"), "优先的教育，我的")) == ["优先", "教育"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("1200", ["一千二百", "1,200"]), ("“1,200”", ["1,200"]), ("5", ["5", "5"]), ("5%", ["5%", "百分之五"])],
)
def test_numbers_are_marked_in_the_notations_in_which_they_are_found(typed: str, expected: list[str]) -> None:
    assert hits(find_marks(tree(typed), "一千二百个村，1,200人，5项，五是增长5%，即百分之五。")) == expected


def test_characters_that_fold_to_several_are_marked_whole() -> None:
    assert hits(find_marks(tree("“fi”"), "oﬃce")) == ["ﬃ"]
    assert hits(find_marks(tree("教育"), "教\u200b育")) == ["教\u200b育"]


def test_best_shows_the_passage_with_most_of_the_query() -> None:
    snippet = choose_snippet(find_needles(tree("教育 医疗")), TEXT, 7, 40)
    assert snippet.text in TEXT
    assert hits(snippet.spans) == ["教育", "医疗"]
    assert snippet.line == 9
    assert (snippet.before, snippet.after) == (True, False)


def test_best_begins_and_ends_at_sentences() -> None:
    snippet = choose_snippet(find_needles(tree("幼儿园")), TEXT, 1, 24)
    assert snippet.text == "一年来，全区坚持教育优先发展。新建幼儿园六所，"
    snippet = choose_snippet(find_needles(tree("医院")), TEXT, 1, 40)
    assert snippet.text.startswith("区人民医院")
    assert snippet.line == 2


def test_best_without_a_hit_is_the_beginning() -> None:
    snippet = choose_snippet(find_needles(tree("标题:教育")), TEXT, 3, 20)
    assert TEXT.startswith(snippet.text)
    assert (snippet.line, snippet.before, snippet.after) == (3, False, True)
    assert snippet.text


def test_best_keeps_the_width() -> None:
    long = "无" * 500 + "教育" + "无" * 500
    snippet = choose_snippet(find_needles(tree("教育")), long, 1, 120)
    assert hits(snippet.spans) == ["教育"]
    assert len(snippet.text) == 120


@pytest.mark.parametrize("text", ["", "\n", " "])
def test_empty_text(text: str) -> None:
    snippet = choose_snippet(find_needles(tree("教育")), text, 1)
    assert (snippet.text, snippet.before, snippet.after) == ("", False, False)
    assert "".join(span.text for span in find_marks(tree("教育"), text)) == text
