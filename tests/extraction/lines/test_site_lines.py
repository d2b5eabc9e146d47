"""Each kind of a site's lines goes, before, below and on the line of a report; what is like them stays."""

from __future__ import annotations

import pytest

from indexer.extraction import extract
from indexer.outlines import read
from indexer.report.document import Block
from indexer.settings import Settings

_TITLE = "云泽市水务局2020年政府信息公开工作年度报告"
_BODY = (
    "根据条例第五十条规定，编制本报告，统计期限自2020年1月1日起至2020年12月31日止。",
    "一、总体情况",
    "2020年，我局扎实推进政务公开工作，全年主动公开信息96条。",
    "二、主动公开政府信息情况",
    "全年主动公开信息96条，其中规范性文件2件，及时回应社会关切。",
)
_ENDED = ("云泽市水务局", "2021年1月20日")


def texts(*lines: str) -> list[str]:
    found = extract("\n".join(lines).encode(), "report.txt", Settings())
    return [block.text for block in found.blocks if isinstance(block, Block)]


_BUTTONS = (
    "【我要打印】【关闭】",
    "打印该页面",
    "下载Word文档",
    "A+ A-",
    "双击自动滚屏",
    "[打印](javascript:window.print())",
)
_COUNTERS = (
    "本文已被浏览 1024 次",
    "今日访问量：12 总访问量：34567",
    "您是本站第 4321 位访客",
    "阅读（123）",
    "共有56人阅读",
    "点击数：loading...",
)
_CREDITS = (
    "（责任编辑：甲一）",
    "初审：甲一 复审：乙二 终审：丙三",
    "一审一校：甲一 二审二校：乙二",
    "文/甲一 图/乙二",
    "编辑 | 甲一",
    "（甲一 摄）",
    "转载自：云泽晚报",
)
_FILES = ("附件【水务局年报.pdf】已下载12次", "年报.docx（120KB）", "原文下载", "附件下载：")
_FOOTERS = (
    "技术支持：云泽网络公司",
    "政府网站标识码：0000000000",
    "备案序号：云ICP备00000000号",
    "Powered by Example CMS",
    "网站维护：云泽市大数据中心",
    "All Rights Reserved",
)
_OPINIONS = (
    "您对本页内容是否满意？",
    "非常满意 满意 一般 不满意",
    "很有帮助 一般 没有帮助",
    "0条评论",
    "提交评论",
)
_LINKS = (
    "首页 上一页 1 2 下一页 尾页",
    "前一篇：关于放假的通知",
    "没有了",
    "==友情链接==",
    "解读链接：",
    "政务公开/年报",
)
_LEFT = ("var _count = 1;", "&nbsp;", "![](/images/a.png)", "null", "/files/public/20210120/5a1b.pdf")
_SHOWN = (
    "1月20日，云泽市第一届人民代表大会在云泽开幕。市长甲一作政府工作报告。 云泽日报记者 乙二 摄",
    "甲一同志作政府工作报告。",
    "云泽市水务局2020年信息公开年度报告是由云泽市水务局发布的报告。",
)
_SHELVED = (
    "上传人：甲一文库 文档编号：12345 上传时间：2021-02-08 格式：DOC 页数：3 大小：35KB",
    "水务局年报.doc_第1页",
    "亲，该文档总共3页，全部预览完了，如果喜欢就下载吧！",
    "下载 相关 举报",
    "资源描述",
)
_MARKED = ("• 云泽市人民政府门户网", "• 打印", "· 分享到：", ">> 政务公开 | >> 年度报告 |")
_SITED = (
    "m.yunze-copies.example 发布时间：2021-01-19 来源：办公室 选择阅读字号：[ 大 中 小 ] 阅读次数：",
    "yunze.example 发布时间：2021-01-19 阅读次数：12",
    "news.yunze.example 来源：办公室 时间：2021-01-19 字号：[ 大 中 小 ]",
)
_SHARED = ("打开微信“扫一扫”", "一键分享", "分享到： 微信 微博 QQ空间")


