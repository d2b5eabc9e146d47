"""What the site writes around a report, and in it, stays out of the report; what it says of it is kept."""

from __future__ import annotations

import pytest

from indexer.extraction import extract
from indexer.report.document import Block, Document
from indexer.settings import Settings

_TITLE = "云泽市东湖区2021年政府信息公开工作年度报告"
_BODY = (
    "一、总体情况",
    "2021年，我区认真贯彻落实条例，主动公开信息12条。",
    "二、主动公开政府信息情况",
    "无。",
)


def read(*lines: str) -> Document:
    return extract("\n".join(lines).encode(), "report.txt", Settings())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Block)]


@pytest.mark.parametrize(
    "lines",
    [
        ("首页/ 政府信息公开 / 政府信息公开年报 / 街镇 / 正文",),
        ("首页 - 政务公开 - 年报",),
        ("政府信息公开 > 政府信息公开年报 > 街镇",),
        ("东湖区人民政府门户网站 www.example.cn 发布时间:2022-01-18 10:17",),
        ("东湖区政府网 日期：2022-01-18",),
        ("日期：2022-01-18来源：区政府办",),
        ("索引号 9901/2022-00047 发文字号 发布机构 区政府办公室 是否有效",),
        ("索 引 号 9901/2022-00047 公开方式 主动公开", "成文日期 2022-01-18 发布机构 区政府办公室"),
        ("• 索引号：9901/2022-00047", "• 发布机构：区政府办公室", "• 公开日期：2022-01-18"),
        ("索引号 | 9901/2022 | 发布机构 | 区政府办公室 | ||", "公开日期: | 2022-01-18 | 有效性 | 有效 ||"),
        ("| 文号 | 成文日期： | 2022年1月18日 |", "| 主题分类 | | 公开方式 | 主动公开 |"),
        ("{{article.title}}", "${pubDate}", "<%=source%>", "[!--newstext--]"),
        ("网站首页 | 机构概况 | 新闻动态 | 政务公开 | 互动交流",),
        ("选择特殊符号", "请输入搜索", "打开主菜单"),
        ("快捷搜索：论文 合同 演讲", "热门搜索：年报、报告", "历史搜索："),
        ("文档简介", "收藏 举报"),
        ("基本介绍", "• 中文名：云泽市东湖区2021年年报", "• 发布单位：东湖区"),
    ],
)
def test_what_stands_above_goes(lines: tuple[str, ...]) -> None:
    assert texts(read(*lines, _TITLE, *_BODY)) == [_TITLE, *_BODY]


@pytest.mark.parametrize(
    "lines",
    [
        ("更多精彩内容欢迎扫描下方二维码关注东湖区！",),
        ("请用微信扫一扫分享到朋友圈",),
        ("欢迎关注“东湖发布”公众号",),
        ("相关词条", "政府信息公开条例", "联络我们"),
        ("展开全文", "免责声明：本文仅供参考，以官方发布为准。"),
        ("下载本文档", "剩余 3 页未读，开通会员继续阅读"),
        ("相關詞條", "聯絡我們"),
        ("转载请注明出处，内容来源于网络，如有侵权请联系删除",),
    ],
)
def test_what_stands_below_goes(lines: tuple[str, ...]) -> None:
    assert texts(read(_TITLE, *_BODY, *lines)) == [_TITLE, *_BODY]


@pytest.mark.parametrize(
    "line", ["扫一扫在手机打开当前页", "{{article.content}}", "undefined", "上一篇：关于节假日安排的通知"]
)
def test_what_a_script_sets_into_the_text_goes(line: str) -> None:
    assert texts(read(_TITLE, *_BODY[:2], line, *_BODY[2:])) == [_TITLE, *_BODY]


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("东湖区人民政府门户网站 www.example.cn 发布时间:2022-01-18 10:17", "2022-01-18 10:17"),
        ("东湖区政府网 日期：2022-01-18", "2022-01-18"),
        ("东湖区水利信息网 发布日期：2022年01月18日", "2022年01月18日"),
        ("发布时间： 2022-01-18 09:30 来源： 东湖区人民政府网", "2022-01-18 09:30"),
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_when_a_site_published_is_kept(line: str, published: str, above: bool) -> None:
    found = read(*(line, _TITLE)[:: 1 if above else -1], *_BODY)
    assert texts(found) == [_TITLE, *_BODY]
    assert found.metadata["published"] == published


def test_what_the_site_says_of_the_report_is_kept() -> None:
    found = read("东湖区人民政府门户网站 www.example.cn 发布时间:2022-01-18 10:17", _TITLE, *_BODY)
    assert (found.metadata["published"], found.metadata["site"]) == (
        "2022-01-18 10:17",
        "东湖区人民政府门户网站",
    )
    rows = ("文件名称 | 东湖区2022年政府工作报告 | ||", "索引号 | 9901 | 公开日期: | 2022-01-15 |")
    found = read(*rows, "2022年1月11日在东湖区第十九届人民代表大会第二次会议上", "各位代表：", "一、工作回顾")
    assert (found.title, found.metadata["published"]) == ("东湖区2022年政府工作报告", "2022-01-15")


