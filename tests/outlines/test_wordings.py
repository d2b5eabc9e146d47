"""Wordings of real pages that said plainly whose report they are, or that they are one."""

from __future__ import annotations

import pytest

from indexer.errors import NotAReport
from indexer.outlines import read
from indexer.report.document import Block, Document
from indexer.report.doubt import Topic
from indexer.report.report import Kind, Report

_REST = ("一、概述", "推进信息公开工作，主动公开12条，未收到依申请公开。", "二、主动公开情况", "公开12条。")


def of(*lines: str) -> Report:
    return read(Document(tuple(Block(line) for line in lines)))


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("东湖区民政局认真编制了2016年度政府信息公开年度报告。", "东湖区民政局"),
        ("柳溪镇政府结合工作实际，及时编制出2016年政府信息公开年报。", "柳溪镇人民政府"),
        ("本报告根据云泽大学2015-2016学年度信息公开工作执行情况编制而成。", "云泽大学"),
        ("根据东湖区水利局2016年政府信息公开工作开展情况，形成本报告。", "东湖区水利局"),
        ("现公布2016年度东湖区柳溪镇人民政府信息公开年度报告。", "柳溪镇人民政府"),
        ("现公开云泽经济开发区管委会信息公开2016年度报告。", "云泽经济开发区管委会"),
        ("本年度报告是国务院侨办根据条例的要求编制。", "国务院侨办"),
        ("云泽市气象局联系电话：000-0000000。", "云泽市气象局"),
    ],
)
def test_preamble_says_whose_report_it_is(sentence: str, body: str) -> None:
    assert of("为做好信息公开工作，现公布本年度报告，统计期限为全年。", sentence, *_REST).body.endswith(body)


@pytest.mark.parametrize("period", ["2016年度", "2016年", "2015-2016学年度"])
def test_period_is_no_part_of_a_name(period: str) -> None:
    found = of(f"本报告向社会公开{period}镇政府信息公开年度报告，统计期限为全年。", *_REST)
    assert not found.body.startswith(("度", "年", "学"))


@pytest.mark.parametrize("verb", ["准确把握", "着力推进", "聚焦重点", "牢牢守住"])
def test_subject_of_the_first_sentences(verb: str) -> None:
    found = of(
        "现公布信息公开年度报告，统计期限为2022年。",
        "一、总体情况",
        f"2022年，云泽市水利局{verb}信息公开工作。",
    )
    assert found.body == "云泽市水利局"


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年，在区政府有关部门的指导下，柳溪街道办事处严格按照要求公开信息。",
        "2023-2024学年，柳溪街道办事处认真落实条例，公开信息。",
        "在区委、区政府的领导下，柳溪街道办事处深入落实条例，公开信息。",
        "截至2024年12月31日，柳溪街道办事处通过信息平台公开信息3条。",
    ],
)
def test_subject_behind_whose_lead_it_follows(sentence: str) -> None:
    found = of(f"{sentence}现将2024年信息公开工作情况报告如下：", *_REST)
    assert found.body == "柳溪街道办事处"
    assert any(doubt.about is Topic.BODY for doubt in found.doubts)


def test_column_over_the_title_is_not_its_beginning() -> None:
    name = "云泽市人民政府办公室"
    found = of(name, f"{name}2022", "政府信息公开工作年度报告", "依据条例编制本报告。", *_REST)
    assert (found.body, found.title) == (name, f"{name}2022政府信息公开工作年度报告")


@pytest.mark.parametrize(
    "heading", ["一、健全机制，全面落实政府信息公开制度", "（二）完善政务公开工作制度", "3.修订信息公开目录"]
)
def test_heading_that_names_a_rule_makes_no_guide(heading: str) -> None:
    found = of(
        "云泽市水利局2018年政府信息公开工作年度报告",
        "2018年，我局推进信息公开工作。现将2018年度政府信息公开工作情况报告如下：",
        heading,
        "我局成立领导小组，明确分管领导。",
    )
    assert (found.kind, found.year) == (Kind.DISCLOSURE, 2018)


def test_preamble_without_title_calls_the_text_the_report() -> None:
    found = of(
        "工作年度报告",
        "2024年，柳溪街道推进政府信息公开工作。报告由总体情况、主动公开政府信息情况等六部分组成。"
        "数据统计期限为2024年1月1日至2024年12月31日。",
        "一、总体情况",
        "公开12条。",
    )
    assert (found.kind, found.year) == (Kind.DISCLOSURE, 2024)


def test_report_below_a_headline_speaks_for_itself() -> None:
    found = of(
        "云泽市水利局发布2011年政府信息公开工作年度报告",
        "现公布2011年我局政府信息公开工作年度报告，统计期限自2011年1月1日起至2011年12月31日止。",
        "一、概述",
        "推进公开。",
    )
    assert (found.kind, found.year) == (Kind.DISCLOSURE, 2011)


@pytest.mark.parametrize(
    "lines",
    [
        ("根据条例，特向社会公布2015年度本单位信息公开年度报告。数据截止2015年12月31日。", "一、概述"),
        ("一、概述", "推进我局信息公开工作。", "二、主动公开政府信息的情况", "2015年我局主动公开信息35条。"),
    ],
)
def test_making_a_guide_is_work_that_reports_tell(lines: tuple[str, ...]) -> None:
    found = of(*lines, "（二）目录和指南。编制了《云泽市水利局信息公开指南》，不断更新。")
    assert (found.kind, found.year) == (Kind.DISCLOSURE, 2015)


def test_news_of_a_report_and_guides_stay_none() -> None:
    with pytest.raises(NotAReport):
        of("云泽市水利局发布2011年政府信息公开工作年度报告", "记者获悉，报告显示，该局公开信息12条。")
    with pytest.raises(NotAReport):
        of("为便于获取信息，我局编制了《云泽市水利局信息公开指南》。", "一、主动公开", "网站公开信息。")


