"""News of reports and what was written beside them are none; a speech without title is one."""

from __future__ import annotations

import pytest

from indexer.errors import NotAReport
from indexer.extraction import extract
from indexer.outlines import read
from indexer.report.report import Kind, Report
from indexer.settings import Settings


def of(*lines: str) -> Report:
    return read(extract("\n".join(lines).encode(), "report.txt", Settings()))


_CONTENTS = "该报告综合了全省情况，主要内容包括概述、主动公开政府信息情况、依申请公开情况等8个部分。"
_PUBLISHED = "省政府公布《示例省人民政府2020年政府信息公开工作年度报告》"


@pytest.mark.parametrize(
    ("byline", "tells"),
    [
        (f"云泽新闻网讯昨日，{_PUBLISHED}。报告显示，全年主动公开信息551万条。", "据了解，"),
        (f"本报讯（记者 王明）近日，{_PUBLISHED}。", "报告称，公开工作取得成效。"),
        (f"云泽日报1月20日讯 记者获悉，{_PUBLISHED}。", ""),
        (f"本报记者李华报道：{_PUBLISHED}。", "据悉，"),
        (
            "27日，示例省人民政府正式向社会发布2020年政府信息公开工作年度报告。",
            "报告显示，公开工作取得成效。",
        ),
        ("近日，云泽市政府办公室公布《2020年政府信息公开工作年度报告》。", "年报指出，仍有不足。"),
    ],
)
def test_news_of_a_disclosure_report_is_none(byline: str, tells: str) -> None:
    with pytest.raises(NotAReport):
        of("示例省政府透明度居前 公开信息551万条", byline, f"{tells}{_CONTENTS}")


def test_report_may_speak_of_newspapers() -> None:
    found = of(
        "云泽市水务局2020年政府信息公开工作年度报告",
        "根据条例编制本报告，数据自2020年1月1日起至2020年12月31日止。",
        "一、总体情况",
        "2020年，我局接受云泽日报、新闻网记者采访12次，据了解群众满意度提高。",
        "二、主动公开政府信息情况",
        "公开120条。",
    )
    assert (found.kind, found.body) == (Kind.DISCLOSURE, "云泽市水务局")


@pytest.mark.parametrize(
    "title",
    [
        "市水利局2020年度政务公开工作总结及2021年工作计划",
        "2020年政务公开工作总结和2021年工作思路",
        "云泽市水利局2020年政府信息公开工作总结暨下一年工作安排",
    ],
)
def test_summary_that_goes_on_to_plans_is_none(title: str) -> None:
    with pytest.raises(NotAReport):
        of(
            title,
            "2020年以来，我局政务公开工作围绕中心工作，及时公开水利部门政务信息。",
            "一、工作开展情况",
            "我局高度重视政务公开工作，提升行政透明度。",
        )


@pytest.mark.parametrize(
    "presents",
    [
        "现在，我代表东湖区人民政府，向大会作政府工作报告，请予审议，并请区政协委员提出意见。",
        "我代表区人民政府，向大会报告工作，请予审议。",
        "現在，我代表東湖區人民政府，向大會報告政府工作，請予審議。",
    ],
)
def test_speech_without_title_that_is_cut_in_the_review(presents: str) -> None:
    found = of(
        presents,
        "2020年工作回顾",
        "2020年是不寻常的一年。预计地区生产总值同比增长5%，财政收入24亿元。",
        "一、坚持保发展，区域经济持续增长",
        "活动取得显著成效。",
    )
    assert found.kind is Kind.WORK
