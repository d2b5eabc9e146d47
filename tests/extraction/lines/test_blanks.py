"""Blanks that only set letters apart are none to a reader; those that part words and cells are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extraction import extract
from indexer.extraction.lines.blanks import clean, close_up
from indexer.settings import Settings

NBSP, EN, THIN, WIDE = "\xa0", "\u2002", "\u2009", "\u3000"


@pytest.mark.parametrize("blank", [NBSP, EN, THIN, WIDE])
@pytest.mark.parametrize("words", ["总体情况", "全年主动公开政府信息", "行政复议"])
def test_letter_spaced_words_are_closed_up(blank: str, words: str) -> None:
    spaced = blank.join(words)
    assert clean(spaced) == words
    assert clean(f"一、{spaced}。") == f"一、{words}。"
    assert clean(f"{blank}{blank}{spaced}{blank}12件") == f"{words} 12件"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("全 年 主 动 公 开", "全年主动公开"),
        (f"共{NBSP}8{NBSP}6{NBSP}1{NBSP}3条", "共 8613条"),
        (f"政府信息1{NBSP}234条", "政府信息1234条"),
        (f"投入1{THIN}234{THIN}567元", "投入1234567元"),
        (f"二{NBSP}〇{NBSP}二{NBSP}一{NBSP}年{NBSP}度报告", "二〇二一年度报告"),
    ],
)
def test_figures_and_plain_blanks(text: str, read: str) -> None:
    assert clean(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "张三 李四 王五 赵六",
        "概 述",
        "首页 政务公开 年报",
        "0 0 0 1",
        "规章 3 件",
        "2021 年 1 月",
        "the annual report of 2021",
    ],
)
@pytest.mark.parametrize("blank", [" ", NBSP, WIDE])
def test_blanks_between_words_and_cells_stay(text: str, blank: str) -> None:
    assert clean(text.replace(" ", blank)) == text


@given(st.text(alphabet="年报公开12 \xa0\u3000|a，"))
def test_nothing_but_blanks_goes(text: str) -> None:
    assert "".join(close_up(text).split()) == "".join(text.split())
    assert close_up(close_up(text)) == close_up(text)


@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_a_page_whose_letters_are_set_apart(name: str) -> None:
    prose = "统计期限自2032年1月1日起至12月31日止，全年主动公开政府信息"
    spaced = f"{NBSP.join('全年主动公开')}{NBSP}政府信息1{NBSP}234条，网站8{NBSP}6{NBSP}1{NBSP}3条。"
    lines = [f"一、{NBSP.join('总体情况')}", spaced, prose]
    page = "".join(f"<p>{line}</p>" for line in lines) if name == "a.html" else "\n".join(lines)
    document = extract(page.replace(NBSP, "&nbsp;" if name == "a.html" else NBSP).encode(), name, Settings())
    assert document.text.split("\n")[:2] == ["一、总体情况", "全年主动公开政府信息1234条，网站8613条。"]


@pytest.mark.parametrize("lost", ["????", "?? ", "\ufffd\ufffd\ufffd"])
@pytest.mark.parametrize("heading", ["一、总体情况", "（二）依申请公开情况", "(三)信息管理"])
def test_question_marks_of_an_indent_before_a_number_go(lost: str, heading: str) -> None:
    assert clean(f"{lost}{heading}") == heading
    document = extract(f"年报\n{lost}{heading}\n公开12条。".encode(), "a.txt", Settings())
    assert heading in document.text.split("\n")


@pytest.mark.parametrize("line", ["??市教育局", "????2021年，公开12条。", "?一、总体情况", "公开??条"])
def test_other_question_marks_may_stand_for_characters(line: str) -> None:
    assert clean(line) == line
