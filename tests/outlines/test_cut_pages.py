"""Pages that lost title, preamble or numbers, and wordings that say whose and of when a report is."""

from __future__ import annotations

import pytest

from indexer.errors import NotAReport
from indexer.outlines import read
from indexer.report.document import Block, Document
from indexer.report.report import Kind, Report

_TITLE = "东湖区民政局2016年政府信息公开工作年度报告"
_REST = ("一、概述", "推进信息公开工作，主动公开12条，未收到依申请公开。", "二、主动公开情况", "公开12条。")
_LED = "2018年，在县委的正确领导下，在县人大、县政协的监督支持下，全县生产总值增长8%。"


def of(*lines: str, **metadata: str) -> Report:
    return read(Document(tuple(Block(line) for line in lines), "", metadata))


def numbers(report: Report) -> list[int]:
    return [section.number for section in report.sections if section.heading]


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("云岭县2019年政府工作报告", "一、2018年工作回顾", "全县生产总值增长8%。"), 2019),
        (("2019年云泽市人民政府政府工作报告", "一、过去一年工作回顾", "财政收入增长8%。"), 2019),
        (("一、2018年工作回顾", _LED, "（一）工业稳步增长。"), 2019),
        (("一、上届政府工作回顾", _LED, "（一）工业稳步增长。"), 2019),
    ],
)
def test_page_that_ends_in_the_review_is_a_work_report(lines: tuple[str, ...], year: int) -> None:
    found = of(*lines)
    assert (found.kind, found.year) == (Kind.WORK, year)


@pytest.mark.parametrize(
    "lines",
    [
        (
            "一、2018年工作回顾",
            "县法院在县委的正确领导下，在县人大的监督支持下，服务生产总值增长，审结300件。",
        ),
        ("一、2018年工作回顾", "县人大常委会在县委的正确领导下，听取生产总值情况的报告，开展监督。"),
        ("一、2018年工作回顾", "我局加强培训，固定资产投资完成年度任务。"),
        ("云岭县政府工作报告解读", "一、工作回顾", "报告回顾了一年的工作。"),
    ],
)
def test_reviews_of_others_are_none(lines: tuple[str, ...]) -> None:
    with pytest.raises(NotAReport):
        of(*lines)


@pytest.mark.parametrize(
    "parts",
    [
        ("（一）主动公开政府信息情况", "（二）依申请公开政府信息情况", "（三）行政复议及行政诉讼情况"),
        ("1、主动公开情况", "2、依申请公开情况", "3、收费及减免情况"),
        (
            "（一）信息主动公开的情况。公开12条。",
            "（二）申请公开情况。无。",
            "（三）因公开被提起行政诉讼的情况。无。",
        ),
    ],
)
def test_parts_that_reports_had_to_tell_make_one(parts: tuple[str, ...]) -> None:
    told = "2012年，我局主动公开信息12条，没有收到依申请公开事项。"
    lines = [line for part in parts for line in (part, told)]
    found = of("条例施行以来，我局认真贯彻，推进信息公开。", "一、基本情况", *lines)
    assert (found.kind, found.year) == (Kind.DISCLOSURE, 2012)


@pytest.mark.parametrize(
    "line",
    [
        "导语：如何才能写好一篇镇长工作报告，这就需要多收集资料。",
        "以下是为大家精心整理的工作报告范文，欢迎阅读。",
        "下面分享三篇模板，怎样写好一份工作报告，一看就懂。",
    ],
)
def test_what_introduces_models_makes_none(line: str) -> None:
    said = "现在，我代表镇人民政府向大会作工作报告，请予审议。"
    with pytest.raises(NotAReport):
        of(line, "篇1", "各位代表：", said, "一、工作回顾", "增长6%。")


