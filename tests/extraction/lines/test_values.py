"""Values of a site that lost their labels, and lines that were wrapped at a fixed width."""

from __future__ import annotations

import time

import pytest

from indexer.extraction import extract
from indexer.extraction.lines.values import find_values
from indexer.report.document import Block, Document
from indexer.settings import Settings

_TITLE = "云泽市东湖区民政局2021年政府信息公开工作年度报告"
_BODY = ("根据条例，现将本局的年度报告公布如下，统计期限为全年，欢迎查阅。", "一、总体情况", "公开12条。")


def read(*lines: str) -> Document:
    return extract("\n".join(lines).encode(), "report.txt", Settings())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Block)]


@pytest.mark.parametrize(
    "values",
    [
        ("区民政局", "2022-01-18", "主动公开"),
        ("2022-01-18 10:30",),
        ("东湖区民政局", "2022年1月"),
        ("11330700002592070/2022-04367", "有效"),
        ("无", "主动公开", "无", "东湖区民政局", "2022.01.18", "云泽市东湖区民政局", "2022年1月18日"),
    ],
)
def test_values_without_labels_go(values: tuple[str, ...]) -> None:
    assert texts(read(_TITLE, *values, *_BODY)) == [_TITLE, *_BODY]


@pytest.mark.parametrize(
    "line",
    [
        "• 公文生成日期：2022-01-18",
        "• 备注/文号：东民〔2022〕3号",
        "34585",
        "点击链接至图解版",
        "点此看图解",
        "| 標(biāo)題: | 年報 | 索引號: | 1137/2022-50 | 發(fā)布機構(gòu): | 區(qū)民政局 |",
    ],
)
def test_line_of_the_site_below_the_title_goes(line: str) -> None:
    assert texts(read(_TITLE, line, *_BODY)) == [_TITLE, *_BODY]


def test_values_are_kept_as_metadata() -> None:
    metadata = read(_TITLE, "区民政局", "2022-01-18", "990120220101/2022-00367", *_BODY).metadata
    assert metadata["publisher"] == "区民政局"
    assert (metadata["published"], metadata["index_number"]) == ("2022-01-18", "990120220101/2022-00367")


@pytest.mark.parametrize(
    "lines",
    [
        ("云泽市东湖区民政局", "2021年政府信息公开工作年度报告"),
        ("云泽市东湖区民政局", "2022-01-18", "2021年政府信息公开工作年度报告"),
        (_TITLE, "主动公开"),
    ],
)
def test_beginning_of_a_title_and_a_heading_stay(lines: tuple[str, ...]) -> None:
    kept = [line for line in lines if line != "2022-01-18"]
    assert texts(read(*lines, *_BODY)) == [*kept, *_BODY]


@pytest.mark.parametrize("width", [24, 30, 36, 44])
def test_paragraphs_wrapped_at_a_width_are_joined(width: int) -> None:
    paragraph = (
        "本局认真贯彻条例的各项要求，依法推进政府信息公开工作，完善制度，加强培训，" * 5 + "取得成效。"
    )
    paragraphs = ["一、总体情况", paragraph, "二、主动公开政府信息情况", paragraph]
    lines = [text[at : at + width] for text in paragraphs for at in range(0, len(text), width)]
    assert texts(read(_TITLE[:width], *lines)) == [_TITLE[:width], *paragraphs]


def test_date_of_a_speech_stays() -> None:
    speech = (
        "在第三次会议上的政府工作报告",
        "县长 张平",
        "2010年3月5日",
        "各位代表，现在，我代表县人民政府，向大会作报告。",
    )
    assert texts(read(*speech)) == [*speech]


def test_lines_of_many_widths_stay() -> None:
    lines = [f"第{at}项工作认真推进，{'按期完成，' * (at % 7)}全年共公开信息{at}条" for at in range(1, 16)]
    assert texts(read(_TITLE, *lines)) == [_TITLE, *lines]


def test_one_marked_heading_makes_a_text_markdown() -> None:
    assert texts(read(_TITLE, _BODY[0], "## 一、总体情况", "公开12条。")) == [_TITLE, *_BODY]


def test_document_on_one_line_is_cut_before_its_only_heading() -> None:
    preamble = (
        "根据条例编制本报告，" + "本报告所列数据的统计期限为全年，电子版可以在网站下载，" * 12 + "欢迎查阅。"
    )
    assert texts(read(f"{preamble} 一、总体情况 2021年，公开12条。"))[-2:] == [
        "一、总体情况",
        "2021年，公开12条。",
    ]


def test_headings_of_one_line_need_not_run_on() -> None:
    line = (
        "一、引言 本年报由云泽市卫生局编制，"
        + "全文包括概述和主动公开情况，" * 20
        + "欢迎查阅。 一、概述 2021年，"
        "推进公开。 三、主动公开情况 全年公开12条。"
    )
    found = texts(read(line))
    assert [found[0], found[2], found[4]] == ["一、引言", "一、概述", "三、主动公开情况"]


@pytest.mark.parametrize(
    "lines", [("2022-01-18", "主动公开"), ("主动公开",), ("2022-01-18", "", ""), ("34585",)]
)
def test_many_values_take_time_in_proportion(lines: tuple[str, ...]) -> None:
    many = dict(enumerate(lines * 20_000))
    begun = time.process_time()
    find_values(many)
    assert time.process_time() - begun < 5
