"""Headings with a slip in them: a number of another style, a stop too many, a note of how it is read."""

from __future__ import annotations

import pytest

from indexer.extraction import extract
from indexer.outlines import read
from indexer.report.report import Report
from indexer.settings import Settings

_TITLE = "云泽市水务局2020年政府信息公开工作年度报告"
_TOLD = "2020年，我局推进政务公开工作，主动公开信息120条。"
_SECOND = ("二、主动公开政府信息情况", "公开120条。", "三、收到和处理政府信息公开申请情况", "收到3件。")


def of(*lines: str) -> Report:
    return read(extract("\n".join((_TITLE, *lines)).encode(), "report.txt", Settings()))


def numbers(report: Report) -> list[tuple[int, str]]:
    return [(section.number, section.heading) for section in report.sections if section.heading]


@pytest.mark.parametrize("heading", ["1. 总体情况", "1、总体情况", "（一）总体情况", "（一）工作概述"])
def test_overview_that_an_editor_numbered_by_itself(heading: str) -> None:
    found = numbers(of(heading, _TOLD, *_SECOND))
    assert [number for number, _ in found] == [1, 2, 3]
    assert found[0][1].endswith(heading[-4:])


def test_list_above_the_second_chapter_is_no_overview() -> None:
    found = of("本报告包括：", "1. 总体情况", "2. 主动公开政府信息情况", _TOLD, *_SECOND)
    assert [number for number, _ in numbers(found)] == [2, 3]


@pytest.mark.parametrize("heading", ["一、总体情况、", "一、概述、", "一、工作概况、"])
def test_heading_with_a_stop_too_many(heading: str) -> None:
    found = numbers(of(heading, _TOLD, *_SECOND))
    assert [number for number, _ in found] == [1, 2, 3]


@pytest.mark.parametrize(
    "heading",
    ["一(yī)、總體(tǐ)情況", "一(yī)、概述", "一(yī)、總體(tǐ)情況 2020年，我局公開(kāi)信息96條。"],
)
def test_number_with_a_note_of_how_it_is_read(heading: str) -> None:
    found = of(heading, _TOLD, "（一(yī)）主動公開情況", "公開96條。", *_SECOND)
    assert [number for number, _ in numbers(found)] == [1, 2, 3]