@pytest.mark.parametrize(
    "said", ["截至2013年底，运行正常。", "截止2013年末，运行正常。", "截至2013年年底，运行正常。"]
)
def test_year_to_whose_end_it_is_told(said: str) -> None:
    assert (
        of(
            "本信息公开年度报告根据条例，由云泽市林业局编制，全文包括概述、主动公开情况。", "一、概述", said
        ).year
        == 2013
    )


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (
            (
                "本报告由云泽市城市管理综合行政执法局编制。",
                "请联系云泽市城市管理综合行政执法局办事服务大厅。",
            ),
            "云泽市城市管理综合行政执法局",
        ),
        (("如有疑问，请与东湖区税务局办税服务厅联系（电话：1）。",), "东湖区税务局办税服务厅"),
        (("如有疑问，请与东湖区税务局服务窗口联系（电话：1）。",), "东湖区税务局"),
        (("现编制形成《某某官网@:柳溪镇人民政府2016年政府信息公开工作年度报告》。",), "柳溪镇人民政府"),
        (("（文化局）", "（文化局）云泽市文化局2016年政府信息公开工作年度报告"), "云泽市文化局"),
        (("云泽市人民政府云泽市文化局", "2016年政府信息公开工作年度报告"), "云泽市文化局"),
        (
            (
                "云泽市人民政府",
                "2016年，云泽市文化局按照条例，我局推进信息公开，现公布2016年信息公开年度报告。",
            ),
            "云泽市文化局",
        ),
        (("按照条例，2016年推进公开。由云泽市档案馆编制。",), "云泽市档案馆"),
    ],
)
def test_name_is_read_without_what_stands_around_it(lines: tuple[str, ...], body: str) -> None:
    assert of(*lines, *_REST, "本报告的统计期限为2016年1月1日至2016年12月31日。").body == body


def test_title_takes_its_place_from_the_preamble() -> None:
    found = of(
        "2016年柳溪乡人民政府信息公开年报",
        "本年报由江西省湖口县柳溪乡人民政府编制，统计期限为2016年1月1日至12月31日。",
        *_REST,
    )
    assert found.region is not None
    assert found.region.path[-1] == "湖口县"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("首页 > 部门目录 > 城市管理局 > 年度报告", "城市管理局"),
        ("首页 > 区直部门 > 东湖区水利局 > 年报", "东湖区水利局"),
        ("首页 > 乡镇街道 > 柳溪镇人民政府 > 年报", ""),
    ],
)
def test_column_of_the_kind_that_speaks_is_the_body(path: str, body: str) -> None:
    found = of("2016年度政府信息公开年度报告", "现将我局年度报告如下。", *_REST, breadcrumb=path)
    assert found.body == body


@pytest.mark.parametrize(
    ("lines", "sections"),
    [
        (("一、概述", "好。", "二、主动公开情况", "12条。", "三、回应解读情况。访谈2次。"), [1, 2, 6]),
        (("一、总体情况", "（一）主动公开。12条。", "（二）依申请公开。无。"), [1]),
        (("总体情况", "（一）主动公开。12条。", "（二）依申请公开。无。"), [1]),
        (("一、概述", "好。", "二、依申请公开信息收取的费用", "没有收费。"), [1, 6]),
        (("一、概述", "好。", "二、主动公开情况", "12条。", "三、平台建设方面", "好。"), [1, 2, 1]),
    ],
)
def test_headings_beside_their_text_and_without_number(lines: tuple[str, ...], sections: list[int]) -> None:
    assert numbers(of(_TITLE, "根据条例编制本报告。", *lines)) == sections


def test_answer_to_an_inspection_is_none() -> None:
    said = "现将我区2014年政府信息公开工作要点落实情况函告如下：我区推进公开。"
    with pytest.raises(NotAReport):
        of(said, "一、2014年政府信息公开工作情况", "主动公开信息300条，依申请公开2件，我区推进信息公开工作。")


@pytest.mark.parametrize(
    "told",
    [
        "全乡累计主动公开政府信息65条。",
        "2010年主动公开各类政府信息共120余条。",
        "我乡主动公开政务信息达30件。",
    ],
)
def test_report_without_headings_tells_what_was_made_public(told: str) -> None:
    found = of("柳溪乡2010年政府信息公开报告", "乡政府高度重视信息公开工作，由专人负责。", told)
    assert (found.kind, found.year, found.body) == (Kind.DISCLOSURE, 2010, "柳溪乡人民政府")


@pytest.mark.parametrize(
    ("lines", "sections"),
    [
        (
            (
                "（一）主动公开情况",
                "12条。",
                "（二）依申请公开情况",
                "无。",
                "（三）政府信息管理情况",
                "好。",
            ),
            [],
        ),
        (("一、概述", "好。", "二、公文类政府信息基本情况", "12条。"), [1, 2]),
        (
            ("一、概述", "好。", "二、主动公开情况", "1条。", "三、依申请公开政府信息：无依申请公开的信息。"),
            [1, 2, 3],
        ),
    ],
)
def test_what_headings_stand_for(lines: tuple[str, ...], sections: list[int]) -> None:
    assert numbers(of(_TITLE, "根据条例编制本报告。", *lines)) == sections
