"""What a page says in sentences before the report begins, and the column over its title, go."""

from __future__ import annotations

import pytest

from indexer.extraction import extract
from indexer.report.document import Block
from indexer.settings import Settings

_TITLE = "云泽市水务局2020年政府信息公开工作年度报告"
_BODY = (
    "根据条例第五十条规定，编制本报告，统计期限自2020年1月1日起至2020年12月31日止。",
    "一、总体情况",
    "2020年，我局扎实推进政务公开工作，全年主动公开信息96条。",
)


def texts(*lines: str) -> list[str]:
    found = extract("\n".join(lines).encode(), "report.txt", Settings())
    return [block.text for block in found.blocks if isinstance(block, Block)]


@pytest.mark.parametrize(
    "summary",
    [
        "内容概述: 2020年，我局认真贯彻条例，以深化公开内容为重点，各项工作稳步推进。",
        "内容摘要：根据条例第五十条规定，编制本报告，现予公布。",
        "摘 要：2020年，我局扎实推进政务公开工作，全年主动公开信息96条。",
        "信息概述：" + "我局严格按照条例开展工作，及时公开信息，" * 12 + "效果明显。",
    ],
)
def test_summary_of_the_page_goes(summary: str) -> None:
    above = ("索 引 号 9901/2021-00002 生成日期 2021-01-23", summary)
    stamp = "发布时间:2021-01-23 00:00 阅读人数:"
    assert texts(*above, _TITLE, stamp, *_BODY) == [_TITLE, *_BODY]


def test_overview_with_a_colon_is_the_reports_own() -> None:
    own = "概述：2020年，我局扎实推进政务公开工作，全年主动公开信息96条。"
    assert own in texts(_TITLE, own, *_BODY)


@pytest.mark.parametrize(
    "offer",
    [
        f"{_BODY[0]}下面是小编为大家整理的{_TITLE},供大家参考。",
        f"下面是小编为您整理的{_TITLE}，希望对你有所帮助。",
        f"以下是小编收集整理的{_TITLE}，欢迎阅读。",
        f"这是小编给大家带来的{_TITLE}。",
    ],
)
def test_first_words_with_an_offer_go(offer: str) -> None:
    assert texts(_TITLE, "时间:2023-05-19 13:50:07 来源:网友投稿", offer, _TITLE, *_BODY)[-3:] == [*_BODY]
    assert not any("小编" in line for line in texts(_TITLE, offer, _TITLE, *_BODY))


@pytest.mark.parametrize("column", ["政府信息公开", "政务公开", "信息公开专栏", "政府信息公开平台"])
def test_column_alone_over_a_title_goes(column: str) -> None:
    assert texts(column, "", _TITLE, *_BODY) == [_TITLE, *_BODY]


@pytest.mark.parametrize("size", ["【浏览字号:-", "【文章字号：大 中 小】", "浏览字号：-"])
def test_choice_of_sizes_goes(size: str) -> None:
    stamp = "来源:云泽市水务局发布日期:2021-01-23"
    assert texts(_TITLE, stamp, size, *_BODY) == [_TITLE, *_BODY]


@pytest.mark.parametrize(
    "labels",
    [
        (
            "索 引 号:FZ0003/2021-53785",
            "发文机关: 云泽市水务局",
            "文 号:",
            "文件有效性:",
            "成文日期: 2021-01-24",
        ),
        ("首页 > 年报", "来源：云泽市水务局", "公开属性说明：", "发布日期：2021-01-24"),
        ("索引号：9901/2021-00002", "生命周期：", "发布机构：云泽市水务局"),
    ],
)
def test_label_that_nobody_listed_goes_between_others(labels: tuple[str, ...]) -> None:
    assert texts(*labels, _TITLE, *_BODY) == [_TITLE, *_BODY]


def test_whom_a_report_is_sent_to_stays() -> None:
    sent = "区政府办："
    assert texts(_TITLE, "发布日期：2021-01-24", sent, *_BODY) == [_TITLE, sent, *_BODY]


@pytest.mark.parametrize(
    "stamp",
    [
        "公文搜 2021-07-23 10:14:05 政府报告",
        "云泽在线 2021-01-24 10:14",
        "2021-01-24 10:14:05 年报",
    ],
)
def test_time_of_day_with_who_set_it_goes(stamp: str) -> None:
    assert texts(_TITLE, stamp, *_BODY) == [_TITLE, *_BODY]


@pytest.mark.parametrize(
    "said",
    [
        f"《{_TITLE}》是云泽市水务局2021年发布的一份报告。",
        f"{_TITLE}是由云泽市水务局发布的报告。",
        f"{_TITLE}是云泽市水务局编制的年度报告。",
    ],
)
def test_introduction_of_a_copy_goes_and_its_title_is_kept(said: str) -> None:
    found = extract("\n".join((said, *_BODY)).encode(), "report.txt", Settings())
    assert [block.text for block in found.blocks if isinstance(block, Block)] == [*_BODY]
    assert found.metadata["title"] == _TITLE