def test_free_headings_are_chapters() -> None:
    found = of(
        "市气象局2017年政府信息公开工作报告",
        "今年以来，市气象局落实条例，取得成效，现总结如下：",
        "一、及时发布信息，接受监督",
        "公开12条。",
        "二、加强培训，提高水平",
        "培训3次。",
    )
    assert [section.heading for section in found.sections if section.heading] == [
        "一、及时发布信息，接受监督",
        "二、加强培训，提高水平",
    ]


@pytest.mark.parametrize("count", ["9938条", "120余条"])
def test_page_from_the_middle_is_one(count: str) -> None:
    found = of(
        "（三）推行全员参与。起草人明确信息公开的属性。",
        "二、主动公开政府信息的情况",
        f"2010年，主动公开政府信息{count}，其中通知公告213条。",
    )
    assert (found.kind, found.year) == (Kind.DISCLOSURE, 2010)


def test_page_from_the_middle_of_a_speech_is_one() -> None:
    found = of(
        "政府工作报告",
        "各位代表，刚刚过去的2018年，是城乡面貌明显变化的一年。在此，我谨代表县人民政府，向理解和支持"
        "政府工作的各位代表和社会各界人士，表示衷心的感谢！",
    )
    assert (found.kind, found.year) == (Kind.WORK, 2019)


@pytest.mark.parametrize("place", ["xx旗", "××县", "**市"])
def test_congress_of_no_place_makes_a_model(place: str) -> None:
    with pytest.raises(NotAReport):
        of(
            "县政府工作报告",
            f"政府工作报告——2006年2月20日在{place}第十四届人民代表大会第三次会议上",
            "各位代表：现在，我代表人民政府作工作报告，请予审议。",
            "一、2005年工作回顾",
            "增长17%。",
            "二、2006年工作安排",
            "新建学校2所。",
        )


@pytest.mark.parametrize("line", ["、总体情况", "、概述", "、政府信息公开工作总体情况"])
def test_heading_that_lost_its_number_is_one(line: str) -> None:
    found = of("柳溪乡2019年政府信息公开年度报告", line, "公开12条。", "（一）主动公开方面", "公开预算。")
    assert [(each.number, each.heading) for each in found.sections] == [(1, line)]


def test_town_is_below_the_province_whose_rules_it_cites() -> None:
    found = of(
        "本报告由黄花乡人民政府办公室按照《宁夏回族自治区实施<中华人民共和国政府信息公开条例>办法》编制，"
        "结合我乡实际，形成信息公开年度报告。",
        "一、总体情况",
        "2019年，我乡主动公开信息12条。",
    )
    assert found.region
    assert found.region.path[-2:] == ("泾源县", "黄花乡")


def test_abstract_in_a_database_of_journals_is_none() -> None:
    with pytest.raises(NotAReport):
        of(
            "简介：<正>各位代表：现在，我代表本届市政府，向市人民代表大会报告过去五年的工作，请予审议。",
            "政府工作报告——2008年1月25日在云泽市第五届人民代表大会第一次会议上",
        )


@pytest.mark.parametrize("orders", ["按照条例和金塔县人民政府办公室", "以金塔县政府"])
def test_town_is_below_the_county_whose_notice_it_follows(orders: str) -> None:
    found = of(
        f"{orders}关于做好2011年政府信息公开工作年度报告的通知要求，由东坝镇人民政府编制本报告。",
        "一、概述",
        "本镇成立领导小组，公开12条。",
    )
    assert found.region
    assert found.region.path[-2:] == ("金塔县", "东坝镇")
    assert any(doubt.about is Topic.REGION for doubt in found.doubts)


def test_rules_of_a_province_do_not_tell_where_in_it() -> None:
    found = of(
        "东湖区旅游局2020年度政府信息公开年度报告",
        "2020年，旅游局落实《山东省政府信息公开办法》，围绕区委中心工作，公开信息。",
        *_REST,
    )
    assert found.region is None


def test_work_report_of_a_division_by_its_former_name() -> None:
    lines = ("各位代表：现在，我代表县人民政府向大会报告工作，请予审议。", "一、过去五年工作回顾", "增长6%。")
    found = of("綦江县人民政府政府工作报告", *lines)
    assert found.body == "綦江县人民政府"
    assert found.region
    assert found.region.name == "綦江区"


@pytest.mark.parametrize("end", ["；", ";"])
def test_parts_that_a_preamble_announces_are_no_headings(end: str) -> None:
    parts = [
        f"1.总体情况{end}",
        f"2.主动公开政府信息情况{end}",
        f"3.依申请公开政府信息情况{end}",
        "4.主要问题。",
    ]
    lines = ["云泽市水务局2017年政府信息公开工作年度报告", "本报告包含以下4个部分内容：", *parts]
    lines += ["一、总体情况", "公开信息12条。", "二、主动公开政府信息情况", "公开信息12条。"]
    found = of(*lines)
    assert [section.heading for section in found.sections if section.heading] == [lines[-4], lines[-2]]


def test_what_an_overview_tells_of_a_matter_heads_no_chapter() -> None:
    lines = (
        "云泽市财政局2023年政府信息公开工作年度报告",
        "一、总体情况",
        "推进公开。",
        "主动公开方面",
        "公开12条。",
    )
    found = of(*lines, "依申请公开方面", "未收到申请。", "二、主动公开政府信息情况", "公开12条。")
    headings = [section.heading for section in found.sections if section.heading]
    assert headings == ["一、总体情况", "二、主动公开政府信息情况"]
