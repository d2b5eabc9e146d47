"""Reports on pages that were cut or lost headings, and pages that only look like reports."""

from __future__ import annotations

import pytest

from indexer.errors import NotAReport
from indexer.outlines import read
from indexer.report.document import Block, Document
from indexer.report.report import Report

_TITLE = "云泽市东湖区2021年政府信息公开工作年度报告"
_HEADS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
_SAID = "2021年，我区公开信息12条。"


def of(*lines: str) -> Report:
    return read(Document(tuple(Block(line) for line in lines)))


def headed(report: Report) -> list[tuple[int, str]]:
    return [(section.number, section.heading) for section in report.sections if section.heading]


def whole(*changed: str) -> list[str]:
    """The lines of a report, some headings of it written otherwise."""
    by_number = {line[0]: line for line in changed}
    return [part for head in _HEADS for part in (*by_number.get(head[0], head).split("\n"), "无。")]


@pytest.mark.parametrize("first", ["一、总体情况", "一、概述", "一、工作总体情况"])
@pytest.mark.parametrize(
    "points", [("主动公开", "依申请公开"), ("主动公开情况", "依申请公开情况", "政府信息管理情况")]
)
def test_points_of_a_cut_page_are_never_sections(first: str, points: tuple[str, ...]) -> None:
    lines = [f"({number}){point}" for number, point in zip("一二三四", points, strict=False)]
    assert headed(of(_TITLE, first, *(part for line in lines for part in (line, _SAID)))) == [(1, first)]


@pytest.mark.parametrize("first", ["（一）组织领导情况。一是成立小组。", "（一）加强学习，提高认识。"])
def test_first_point_that_says_nothing_known_is_still_there(first: str) -> None:
    lines = ("一、总体情况", first, "（二）主动公开情况。公开12条。", "（三）依申请公开情况。收到3件。")
    assert headed(of(_TITLE, *lines)) == [(1, "一、总体情况")]


@pytest.mark.parametrize(
    "points",
    [
        ("（一）主动公开情况", _SAID, "（二）依申请公开情况", "收到3件。"),
        ("(一)加强主动公开。全年公开12条。", "(二)规范依申请公开。收到3件。", "(三)强化监督保障。培训2次。"),
        ("（一）依申请公开工作", "收到3件。", "（二）政府信息管理", _SAID, "（三）平台建设", "改版1次。"),
        ("1.主动公开情况", _SAID, "2.依申请公开情况", "收到3件。", "3.监督保障情况", "考核1次。"),
    ],
)
def test_chapters_win_over_the_points_above_them(points: tuple[str, ...]) -> None:
    found = of(_TITLE, _SAID, *points, *whole()[2:])
    assert headed(found) == [(number, _HEADS[number - 1]) for number in range(2, 7)]


@pytest.mark.parametrize(
    "broken",
    [
        "一、\n总体情况",
        "一\n总体情况",
        "四、政府信息公开行政复议、\n行政诉讼情况",
        "三、收到和处理政府信息\n公开申请情况",
        "五、存在的主要问题及\n改进情况",
    ],
)
def test_heading_over_two_lines_is_one(broken: str) -> None:
    found = headed(of(_TITLE, *whole(broken)))
    assert [(number, head) for number, head in found] == list(enumerate(_HEADS, start=1))


def test_line_after_a_whole_heading_is_its_text() -> None:
    found = of(_TITLE, *whole("四、政府信息公开行政复议、行政诉讼情况\n本年没有发生这类情况"))
    assert headed(found) == list(enumerate(_HEADS, start=1))


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("四、咨询、投诉、复议和诉讼情况", 4),
        ("四、政府信息公开咨询、行政复议和行政诉讼情况", 4),
        ("四、政府信息公开咨询情况", 6),
        ("四、2013年工作安排", 5),
        ("四、下一年度工作安排", 5),
        ("四、今后工作重点", 5),
    ],
)
def test_older_headings_have_their_section(heading: str, number: int) -> None:
    lines = ("一、概述", "推进公开。", "二、主动公开政府信息情况", "12条。", "三、依申请公开情况", "无。")
    assert headed(of("云泽市2012年政府信息公开工作年度报告", *lines, heading, "无。"))[-1] == (
        number,
        heading,
    )


