"""Reports that only one line gives away, and what stands where their title should be."""

from __future__ import annotations

import pytest

from indexer.errors import NotAReport
from indexer.extraction import extract
from indexer.outlines import read
from indexer.report.report import Kind, Report
from indexer.settings import Settings

_REST = (
    "根据条例要求，编制本报告。数据自2019年1月1日起至2019年12月31日止。",
    "一、总体情况",
    "2019年，我局推进政务公开工作，主动公开信息120条，依法办理依申请公开。",
    "二、主动公开政府信息情况",
    "公开120条。",
)


def of(*lines: str) -> Report:
    return read(extract("\n".join(lines).encode(), "report.txt", Settings()))


@pytest.mark.parametrize(
    "labels",
    [
        (
            "索引号 : 文 号 : 无",
            "名 称: 云泽市交通运输局2019年度政府信息公开工作报告 发布日期: 2020年01月03日",
        ),
        ("标题：云泽市交通运输局2019年度政府信息公开工作报告 来源：市政府", "时间：2020-01-03 作者："),
        ("主题分类: 发文单位: 无", "名称：云泽市交通运输局2019年度政府信息公开工作报告 文号："),
    ],
)
def test_title_among_several_labels_of_a_line(labels: tuple[str, ...]) -> None:
    found = of(*labels, *_REST)
    assert (found.title, found.body) == (
        "云泽市交通运输局2019年度政府信息公开工作报告",
        "云泽市交通运输局",
    )


@pytest.mark.parametrize(
    "path", ["你现在的位置：首页 > 信息公开年报", "您所在的位置：首页>年报", "当前位置：首页 > 年报"]
)
def test_guide_in_the_menu_over_a_title_is_a_column(path: str) -> None:
    menu = ("首页", "信息公开制度规定", "学校信息公开指南", "学校信息公开年报", "依申请公开", "校长信箱")
    found = of(*menu, path, "云泽大学2019年信息公开工作年度报告", *_REST)
    assert (found.kind, found.body) == (Kind.DISCLOSURE, "云泽大学")
    assert not any("指南" in line for section in found.sections for line in section.lines)


@pytest.mark.parametrize(
    "title",
    [
        "外交部2014年政府信息公开工作情况",
        "云泽市水利局2019年度政务公开工作情况",
        "东湖区2018年信息公开工作情况",
    ],
)
def test_title_may_say_no_more_than_how_the_work_went(title: str) -> None:
    lines = (
        "我局推进公开。",
        "一、加强主动公开工作",
        "主动公开120条。",
        "二、办理依申请公开工作",
        "未收到申请。",
    )
    assert of(title, *lines).kind is Kind.DISCLOSURE


@pytest.mark.parametrize("whom", ["全区人民", "各位人大代表、政协委员", "全体干部职工"])
def test_page_from_the_middle_of_a_speech_thanks_in_the_governments_name(whom: str) -> None:
    said = f"各位代表！在此，我代表区人民政府，向{whom}，向所有关心支持我区发展的同志们，表示衷心感谢！"
    assert of("过去一年，坚持把接受监督贯穿始终，办理人大代表建议。", said).kind is Kind.WORK


@pytest.mark.parametrize(
    "told", ["信息公开工作的进展情况和取得的成效", "政府信息公开工作开展情况", "信息公开工作推进情况"]
)
def test_headings_of_how_the_work_went_open_a_report(told: str) -> None:
    found = of("云泽市水利局2019年政府信息公开工作年度报告", _REST[0], f"一、{told}", *_REST[2:])
    assert [section.number for section in found.sections if section.heading] == [1, 2]


@pytest.mark.parametrize(
    "title",
    [
        "水利部2018年度政府信息公开工作报告",
        "云泽市水利局2018年政府信息公开年报",
        "2018年云泽市政务公开工作报告",
    ],
)
def test_report_that_breaks_off_before_its_first_chapter(title: str) -> None:
    said = (
        "加强信息公开，扩大公众参与。坚持以公开为常态、不公开为例外，落实决策公开、执行公开、结果公开要求。"
    )
    assert of(title, said, "加强政府信息主动公开，制定主动公开目录。").kind is Kind.DISCLOSURE


@pytest.mark.parametrize("seller", ["由会员分享，可在线阅读", "（3页珍藏版）", "小编整理，仅供参考"])
def test_model_that_a_site_sells_is_none(seller: str) -> None:
    lines = ("一、概述", "今年，xx市环境保护局公开信息。", "二、主动公开情况", "xx市环境保护局公开120条。")
    with pytest.raises(NotAReport):
        of(f"《2022环保局年度信息公开工作报告》{seller}。", "环保局年度信息公开工作报告", *lines)


@pytest.mark.parametrize("how", ["情况报告如下", "工作报告如下", "工作总结如下"])
def test_report_that_says_that_it_follows_and_has_chapters_of_its_own(how: str) -> None:
    lines = (
        f"2016年，省水利厅按照政务公开要求，落实政府信息公开工作任务。现将我厅2016年政府信息公开{how}：",
        "一、落实政务公开工作要点情况",
        "制定政务公开方案，完善政府信息公开专栏，在“政务公开”栏目公开职权目录，公开预算。",
    )
    assert of(*lines).kind is Kind.DISCLOSURE


@pytest.mark.parametrize(
    ("letter", "title"),
    [
        (
            "云泽市交通运输局关于报送2019年政府信息公开年度报告的函",
            ("云泽市交通运输局2019年", "政府信息公开年度报告"),
        ),
        (
            "云泽市交通运输局关于上报2019年度政府信息公开工作年度报告的函",
            ("云泽市交通运输局2019年度政府信息公开工作年度报告",),
        ),
        ("关于报送2019年政府信息公开年报的函", ("云泽市交通运输局2019年政府信息公开年报",)),
    ],
)
def test_letter_that_encloses_the_first_chapters_is_the_report(letter: str, title: tuple[str, ...]) -> None:
    found = of(letter, "市政府办公室：", "现将我局年度报告报来，请收悉。", *title, *_REST[:3])
    assert (found.kind, found.year, found.body) == (Kind.DISCLOSURE, 2019, "云泽市交通运输局")
    with pytest.raises(NotAReport):
        of(letter, "市政府办公室：", "现将我局年度报告报来，请收悉。", "附件：", *title)