@pytest.mark.parametrize(
    "line",
    [
        *_BUTTONS,
        *_COUNTERS,
        *_CREDITS,
        *_FILES,
        *_FOOTERS,
        *_OPINIONS,
        *_LINKS,
        *_LEFT,
        *_SHARED,
        *_SHOWN,
        *_SITED,
        *_MARKED,
    ],
)
def test_lines_around_a_report_go(line: str) -> None:
    assert texts(_TITLE, line, *_BODY, *_ENDED) == [_TITLE, *_BODY, *_ENDED]
    assert texts(_TITLE, *_BODY, *_ENDED, line) == [_TITLE, *_BODY, *_ENDED]


@pytest.mark.parametrize(
    "line",
    [
        "分享到： 微信 微博 打印 关闭",
        "【打印本页】 【关闭窗口】",
        "扫一扫在手机打开当前页",
        "附件下载",
        "年报.pdf（120KB）",
        "（责任编辑：甲一）",
        "浏览次数：12次",
        "上一篇：关于放假的通知 下一篇：没有了",
        "主办：云泽市水务局 技术支持：云泽网络公司",
        "Copyright © 2021 云泽市水务局",
        "Word版下载",
        "相关链接：",
        "（下转第三版）",
    ],
)
@pytest.mark.parametrize("between", ["", " "])
def test_what_is_glued_to_the_last_paragraph_goes(line: str, between: str) -> None:
    assert texts(_TITLE, *_BODY[:-1], f"{_BODY[-1]}{between}{line}") == [_TITLE, *_BODY]


@pytest.mark.parametrize(
    "words",
    [
        "微信 微博 QQ空间 全真版 文字版 相关链接： -->",
        "【字体：大 中 小】 【打印】 【关闭】",
        "时间：2021-01-20 10:20 来源：市水务局",
    ],
)
def test_what_is_glued_to_the_first_paragraph_goes(words: str) -> None:
    assert texts(_TITLE, f"{words} {_BODY[0]}", *_BODY[1:]) == [_TITLE, *_BODY]


@pytest.mark.parametrize("at", [1, 2, 4])
def test_offers_of_gambling_go_wherever_a_page_was_broken_into(at: int) -> None:
    offer = "XY77娱乐app下载_甲乙体育官方入口_真人棋牌平台官网"
    lines = [*_BODY]
    lines[at] += offer
    assert texts(_TITLE, *lines) == [_TITLE, *_BODY]
    assert texts(_TITLE, *_BODY[:at], offer, *_BODY[at:]) == [_TITLE, *_BODY]


def test_sentences_of_other_pages_below_links_go() -> None:
    others = ("水务局召开全市水利工作会议，部署全年工作任务", "我市水库除险加固，年底前全部完工")
    for border in (
        "相关新闻",
        "热点推荐：",
        "（责任编辑：甲一）",
        "上一篇：关于放假的通知",
        "版权所有：云泽市水务局",
    ):
        long = tuple(f"（{n}）{_BODY[-1]}" for n in "一二三四五六七八九")
        assert texts(_TITLE, *_BODY, *long, border, *others)[: len(_BODY) + 10] == [_TITLE, *_BODY, *long]
        assert not set(others) & set(texts(_TITLE, *_BODY, *long, border, *others))


@pytest.mark.parametrize(
    "line",
    [
        "全年网站访问量达到12万人次，比上年增长3%。",
        "办理“我为政府网站找错”留言12条，全部按时答复。",
        "公开信息的方式有政府网站、微信、微博、公告栏，欢迎监督",
        "我局编辑、审核信息96条，责任编辑2人",
        "分享经验，打印资料120份，下载表格34次。",
        "群众对公开工作是否满意，由第三方评价",
    ],
)
def test_sentences_that_name_such_things_stay(line: str) -> None:
    assert texts(_TITLE, *_BODY[:3], line, *_BODY[3:])[4] == line
    assert texts(_TITLE, *_BODY, line)[-1] == line


@pytest.mark.parametrize(
    "tail",
    ["主动公开（网站、微信", "落实“四项制度”，", "（一）网站 （二）微信", "其他：（1）网站；（2）微信；"],
)
def test_ends_of_paragraphs_stay(tail: str) -> None:
    line = f"全年公开信息96条，{tail}"
    assert texts(_TITLE, *_BODY[:3], line, *_BODY[3:])[4] == line
    assert texts(_TITLE, *_BODY, line)[-1] == line