def test_a_reports_own_lines_stay() -> None:
    own = (
        "●主动公开：全年公开信息12条。",
        "声明：以上数据均经核对。",
        "名称 | 数量 | 单位",
        "关注群众反映的问题，扫描存档文件12件。",
    )
    assert texts(read(_TITLE, *_BODY[:2], *own, *_BODY[2:])) == [_TITLE, *_BODY[:2], *own, *_BODY[2:]]


@pytest.mark.parametrize(
    "lines",
    [
        (
            f"# {_TITLE}",
            "",
            "## 一、总体情况",
            "**主动公开**12条。",
            "---",
            "## 二、主动公开政府信息情况",
            "无。",
        ),
        (
            f"## {_TITLE}",
            "### 一、总体情况",
            "主动公开**12**条。",
            "***",
            "### 二、主动公开政府信息情况",
            "无。",
        ),
        (f"**{_TITLE}**", "", "**一、总体情况**", "主动公开12条。", "**二、主动公开政府信息情况**", "无。"),
        (f"# {_TITLE} #", "## **一、总体情况** ##", "主动公开12条。", "## 二、主动公开政府信息情况", "无。"),
    ],
)
def test_markdown_loses_its_marks(lines: tuple[str, ...]) -> None:
    assert texts(read(*lines)) == [
        _TITLE,
        "一、总体情况",
        "主动公开12条。",
        "二、主动公开政府信息情况",
        "无。",
    ]


def test_a_number_sign_of_a_reports_own_stays() -> None:
    assert texts(read("# 号文件", *_BODY))[0] == "# 号文件"


_STATUTORY = (
    "一、总体情况 公开信息12条。二、主动公开政府信息情况 无。三、收到和处理政府信息公开申请情况 收到2件。"
    "四、政府信息公开行政复议、行政诉讼情况 无。五、存在的主要问题及改进情况 宣传不够。"
    "六、其他需要报告的事项 无。"
)


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        (f"{_TITLE} {_STATUTORY}", 6),
        (
            "年报 一、概述 推进公开。二、主动公开政府信息情况 12条。三、依申请公开情况 无。",
            3,
        ),
        ("各位代表：报告工作。一、2022年工作回顾 稳中有进。二、2023年工作安排 再接再厉。", 2),
        ("现将报告公布。 一、总体情况 2021年，我区主动公开信息12条。", 1),
    ],
)
def test_a_page_on_one_line_is_cut_at_its_chapters(line: str, heads: int) -> None:
    found = texts(read(line))
    assert sum(text.startswith(tuple("一二三四五六")) for text in found) == heads
    assert "".join(found).replace(" ", "") == line.replace(" ", "")


def test_a_list_of_contents_in_a_sentence_is_not_cut() -> None:
    line = "本报告由一、概述，二、主动公开情况，三、依申请公开情况，四、主要问题组成。"
    assert texts(read(line, *_BODY))[0] == line


def test_title_and_stamp_are_parted_from_a_page_on_one_line() -> None:
    page = (
        f"当前位置： 首页政务公开 {_TITLE} 时间：2022-01-11 10:52 来源：区政府办 现将报告公布。{_STATUTORY}"
    )
    found = read(f"标题: {_TITLE}", "====================", page)
    assert (found.title, found.metadata["published"]) == (_TITLE, "2022-01-11 10:52")
    assert texts(found)[0] == "现将报告公布。"


@pytest.mark.parametrize(
    "terms",
    [
        (("中文名", "东湖区年报"), ("发布单位", "东湖区人民政府"), ("类别", "年度报告")),
        (("索引号", "9901/2022"), ("发布机构：", "东湖区人民政府"), ("文号", "")),
        (
            ("信息名称", "年报"),
            ("发布机构", "东湖区人民政府"),
            ("成文日期", "2022-01-18"),
            ("有效性", "有效"),
        ),
    ],
)
def test_terms_with_values_are_metadata(terms: tuple[tuple[str, str], ...]) -> None:
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in terms)
    lines = "".join(f"<p>{line}</p>" for line in _BODY)
    page = f"<body><h1>{_TITLE}</h1><div><p>现公布年度报告，请查阅。</p><dl>{listed}</dl>{lines}</div></body>"
    found = extract(page.encode(), "report.html", Settings())
    assert texts(found)[-5:] == ["现公布年度报告，请查阅。", *_BODY]
    assert (found.title, found.metadata["publisher"]) == (_TITLE, "东湖区人民政府")


@pytest.mark.parametrize(
    "terms",
    [
        (("主动公开", "12条"), ("依申请公开", "0件")),
        (("来源", "本局收到来信3件，均已答复。"), ("文号", "无")),
        (("浏览量", "12万次"), ("转发量", "3万次"), ("评论数", "800条")),
    ],
)
def test_terms_of_a_report_stay(terms: tuple[tuple[str, str], ...]) -> None:
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in terms)
    lines = "".join(f"<p>{line}</p>" for line in _BODY)
    found = extract(
        f"<body><h1>{_TITLE}</h1>{lines}<dl>{listed}</dl><p>特此报告，请予审查。</p></body>".encode(),
        "r.html",
        Settings(),
    )
    assert set(terms[0]) <= set(texts(found))
