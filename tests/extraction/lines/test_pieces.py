"""Texts that a site for documents cut into numbered pieces are whole again, and parted from their title."""

from __future__ import annotations

from itertools import pairwise

import pytest

from indexer.extraction import extract
from indexer.report.document import Block
from indexer.settings import Settings

_LONG = "健全工作机制，明确责任分工，及时更新目录和指南，方便群众查询，" * 4
_TITLE = "云泽市东湖区粮食局2016年度政府信息公开工作报告"
_PREAMBLE = f"根据条例，现将本局报告公布如下，统计期限自2016年1月1日起至2016年12月31日止。{_LONG}全文完。"
_CHAPTER = f"一、概述2016年，我局推进公开工作。{_LONG}公开12条。"


def texts(name: str, content: str) -> list[str]:
    document = extract(content.encode(), name, Settings())
    return [block.text for block in document.blocks if isinstance(block, Block)]


def cut(text: str, *places: int) -> list[str]:
    borders = [0, *places, len(text)]
    return [f"{n}、{text[a:b]}" for n, (a, b) in enumerate(pairwise(borders), 1)]


@pytest.mark.parametrize("places", [(150,), (150, 290), (130, 260, 390)])
@pytest.mark.parametrize("page", ["", "1"])
def test_pieces_are_one_text_again(places: tuple[int, ...], page: str) -> None:
    pieces = cut(f"{page}{_TITLE}{_PREAMBLE}{_CHAPTER}", *places)
    found = texts("a.txt", "\n".join(pieces))
    assert found == [_TITLE, _PREAMBLE, "一、概述", _CHAPTER.removeprefix("一、概述")]


def test_pieces_of_a_page_are_one_text_again() -> None:
    pieces = "".join(f"<p>{piece}</p>" for piece in cut(f"{_TITLE}{_PREAMBLE}{_CHAPTER}", 150, 290))
    found = texts("a.html", f"<html><body><div>{pieces}</div></body></html>")
    assert found[:3] == [_TITLE, _PREAMBLE, "一、概述"]


@pytest.mark.parametrize(
    "lines",
    [
        [f"1、{_LONG}全部完成。", f"2、{_LONG}没有遗漏。", f"3、{_LONG}持续推进。"],
        [f"1、{_LONG}其中", "3、公开预算。", "4、公开决算。"],
        ["1、公开指南", "2、公开目录", "3、公开年报"],
    ],
)
def test_points_of_a_list_stay_apart(lines: list[str]) -> None:
    assert texts("a.txt", "\n".join(["一、主动公开情况", *lines]))[1:] == lines


@pytest.mark.parametrize(
    "title",
    [
        "云泽大学2015-2016学年度 信息公开工作年度报告",
        "2019年东湖区民政局政务公开工作年报",
        "云泽市东湖区2020年度政府信息公开工作 年度报告",
        "云泽市东湖区 2021 年政府信息 公开工作年度报告",
    ],
)
def test_title_is_parted_from_a_text_of_one_line(title: str) -> None:
    text = f"{title} 根据条例要求，现予公布。一、概述 2020年，公开12条。二、主动公开情况 公开预算。"
    assert texts("a.txt", text)[:2] == [title, "根据条例要求，现予公布。"]


def test_sentence_that_begins_like_a_title_stays_whole() -> None:
    sentence = "云泽市2020年政府信息公开工作年度报告由市政府办公室编制，全文分为六个部分。"
    assert texts("a.txt", f"{sentence}\n一、总体情况\n公开12条。")[0] == sentence


@pytest.mark.parametrize("given", ["", "2015 年 2 月 3 日在云泽市第五届人民代表大会第四次会议上 市长 某某 "])
def test_work_report_of_one_line_is_parted_from_its_title(given: str) -> None:
    text = f"2015 年云泽市政府工作报告全文{given}各位代表：现在，我代表市人民政府报告工作，请予审议。"
    found = texts("a.txt", f"{text} 一、2014 年工作回顾 2014 年是不平凡的一年，增长6%。")
    assert found[0] == "2015 年云泽市政府工作报告"
    assert found[-2:] == ["一、2014 年工作回顾", "2014 年是不平凡的一年，增长6%。"]


@pytest.mark.parametrize("line", ["{}-云泽市人民政府", "云泽市东湖区人民政府-{}", "{}_政务公开_云泽市"])
def test_title_of_the_window_goes(line: str) -> None:
    title = "东湖区民政局2020年政府信息公开工作年度报告"
    found = texts("a.txt", "\n".join((line.format(title), title, "一、总体情况", "公开12条。")))
    assert found == [title, "一、总体情况", "公开12条。"]


def test_row_of_empty_cells_behind_a_title_goes() -> None:
    title = "云泽市水利局2022年度政府信息公开工作报告"
    found = texts("a.txt", f"{title} | {'|' * 300}\n|\n{'|' * 90}\n一、总体情况\n公开12条。")
    assert found == [title, "一、总体情况", "公开12条。"]