@pytest.mark.parametrize("line", ["附件：统计表", "审核人员2名", "点击公开目录12次", "满意", "摄影展览1次"])
def test_short_lines_between_a_reports_own_stay(line: str) -> None:
    assert line in texts(_TITLE, *_BODY[:3], line, *_BODY[3:])


def test_a_table_below_a_list_of_links_stays() -> None:
    rows = ("申请数量 | 答复数量 | 结转数量", "12 | 10 | 2", "0 | 0 | 0")
    kept = extract("\n".join([_TITLE, *_BODY, "相关链接", *rows]).encode(), "report.txt", Settings()).blocks
    assert len(kept) > len(_BODY) + 1


def test_a_site_that_explains_itself_over_the_title_goes() -> None:
    columns = ("信息公开目录", "依申请公开", "意见箱")
    said = "意见箱是根据有关规定设立的，目的是听取群众对信息公开的意见。"
    assert texts(*columns, said, _TITLE, *_BODY) == [_TITLE, *_BODY]
    letter = "现将我局2020年度政府信息公开年度报告报送如下，请审阅。"
    assert letter in texts(*columns, letter, _TITLE, *_BODY)


def test_what_a_copied_page_in_traditional_characters_says_of_itself_goes() -> None:
    said = "雲澤市水務局2020年政府信息公開工作年度報告是由雲澤市水務局發布的報告。"
    assert said not in texts(_TITLE, said, *_BODY)


def test_a_report_that_is_introduced_by_itself_stays() -> None:
    own = "本报告是由云泽市水务局编制的2020年度信息公开年度报告。"
    assert texts(_TITLE, own, *_BODY)[1] == own


def test_part_of_a_newspaper_breaks_off_inside_a_sentence() -> None:
    assert (
        texts(_TITLE, *_BODY, "（一）全年召开会议3次；社会（下转第三版）")[-1]
        == "（一）全年召开会议3次；社会"
    )


def test_what_is_above_a_picture_stays() -> None:
    head = (
        "云泽市政府工作报告（2016年1月12日 甲一）",
        "——2016年1月12日在云泽市第七届人民代表大会第七次会议上",
    )
    body = (
        "各位代表：",
        "现在，我代表市人民政府，向大会报告工作，请予审议。",
        "一、2015年工作回顾",
        "全市生产总值增长7%。",
    )
    assert texts(*head, "甲一在大会上作政府工作报告", *body) == [*head, *body]


def test_a_title_is_parted_from_a_text_that_tells_of_a_year_since() -> None:
    pages = (
        "1、云泽市水务局2020年政府信息公开工作年度报告一年来，"
        + "我局推进公开，完善制度，健全机制，" * 8
        + "确定一名政",
        "2、务公开负责人，公开信息12条。",
    )
    assert texts("水务局2019年年报.doc_第1页", *pages)[0] == "云泽市水务局2020年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "path",
    [
        "您现在所在的位置: 网站首页 > 政府信息公开 > 云泽市水务局 > 政府信息公开年报",
        "> 政务公开 > 部门 > 云泽市水务局 > 政府信息公开年报",
        "首页/ 政务公开 / 云泽市水务局 / 政府信息公开年报 / 2020年 / 正文",
        "网站首页/信息公开/部门/云泽市水务局/政府信息公开年度报告",
        "政务公开 / 法定主动公开内容 / 政府信息公开年报 / 详情",
    ],
)
def test_a_path_is_not_the_title(path: str) -> None:
    document = extract("\n".join([path, _TITLE, *_BODY]).encode(), "report.txt", Settings())
    assert read(document).title == _TITLE


def test_bars_of_a_table_are_not_part_of_what_a_label_says() -> None:
    head = ("发文字号: | 公文类型: | ||", f"标 题: | {_TITLE} | ||", "发布日期: | 2021-01-20 | 效力状态: | |")
    document = extract("\n".join([*head, _TITLE, *_BODY]).encode(), "report.txt", Settings())
    assert document.metadata == {"title": _TITLE, "published": "2021-01-20"}
    assert document.title == _TITLE