@pytest.mark.parametrize(
    "preamble",
    [
        "根据条例，现公布云泽市档案局2021年政府信息公开工作年度报告，统计时限为2021年1月1日至12月31日。",
        "本报告由云泽市档案局编制，统计期限自2021年1月1日起至12月31日止，政府信息公开年报可下载。",
        "按照要求，编制并公布《云泽市档案局2021年政府信息公开工作年度报告》。",
        "现将云泽市档案局2021年度政府信息公开情况报告公布如下，所列数据统计期限为2021年1月1日至12月31日。",
    ],
)
def test_preamble_says_what_a_cut_page_is(preamble: str) -> None:
    found = of(preamble, "一、总体情况", "2021年，我局主动公开信息12条，依申请公开0条。")
    assert (found.kind.value, found.year, found.body) == ("disclosure", 2021, "云泽市档案局")


@pytest.mark.parametrize(
    ("preamble", "heading"),
    [
        (
            "本年度报告根据《政府信息公开条例》由云泽市档案局编制。全文包括主动公开政府信息情况、依申请公开情况等内容。",
            "一、政府信息主动公开情况",
        ),
        (
            "云泽市档案局结合政府信息公开工作，向社会公布年度报告。本报告由概述、主动公开、收费情况等部分组成。",
            "一、概述",
        ),
        (
            "本年报由情况概述、主动公开政府信息情况、依申请公开情况构成，由云泽市档案局编制。",
            "一、政府信息公开工作概述",
        ),
    ],
)
def test_preamble_that_lists_the_parts_says_what_a_page_is(preamble: str, heading: str) -> None:
    found = of(preamble, heading, "2021年，云泽市档案局公开政府信息12条。2021年，未收到依申请公开。")
    assert (found.kind.value, found.year, found.body) == ("disclosure", 2021, "云泽市档案局")


@pytest.mark.parametrize(
    "preamble",
    [
        "现将2021年政府信息公开工作报告如下：",
        "根据条例，现将2021年度我镇政府信息公开情况报告如下。",
        "现将柳溪镇2021年政务公开工作年度报告如下：",
        "2021年，我镇认真落实条例。结合我镇实际，就本年度政府信息公开工作总结如下：",
        "2021年，我镇公开信息12条。现将政府信息公开工作情况汇报如下。",
    ],
)
def test_preamble_that_only_says_what_follows_is_enough(preamble: str) -> None:
    found = of(
        preamble,
        "一、2021年政务公开工作完成情况及成效",
        "我镇主动公开信息12条，未收到依申请公开。",
        "二、下一步打算",
        "加强培训。",
    )
    assert (found.kind.value, found.year) == ("disclosure", 2021)
    assert [number for number, _ in headed(found)] == [1, 5]


@pytest.mark.parametrize(
    "parts",
    [
        ("（一）主动公开方面", "（二）依申请公开方面", "（四）政府信息公开平台建设方面"),
        ("（一）主动公开。公开3条。", "（二）依申请公开。收到1件。", "（五）监督保障。加强考核。"),
        ("1.政府信息主动公开情况", "2.依申请公开情况", "3.政府信息管理情况"),
    ],
)
def test_page_cut_after_the_overview_is_known_by_the_parts_that_the_form_names(
    parts: tuple[str, ...],
) -> None:
    lines = [each for part in parts for each in (part, "公开政府信息3条。")]
    found = of("一、总体情况", "2021年，柳溪街道落实《政府信息公开条例》要求。", *lines)
    assert (found.kind.value, found.year, headed(found)) == ("disclosure", 2021, [(1, "一、总体情况")])
    with pytest.raises(NotAReport):
        of("一、总体情况", "2021年，柳溪街道落实《政府信息公开条例》要求。", *lines[:2])


@pytest.mark.parametrize("heading", ["五、监督保障情况。", "五、建议提案办理情况。", "五、人员和机构情况。"])
def test_heading_that_ends_in_a_stop_is_one(heading: str) -> None:
    lines = [*_HEADS[:4], heading, "一是加强学习。"]
    assert headed(of("云泽市2021年政府信息公开工作年度报告", *lines))[-1] == (6, heading)
    told = of("云泽市2021年政府信息公开工作年度报告", *_HEADS[:4], "五、全年无被申请复议，未发生诉讼情况。")
    assert len(headed(told)) == 4


