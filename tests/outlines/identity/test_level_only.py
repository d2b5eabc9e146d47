"""Organs that a page calls by their level, by a short name of their place, or with a slip of the pen."""

from __future__ import annotations

import pytest

from indexer.extraction import extract
from indexer.outlines import read
from indexer.report.report import BodyKind, Report
from indexer.settings import Settings

_TITLE = "2020年政府信息公开工作年度报告"
_FIGURES = "本报告所列数据的统计期限自2020年1月1日起至2020年12月31日止。"
_REST = ("二、主动公开政府信息情况", "全年公开120条。")


def of(*lines: str) -> Report:
    return read(extract("\n".join(lines).encode(), "report.txt", Settings()))


def place(report: Report) -> str:
    return report.region.name if report.region else ""


@pytest.mark.parametrize(
    "said",
    [
        "主要通过政府信息公开平台以及宜君县水利局微信公众号予以公开。",
        "宜君县水利局办公室负责日常工作。",
        "在宜君县水利局门户网站发布信息。",
    ],
)
def test_place_is_said_once_behind_a_title_that_has_the_level_only(said: str) -> None:
    found = of(f"县水利局{_TITLE}", "一、总体情况", f"2020年，我局公开信息154条，{said}", *_REST)
    assert (found.body, place(found)) == ("宜君县水利局", "宜君县")


@pytest.mark.parametrize(
    "said", ["载体为宜君县门户网站。", "报县档案馆，并在宜君县融媒体发布。", "围绕宜君县年度重点工作。"]
)
def test_only_place_of_its_level_is_inferred(said: str) -> None:
    found = of(
        "2020年，县水利局认真贯彻落实《中华人民共和国政府信息公开条例》，推进政府信息公开工作。",
        "一、总体情况",
        "（一）主动公开情况",
        f"我局主动公开各类信息101条，{said}",
        "（二）依申请公开情况",
        "收到申请0件。",
        *_REST,
    )
    assert (found.body, place(found)) == ("宜君县水利局", "宜君县")
    assert any("推断" in doubt.sentence for doubt in found.doubts)


def test_of_two_places_of_a_level_none_is_inferred() -> None:
    said = "赴宜君县、洛川县学习政务公开工作。"
    found = of(f"县水利局{_TITLE}", "一、总体情况", f"2020年，我局公开信息154条，{said}", *_REST)
    assert place(found) == ""


@pytest.mark.parametrize(
    ("called", "full"),
    [
        ("喀左县", "喀喇沁左翼蒙古族自治县"),
        ("前郭县", "前郭尔罗斯蒙古族自治县"),
        ("镇宁自治县", "镇宁布依族苗族自治县"),
        ("积石山自治县", "积石山保安族东乡族撒拉族自治县"),
        ("峨边县", "峨边彝族自治县"),
    ],
)
def test_autonomous_county_without_its_peoples(called: str, full: str) -> None:
    found = of(f"{called}水利局{_TITLE}", _FIGURES, "一、总体情况", "2020年，我局公开信息54条。", *_REST)
    assert (found.body, place(found)) == (f"{called}水利局", full)


@pytest.mark.parametrize(
    "sentence",
    [
        "为认真做好宜君县水利局政府信息公开工作，我局精心组织。现向社会公布2020年度本单位政府信息公开工作年度报告。",
        "2020年，未收到水利局信息公开投诉。为做好宜君县水利局政府信息公开工作，编制本报告。",
        "现公布2020年度我局政府信息公开工作年度报告，涵盖宜君县水利局政府信息公开工作。2020年，县水利局局认真落实条例。",
    ],
)
def test_what_did_not_happen_and_slips_are_no_names(sentence: str) -> None:
    happened = "2020年，未发生涉及水利局信息公开的行政复议。"
    found = of(sentence, _FIGURES, "一、总体情况", happened, *_REST)
    assert found.body == "宜君县水利局"


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        ("高新电子产业园", ""),
        ("宜君县农业科技园", "宜君县"),
        ("嘉兴科技城", "嘉兴市"),
        ("宜君生态城", "宜君县"),
        ("云泽市现代物流园", "云泽市"),
    ],
)
def test_parks_and_new_towns_are_zones(zone: str, region: str) -> None:
    found = of(
        f"根据条例要求，特编制{zone}2020年度政府信息公开工作年度报告，并向社会公布。",
        "一、信息公开工作情况概述",
        f"{zone}坚持公正、公平、便民的原则。",
        *_REST,
    )
    assert (found.body, found.body_kind, place(found)) == (zone, BodyKind.ZONE, region)


def test_zone_that_only_a_label_names() -> None:
    found = of(
        "索 引 号 | 9901/2021-101196 | 公开分类 | |",
        "发布单位 | 嘉兴科技城（大桥镇） | 发布日期 | 2021-01-29 |",
        _TITLE,
        "根据条例要求，现将我委政务公开工作汇报如下。",
        "一、年度政府信息公开的基本概况",
        "近年来，我委不断完善信息公开工作制度。",
        *_REST,
    )
    assert (found.body, place(found)) == ("嘉兴科技城（大桥镇）", "嘉兴市")
