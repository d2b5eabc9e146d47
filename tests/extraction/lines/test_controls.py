"""What sites set around a report that is told by its words alone: menus, footers, labels without colons."""

from __future__ import annotations

import pytest

from indexer.extraction import extract
from indexer.report.document import Block
from indexer.settings import Settings

_TITLE = "云泽市教育局2019年政府信息公开工作年度报告"
_BODY = (
    "根据条例第五十条规定，编制本报告，统计期限自2019年1月1日起至2019年12月31日止。",
    "一、总体情况",
    "2019年，我局扎实推进政务公开工作，全年主动公开信息120条。",
)


def texts(*lines: str) -> list[str]:
    found = extract("\n".join(lines).encode(), "report.txt", Settings())
    return [block.text for block in found.blocks if isinstance(block, Block)]


@pytest.mark.parametrize(
    "line",
    [
        "1月8日，市长李一代表市人民政府向大会作政府工作报告。云泽日报记者 王二 摄",
        "市长李一作政府工作报告。本报全媒体记者 赵 三摄",
        "新云泽·云泽日报记者 孙四",
        "政策解读链接：点击查看政策解读",
        "微信 微博 QQ空间 全真版 文字版 文件下载 相关链接：",
        "相关附件>>",
        "长者助手",
        "切换繁体",
        "智能问答 政策解读",
        "APP下载",
        "今天是2020年1月20日 星期一",
        "晴 12℃~20℃",
        "发布机构 云泽市教育局",
        "发布日期 2020-01-20 10:00",
        "2020-01-20 云泽市教育局",
        "云泽市教育局 2020-01-20 10:20",
        "云泽市政府门户网站 www.example.cn 2020-01-20",
        "来稿单位：教育局",
        "信息公开 > 年报",
        "咨询电话：0000-0000000",
        "云泽市教育局门户网站",
        "政府信息公开年报",
    ],
)
def test_lines_between_title_and_text(line: str) -> None:
    assert texts(_TITLE, line, *_BODY) == [_TITLE, *_BODY]


@pytest.mark.parametrize(
    "line",
    [
        "您认为本页内容是否有帮助？",
        "有用 没用",
        "您是第123456位访客",
        "建议使用IE8.0以上浏览器，1024*768分辨率",
        "您访问的链接即将离开“云泽市教育局”网站，是否继续？",
        "第1页 共1页",
        "市直部门网站",
        "中文域名：云泽市教育局.政务",
        "标签：年报",
        "全文完",
        "©2020",
    ],
)
def test_lines_below_the_text(line: str) -> None:
    assert texts(_TITLE, *_BODY, line) == [_TITLE, *_BODY]


@pytest.mark.parametrize(
    "border",
    ["版权所有：云泽市教育局", "上一篇：关于开学的通知", "主办：云泽市教育局", "网站标识码：0000000000"],
)
def test_nothing_below_whose_site_it_is_is_the_reports(border: str) -> None:
    assert texts(_TITLE, *_BODY, border, "关于放假的通知", "地址：中街1号 邮编：000000") == [_TITLE, *_BODY]


@pytest.mark.parametrize(
    "line",
    ["云泽市教育局", "2020年1月20日", "云泽市教育局 2020年1月20日", "联系电话：0000-0000000", "附件：统计表"],
)
def test_what_ends_a_report_stays(line: str) -> None:
    assert texts(_TITLE, *_BODY, line)[-1] == line


@pytest.mark.parametrize("line", ["市政府办公室：", "云泽市教育局", "（2020年1月20日）"])
def test_what_is_below_a_title_of_its_own_stays(line: str) -> None:
    assert texts(_TITLE, line, *_BODY)[1] == line


def test_contents_of_a_wiki_page_and_what_it_lists_go() -> None:
    site = ("• 单位：云泽市教育局", "• 时间：2019年", "一、概述，二、主动公开情况，三、依申请公开情况，")
    assert texts(_TITLE, _BODY[0], *site, *_BODY[1:]) == [_TITLE, *_BODY]