@pytest.mark.parametrize(
    "title",
    [
        ("西岭区人社局2021年政府信息公开工作", "年度报告"),
        ("西岭区人社局2021年度政府信息公开", "工作年度报告"),
        ("西岭区人社局2021年政务公开", "工作总结"),
        ("西岭区人社局2021年政府信息公开年度报告 | ||",),
        ("| 西岭区人社局2021年政府信息公开年报 |",),
    ],
)
def test_title_of_a_cut_page_may_be_broken_or_a_row(title: tuple[str, ...]) -> None:
    found = of(*title, "一、总体情况", "公开信息3条。")
    assert (found.kind.value, found.year, found.body) == ("disclosure", 2021, "西岭区人社局")


@pytest.mark.parametrize(
    "title",
    [
        "关于报送西岭区民政局2021年政府信息公开工作年度报告的函",
        "关于公布2021年政府信息公开工作年度报告的通知",
        "西岭区民政局关于上报2021年政府信息公开年报的报告",
    ],
)
def test_letter_that_carries_the_report_is_read(title: str) -> None:
    assert len(headed(of(title, *whole()))) == 6


@pytest.mark.parametrize(
    "lines",
    [
        ("政府信息公开年报", "云泽市政府信息公开指南", "为便于公众获取信息，编制本指南。", "一、主动公开"),
        ("关于政府信息公开年度报告有关项目填报问题的解释", "某市人民政府办公厅：应当按条例填报年度报告。"),
        ("关于政府信息公开工作年度报告统计口径的答复", "主动公开和依申请公开的数量均应填报。"),
        ("关于做好2021年政府信息公开工作年度报告编制工作的通知", *_HEADS, "按格式填写。"),
        ("政府信息公开年度工作报告范文", "本年度报告由区政府编制。", *_HEADS[:3]),
        ("关于政府信息公开工作年度报告", "有关事项的通知", "主动公开和依申请公开均应填报。"),
        ("东湖区政府信息公开目录", "政府信息公开年报", "一、主动公开目录", "二、依申请公开目录"),
        (
            "东湖区政府信息公开指南",
            "一、主动公开",
            "二、依申请公开",
            "三、行政复议和诉讼",
            "四、其他需要说明的事项",
        ),
        ("关于政府信息公开年度报告编制情况的通报", "一、总体情况", "二、存在的问题", "主动公开。"),
        ("政府信息公开工作考核办法", "政府信息公开年报", "一、考核内容", "主动公开与依申请公开情况。"),
        ("现将我镇政务公开工作情况报告如下：", "一、当前进展情况", "配有x名专职工作人员。"),
        ("2021年，现将政府信息公开工作自查情况报告如下：", "一、主要做法", "主动公开和依申请公开。"),
        ("关于2021年政府信息公开工作督查情况的报告", "一、主要做法", "主动公开和依申请公开。"),
        ("现将2021年政务公开工作要点落实情况汇报如下：", "一、主要做法", "主动公开和依申请公开。"),
        ("根据条例制定本公开指南。", "一、主动公开内容", "二、依申请公开渠道", "三、公开年报与工作报告"),
        ("为方便群众，编制本单位政府信息公开指南。", "一、主动公开", "二、依申请公开", "政府信息公开年报"),
        ("本镇公布了本镇信息公开指南。", "一、主动公开的范围", "二、申请公开的程序", "年度报告"),
        ("云泽市政府信息公开工作年度报告制度（试行）", "一、主动公开", "二、依申请公开", "三、年报"),
        ("云泽市政府信息公开年度报告管理办法（暂行）", "一、总则", "二、主动公开", "三、依申请公开"),
        (
            "关于印发《云泽市政府信息公开年度报告制度（试行）》的通知",
            "第一条 为规范政府信息公开工作年度报告，制定本制度。",
            "第二条 年度报告包括主动公开和依申请公开情况。",
            "第三条 年度报告于3月31日前公布。",
        ),
    ],
)  # fmt: skip
def test_what_only_speaks_of_reports_is_refused(lines: tuple[str, ...]) -> None:
    with pytest.raises(NotAReport):
        of(*lines)
