"""Numbers of headings and points, and the form in which headings are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.outlines.headings import Style, find_number, make_matching, make_matching_text, make_paragraph


@pytest.mark.parametrize(
    ("line", "label", "style", "value", "level"),
    [
        ("第一部分 概述", "第一部分", Style.PART, 1, 1),
        ("十二、概述", "十二、", Style.CHAPTER, 12, 1),
        ("三 、本 年 度", "三 、", Style.CHAPTER, 3, 1),
        ("（二十一）公开", "（二十一）", Style.POINT, 21, 1),
        ("(三)公开", "(三)", Style.POINT, 3, 1),
        ("㈣公开", "㈣", Style.POINT, 4, 1),
        ("1.推进", "1.", Style.FIGURE, 1, 2),
        ("２、推进", "２、", Style.FIGURE, 2, 2),
        ("（3）推进", "（3）", Style.ITEM, 3, 3),
        ("4）推进", "4）", Style.ITEM, 4, 3),
        ("一是推进", "一是", Style.ORDINAL, 1, 3),
        ("第二，推进", "第二，", Style.ORDINAL, 2, 3),
        ("③推进", "③", Style.CIRCLE, 3, 4),
    ],
)
def test_number(line: str, label: str, style: Style, value: int, level: int) -> None:
    found = find_number(line)
    assert found is not None
    assert (found.label, found.style, found.value) == (label, style, value)
    assert line[found.end :].strip() in ("概述", "公开", "推进", "本 年 度")
    assert (make_paragraph(line).label, make_paragraph(line).level) == (label, level)


@pytest.mark.parametrize(
    "line", ["1.5亿元", "2020.3起", "2020年", "一天", "一 概 述", "是否", "第二十条规定", ""]
)
def test_no_number(line: str) -> None:
    assert find_number(line) is None
    assert (make_paragraph(line).label, make_paragraph(line).level) == ("", 0)


def test_spaced_number_is_one_where_it_is_asked_for() -> None:
    found = find_number("一 概 述", spaced=True)
    assert found is not None
    assert (found.label, found.style, found.value) == ("一", Style.CHAPTER, 1)


@given(st.text(alphabet="一十〇拾零壹第部分、.（）()1２①⒈㈠⑴是 概", max_size=12))
def test_any_jumble_is_read(line: str) -> None:
    """No line stops the reading, and a number is always the beginning of its line."""
    found = find_number(line, spaced=True)
    assert found is None or (line.startswith(found.label) and found.value >= 0)


def test_matching_passes_over_pinyin_notes_and_blanks() -> None:
    text = "五、存在的主要問題及 改進(jìn)情況?wù)"
    form = make_matching(text)
    assert form.text == "五、存在的主要问题及改进情况"
    assert make_matching_text(f"{text}\n{text}") == f"{form.text}\n{form.text}"


def test_matching_keeps_ordinary_brackets() -> None:
    assert make_matching("（一）公开（GDP 2.0）").text == "(一)公开(gdp2.0)"


@given(st.text(alphabet="一、總體情況(qíng) 　ABC①㎏", max_size=30))
def test_matching_leads_back_to_the_text(text: str) -> None:
    """Every end in the matching form is an end in the text, in order."""
    form = make_matching(text)
    ends = [form.source_end(end) for end in range(1, len(form.text) + 1)]
    assert ends == sorted(ends)
    assert all(0 < end <= len(text) for end in ends)
    assert not ends or make_matching(text[: ends[-1]]).text == form.text
