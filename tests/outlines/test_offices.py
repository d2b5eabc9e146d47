"""Offices and zones: whose they are, where they are, and on whose notice a body reports."""

from __future__ import annotations

import pytest

from indexer.outlines import read
from indexer.report.document import Block, Document
from indexer.report.report import Report

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
