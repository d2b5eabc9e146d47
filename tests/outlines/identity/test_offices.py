"""Offices and zones: whose they are, where they are, and on whose notice a body reports."""

from __future__ import annotations

import pytest

from indexer.outlines import read
from indexer.report.document import Block, Document
from indexer.report.report import Kind, Report

_REST = ("一、概述", "推进信息公开工作，主动公开12条，未收到依申请公开。", "二、主动公开情况", "公开12条。")


def of(*lines: str) -> Report:
    return read(Document(tuple(Block(line) for line in lines)))


@pytest.mark.parametrize(
    "orders",
    [
        "湖口县信息办印发《关于做好2016年政府信息公开年度报告编制工作的通知》",
        "湖口县政务公开领导小组办公室《关于编制2016年政府信息公开年度报告的通知》",
        "湖口县政府办公室某某官网：做好2016年政府信息公开工作年度报告编制工作的通知",
    ],
)
def test_office_whose_notice_is_followed_tells_the_region(orders: str) -> None:
    found = of(
        f"本年度报告是根据条例和{orders}的要求编写，包括主动公开情况。", *_REST[:1], "我局推进信息公开。"
    )
    assert found.region is not None
    assert found.region.path[-1] == "湖口县"


@pytest.mark.parametrize(
    ("title", "body", "place"),
    [
        ("重庆高新技术产业开发区管理委员会", "重庆高新技术产业开发区管理委员会", "重庆市"),
        ("重庆高新技术产业开发区管理委员会办公室", "重庆高新技术产业开发区管理委员会办公室", "重庆市"),
        ("永川高新技术产业开发区管委会办公室", "永川高新技术产业开发区管委会办公室", "永川区"),
        ("天津某某产业园区管理委员会", "天津某某产业园区管理委员会", "天津市"),
    ],
)
def test_zone_and_the_office_of_its_committee(title: str, body: str, place: str) -> None:
    found = of(f"{title}2016年政府信息公开工作年度报告", "根据条例编制本报告。", *_REST)
    assert found.body == body
    assert found.region is not None
    assert found.region.path[-1] == place


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("电子版可在云泽市信息公开平台（www.example.cn）和云泽市地震局官网下载。", "云泽市地震局"),
        ("1、加强实施。成立了云泽市林业局信息公开工作领导小组，云泽市林业局推进公开。", "云泽市林业局"),
        ("由云泽高新区管委会办公室编制。", "云泽高新区管委会"),
    ],
)
def test_body_is_inferred_with_a_doubt(sentence: str, body: str) -> None:
    found = of("向社会公布2016年度本级机关信息公开年度报告。", sentence, *_REST)
    assert found.body == body


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("《云泽市财政局2016年信息公开工作年度报告》是云泽市财政局发布的一份报告。", "云泽市财政局"),
        ("请与云泽市人民政府办公室电子政务办联系（电话：1）。", "云泽市人民政府"),
        ("依据条例和2016年度湖北省参事室信息公开工作情况编制。", "湖北省参事室"),
        ("并向社会公布云泽市西岭区司法局2016年政府信息公开工作年度报告。", "云泽市西岭区司法局"),
        ("由市大数据中心、市公开办委派指定软件公司负责维护。本报告由湖口县司法局编制。", "湖口县司法局"),
        ("及时修订《湖口县司法局网站审核制度》《湖口县司法局信息公开制度》。", "湖口县司法局"),
    ],
)
def test_wordings_that_say_whose_report_it_is(sentence: str, body: str) -> None:
    found = of("2016年度信息公开年度报告如下，统计期限为2016年全年。", sentence, *_REST)
    assert found.body == body


@pytest.mark.parametrize(
    "lines",
    [
        (
            "（一）公开的主要内容",
            "2009年，云泽市水务局主动公开政府信息1192条。",
            "（二）公开形式",
            "1.网站。",
        ),
        ("（一）公开内容", "2009年，主动公开35条。", "其中动态20条。", "（二）公开渠道", "公告栏。"),
        ("（一）公开的内容", "2009年公开文件12件。", "（二）公开的主要方式", "报刊。"),
    ],
)
def test_page_that_begins_inside_the_second_chapter_is_one(lines: tuple[str, ...]) -> None:
    found = of(*lines, "政府信息公开条例规定的信息公开了。")
    assert (found.kind, found.year) == (Kind.DISCLOSURE, 2009)


@pytest.mark.parametrize(
    "told",
    [
        "办公室负责日常工作，包括编制本局的政府信息公开指南、目录和年度报告。",
        "编制《政府信息公开指南》和目录，加强平台建设，推进信息公开工作。",
        "发布了本单位政府信息公开指南，主动公开12条，依申请公开0件。",
    ],
)
def test_report_that_tells_of_a_guide_is_none_itself(told: str) -> None:
    found = of("民政局信息公开工作年度报告", "编制本年度报告。", "一、总体情况", f"2016年，{told}")
    assert found.kind is Kind.DISCLOSURE


@pytest.mark.parametrize(
    "said",
    [
        "在官网主动公开2015年度政府信息公开工作年度报告、2016年工作计划等11个事项。",
        "发布了2015年度信息公开年度报告、部门决算。",
        "公开了2015年政府信息公开工作年度报告。",
    ],
)
def test_report_that_was_published_is_not_this_one(said: str) -> None:
    opening = "2016年，区司法局推进政务公开，信息公开工作有序开展，我局公开信息。"
    assert (
        of(
            "一、总体情况",
            opening,
            "（一）主动公开情况",
            f"2016年，{said}",
            "（二）依申请公开情况",
            "2016年无。",
        ).year
        == 2016
    )


@pytest.mark.parametrize(
    "heading", ["回顾过去工作迎难而上成绩喜人", "回顾过去五年真抓实干成效显著", "回顾2016年砥砺前行"]
)
def test_slogan_that_looks_back_heads_the_review(heading: str) -> None:
    said = "现在，我代表县人民政府，向大会报告工作，请予审议。"
    found = of(
        "政府工作报告",
        "——2017年1月6日在湖口县第八届人民代表大会第一次会议上",
        "各位代表：",
        said,
        heading,
        "增长8%。",
    )
    assert [(part.number, part.heading) for part in found.sections if part.heading] == [(1, heading)]


def test_points_that_begin_with_a_year_are_no_chapters() -> None:
    found = of(
        "湖口县商务局2016年政府信息公开工作年度报告",
        "一、总体情况",
        "1.2016年工作要点落实情况。好。",
        "2.主动公开情况。12条。",
        "3.依申请公开情况。无。",
    )
    assert [part.number for part in found.sections if part.heading] == [1]


def test_site_over_a_title_of_the_metadata_goes() -> None:
    blocks = tuple(Block(line) for line in ("湖口县人民政府", "根据条例编制本报告。", *_REST))
    found = read(Document(blocks, "湖口县商务局2016年政府信息公开工作年度报告"))
    assert "湖口县人民政府" not in [
        getattr(block, "text", "") for part in found.sections for block in part.blocks
    ]
