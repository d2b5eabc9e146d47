"""Files to documents: the report without its site, tables whole, hostile input refused."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import EmptySource, NianbaoError, OversizedSource, UnknownFormat
from indexer.extraction import extract
from indexer.extraction.formats import FORMATS, SUFFIXES
from indexer.extraction.tables import spans
from indexer.report.document import Block, Cell, Document, Table
from indexer.settings import Settings

SETTINGS = Settings()
CASES = Path(__file__).parent / "cases"

PROSE = "全年主动公开政府信息1200条，其中通过政府网站公开900条，群众满意度不断提高。"
ARTICLE = f"<p>一、总体情况</p><p>{PROSE}</p><p>二、主动公开政府信息情况</p><p>{PROSE}</p>"


def read(text: str, name: str = "report.html", encoding: str = "utf-8") -> Document:
    return extract(text.encode(encoding), name, SETTINGS)


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Block)]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


# --- which format ---


def test_content_decides_over_the_name() -> None:
    page = f"<html><body>{ARTICLE}</body></html>"
    assert read(page, "report.txt").format == "html"
    assert read("一、总体情况\n" + PROSE, "report.html").format == "text"
    assert read(f"<p>{PROSE}</p>", "fragment.html").format == "html"
    with pytest.raises(UnknownFormat, match="ZIP"):
        extract(b"PK\x03\x04" + bytes(60), "report.html", SETTINGS)


def test_every_format_says_its_suffixes() -> None:
    assert {".html", ".htm", ".txt"} <= SUFFIXES
    for format_ in FORMATS:
        assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in format_.SUFFIXES)


def test_comments_in_a_text_do_not_make_it_a_page() -> None:
    document = read(f"一、总体情况\n<!-- 某市长作报告。\n记者 摄 -->\n{PROSE}", "a.txt")
    assert document.format == "text"
    assert paragraphs(document) == ["一、总体情况", PROSE]


# --- the article and the site around it ---


@pytest.mark.parametrize("name", ["trs_site.html", "table_layout.html", "plain_divs.html"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_report_without_its_site(name: str, encoding: str) -> None:
    """Three ways in which sites are built; each page holds 【正文始】 and 【正文终】 around its report."""
    source = (CASES / name).read_text(encoding="utf-8")
    document = read(source, encoding=encoding)
    lines = document.text.splitlines()
    assert (
        lines[0]
        == "【正文始】本报告由示例县人民政府办公室编制，所列数据的统计期限自2020年1月1日起至12月31日止。"
    )
    assert lines[-1] == "【正文终】无其他需要报告的事项。"
    assert [line for line in lines if line[1:2] == "、"] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "六、其他需要报告的事项",
    ]
    for word in (
        "打印",
        "微信",
        "当前位置",
        "上一篇",
        "备案",
        "隐藏",
        "脚本",
        "浏览次数",
        "索引号",
        "要闻",
        "字号",
    ):
        assert word not in document.text
    (table,) = tables(document)
    assert table.list_lines()[0] == "第二十条第（一）项"
    assert table.list_lines()[-1] == "行政规范性文件 | 3 | 1 | 26"
    assert document.title == "示例县2020年政府信息公开工作年度报告"
    assert document.metadata["index_number"] == "EX0001/2021-00012"
    assert document.metadata["publisher"] == "示例县人民政府办公室"
    assert document.metadata["published"].startswith("2021-01-29")
    assert document.metadata["breadcrumb"] == "首页 > 政务公开 > 政府信息公开年报"
    assert document.encoding == encoding


def test_meta_tags_beat_what_is_shown() -> None:
    page = f"""<html><head><meta name="ArticleTitle" content="示例市2021年政府信息公开工作年度报告">
    <meta name="PubDate" content="2022-01-30 10:00"><meta name="SiteName" content="示例市人民政府">
    <meta name="ColumnName" content="年报"><meta name="Url" content="http://www.example.com/1.htm">
    <meta name="ContentSource" content=""><title>别的标题_示例市</title></head>
    <body><h1>网站名称</h1><p>来源：市政府办 发布时间：2022-02-01</p>{ARTICLE}</body></html>"""
    document = read(page)
    assert document.title == "示例市2021年政府信息公开工作年度报告"
    assert document.metadata["published"] == "2022-01-30 10:00"
    assert document.metadata["site"] == "示例市人民政府"
    assert document.metadata["column"] == "年报"
    assert document.metadata["url"] == "http://www.example.com/1.htm"
    assert document.metadata["source"] == "市政府办"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>示例区2022年度报告_年报_示例区人民政府</title>", "示例区2022年度报告"),
        ("<title>示例区人民政府 - 2022年年度报告</title>", "2022年年度报告"),
        ("<title>示例区人民政府</title>", "示例区人民政府"),
        ("", ""),
    ],
)
def test_title_of_the_window(head: str, title: str) -> None:
    assert read(f"<html><head>{head}</head><body>{ARTICLE}</body></html>").title == title


def test_short_report_under_much_navigation() -> None:
    menu = "".join(f"<li><a href='{n}'>政务公开栏目{n}</a></li>" for n in range(300))
    text = "我镇全年没有收到政府信息公开申请，没有收取费用。"
    page = f"<body><ul>{menu}</ul><div><div><p>{text}</p><p>特此报告。</p></div></div><ul>{menu}</ul></body>"
    assert paragraphs(read(page)) == [text, "特此报告。"]


def test_report_spread_over_several_boxes_stays_whole() -> None:
    boxes = "".join(f"<div class='box'><p>{n}、第{n}部分</p><p>{PROSE}</p></div>" for n in "一二三四五六")
    assert len(paragraphs(read(f"<body><div>{boxes}</div></body>"))) == 12


def test_long_first_box_does_not_hide_short_ones() -> None:
    first = f"<div><p>一、总体情况</p>{f'<p>{PROSE}</p>' * 60}</div>"
    rest = f"<div><p>五、存在的主要问题</p><p>{PROSE}</p></div><div><p>六、其他</p><p>无。</p></div>"
    lines = paragraphs(read(f"<body><div>{first}{rest}</div></body>"))
    assert lines[-4:] == ["五、存在的主要问题", PROSE, "六、其他", "无。"]


def test_words_that_look_like_buttons_stay_inside_the_report() -> None:
    page = f"<body>{ARTICLE}<p>来源：网络问政</p><p>时间：全年</p><p>{PROSE}</p></body>"
    assert "来源：网络问政" in paragraphs(read(page))
    assert "时间：全年" in paragraphs(read(page))


def test_own_title_is_not_repeated() -> None:
    page = f"<title>示例县2020年年度报告</title><body><p>示例县</p><p>2020年年度报告</p>{ARTICLE}</body>"
    assert paragraphs(read(page))[0] == "一、总体情况"


def test_article_hidden_until_a_script_runs() -> None:
    page = f"<body><p>正在加载</p><div id='zoom' style='display: none'>{ARTICLE}</div></body>"
    assert PROSE in paragraphs(read(page))


def test_names_on_the_whole_page_do_not_widen_the_article() -> None:
    site = "<p>本网站由示例县大数据中心建设，如有意见，请拨打服务热线，我们将及时答复。</p>"
    page = f"<body><div class='main-content'>{site}<div class='TRS_Editor'>{ARTICLE * 5}</div></div></body>"
    assert paragraphs(read(page))[0] == "一、总体情况"


def test_article_in_two_boxes_with_names() -> None:
    box = f"<div class='TRS_Editor'>{ARTICLE}</div>"
    assert len(paragraphs(read(f"<body><div><div>{box}</div><div>{box}</div></div></body>"))) == 8


def test_statutory_table_below_the_article_is_not_lost() -> None:
    table = "<table><tr><td>结果维持</td><td>总计</td></tr><tr><td>1</td><td>2</td></tr></table>"
    page = f"<body><div><div class='TRS_Editor'>{ARTICLE * 3}</div><div>{table}</div></div></body>"
    assert [found.list_lines() for found in tables(read(page))] == [("结果维持 | 总计", "1 | 2")]


def test_signature_and_appendix_stay_at_the_end() -> None:
    tail = "<p>示例县人民政府</p><p>2021年1月20日</p><p>附件：统计表.xlsx</p><p>【打印】【关闭】</p>"
    page = f"<body>{ARTICLE}{tail}</body>"
    assert paragraphs(read(page))[-2:] == ["示例县人民政府", "2021年1月20日"]


# --- blocks ---


def test_inline_markup_joins_without_blanks() -> None:
    word = (
        "<p class=MsoNormal style='text-indent:32pt'><span>&nbsp;&nbsp;&nbsp;"
        "全年<b><span>公开</span></b></span>"
        "<span lang=EN-US>1200<o:p></o:p></span><span>条政\r\n    府信息，</span><font>其中A B类</font>。</p>"
    )
    assert paragraphs(read(f"<body>{word}{ARTICLE}</body>"))[0] == "全年公开1200条政府信息，其中A B类。"


def test_breaks_divs_and_items_are_paragraphs() -> None:
    box = f"<div>{PROSE}甲<br>&emsp;{PROSE}乙<br/><br/>{PROSE}丙</div>"
    page = f"<body>{box}<ul><li>{PROSE}丁</ul></body>"
    assert [line[-1] for line in paragraphs(read(page))] == list("甲乙丙丁")


def test_headings_keep_their_level() -> None:
    document = read(
        f"<body><h2>一、总体<span>情况</span></h2><p>{PROSE}</p><h3>（一）机构</h3><p>{PROSE}</p></body>"
    )
    assert [(b.text, b.level) for b in document.blocks if isinstance(b, Block)] == [
        ("一、总体情况", 2),
        (PROSE, 0),
        ("（一）机构", 3),
        (PROSE, 0),
    ]


def test_entities_and_hidden_parts() -> None:
    first = "<p>&#19968;、&ldquo;概述&rdquo;&amp;&#0;&bogus;</p>"
    page = f"<body>{first}<p hidden>隐</p><!-- 注 -->{ARTICLE}</body>"
    assert paragraphs(read(page))[0].startswith("一、“概述”&")
    assert "隐" not in read(page).text


# --- tables ---


def grid(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "∅" for cell in row] for row in table.to_grid()]


def test_spans_are_resolved() -> None:
    page = f"""<body>{ARTICLE}<table>
    <thead><tr><th rowspan=2 colspan=2>申请人情况</th><th colspan=2>法人</th></tr>
    <tr><th>商业<br>企业</th><th>其他</th></tr></thead>
    <tr><td rowspan=2>结果</td><td>予以公开</td><td>1</td><td>2</td></tr>
    <tr><td>部分公开</td><td>/</td><td>&nbsp;</td></tr></table></body>"""
    (table,) = tables(read(page))
    assert grid(table) == [
        ["申请人情况", "申请人情况", "法人", "法人"],
        ["申请人情况", "申请人情况", "商业企业", "其他"],
        ["结果", "予以公开", "1", "2"],
        ["结果", "部分公开", "/", ""],
    ]
    assert [cell.header for cell in table.cells] == [True] * 4 + [False] * 7
    assert not table.flattened


def test_figures_in_one_cell_never_meet() -> None:
    rows = "<tr><td>甲</td><td><p>1</p><p>2</p></td></tr><tr><td>乙</td><td>3</td></tr>"
    page = f"<body>{ARTICLE}<table>{rows}</table></body>"
    (table,) = tables(read(page))
    assert table.list_lines() == ("甲 | 1 2", "乙 | 3")


def test_rows_that_only_fix_widths_vanish() -> None:
    empty = "<tr>" + "<td>&nbsp;</td>" * 6 + "</tr>"
    rows = "<tr><td colspan=3>项目<td colspan=3>数量</tr><tr><td colspan=3>规章<td colspan=3>1</tr>"
    page = f"<body>{ARTICLE}<table>{rows}{empty}</table></body>"
    (table,) = tables(read(page))
    assert (table.height, table.width) == (2, 2)
    assert table.list_lines() == ("项目 | 数量", "规章 | 1")


def test_blank_values_are_no_sizing_row() -> None:
    head = "<tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td></tr>"
    page = f"<body>{ARTICLE}<table>{head}<tr>{'<td>&nbsp;</td>' * 5}</tr></table></body>"
    (table,) = tables(read(page))
    assert table.list_lines() == ("结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计", " |  |  |  | ")


@pytest.mark.parametrize("span", ["100000", "0", "-3", "99999999999999999999", "abc", ""])
def test_absurd_spans_end_with_the_table(span: str) -> None:
    rows = (
        f"<tr><td rowspan='{span}' colspan='{span}'>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr>" * 20
    )
    (table,) = tables(read(f"<body>{ARTICLE}<table>{rows}</table></body>"))
    assert table.height <= 40
    assert table.width <= 100
    assert {cell.text for cell in table.cells} == {"甲", "乙", "1", "2"}


cells = st.builds(
    Cell, st.sampled_from(["", "甲"]), st.just(0), st.just(0), st.integers(0, 9), st.integers(1, 9)
)


@given(st.lists(st.lists(cells, max_size=6), max_size=6))
def test_cells_never_share_a_place(rows: list[list[Cell]]) -> None:
    table = Table(spans.resolve(rows))
    assert all(table.rows())
    assert len(table.to_grid()) == table.height
    places = [
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    ]
    assert len(places) == len(set(places))


def test_table_that_arranges_the_page_flows() -> None:
    inner = "<table><tr><td>项目</td><td>数量</td></tr><tr><td>规章</td><td>3</td></tr></table>"
    page = f"<body><table><tr><td><a href=1>首页</a></td><td>{ARTICLE}{inner}</td></tr></table></body>"
    document = read(page)
    assert paragraphs(document)[-1] == PROSE
    assert [table.list_lines() for table in tables(document)] == [("项目 | 数量", "规章 | 3")]


# --- plain text ---


def test_header_of_labels_is_metadata() -> None:
    text = f"""标题: 示例县2012年政府信息公开工作年度报告
发布时间: 2013-01-17 00:00
文号:
发布机构: 示例县人民政府
栏目: 年报
原文链接: https://www.example.com/a.htm
==================== 正文 ====================
一、概述
{PROSE}
"""
    document = read(text, "a.txt", "gb18030")
    assert document.title == "示例县2012年政府信息公开工作年度报告"
    assert document.metadata == {
        "title": document.title,
        "published": "2013-01-17 00:00",
        "publisher": "示例县人民政府",
        "column": "年报",
        "url": "https://www.example.com/a.htm",
    }
    assert paragraphs(document) == ["一、概述", PROSE]


def test_lines_stay_lines() -> None:
    lines = ["政府工作报告", "——2015年1月20日在示例市第三届人民代表大会上", "各位代表：", PROSE, PROSE]
    assert paragraphs(read("\r\n".join(f"　　{line}" for line in lines), "a.txt")) == lines


def test_one_enormous_line_is_cut_before_its_numbers() -> None:
    body = "".join(PROSE for _ in range(12))
    text = (
        f"示例县报告 {PROSE}一、 概述 {body}二、主动公开政府信息情况（一）数量。{body}（二）形式。{body}"
        f"三、收到和处理政府信息公开申请情况一、本年新收政府信息公开申请数量0 0"
        f"二、上年结转0三、本年度办理结果0"
        f"四、结转下年度继续办理0 四、存在的主要问题及改进情况见第（一）项和（七）总计。{body}"
    )
    parts = paragraphs(read(text, "a.txt"))
    assert [part[:6] for part in parts] == [
        "示例县报告 ",
        "一、 概述",
        body[:6],
        "二、主动公开",
        "（一）数量。",
        "（二）形式。",
        "三、收到和处",
        "一、本年新收",
        "四、存在的主",
        "见第（一）项",
    ]
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


# --- flattened tables ---

DISCLOSED = """第二十条第（一）项
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数
规章 | 0 | 0 | 0
行政规范性文件 | 3 | 1 | 26
第二十条第（五）项
信息内容 | 本年处理决定数量
行政许可 | 1,024
第二十条第（八）项
信息内容 | 本年收费金额（单位：万元）
行政事业性收费 | 0.5"""
REQUEST_ROWS = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "三、本年度办理结果|（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "（三）不予公开|1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "（四）无法提供|1.本机关不掌握相关政府信息",
    "（七）总计",
    "四、结转下年度继续办理",
]
REQUESTS = "\n".join(
    [
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）|申请人情况",
        "自然人|法人或其他组织|总计",
        "商业企业|科研机构|社会公益组织|法律服务机构|其他",
        *(f"{label}|{at}|0|0|/|0|0|{at}" for at, label in enumerate(REQUEST_ROWS)),
    ]
)
DISPUTES = "\n".join(
    [
        "行政复议|行政诉讼",
        "结果维持|结果纠正|其他结果|尚未审结|总计|未经复议直接起诉|复议后起诉",
        "结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计",
        "|".join(map(str, range(15))),
    ]
)


def whole(*parts: str) -> str:
    return "\n".join(("一、总体情况", PROSE, *parts, "五、存在的主要问题及改进情况", PROSE))


@pytest.mark.parametrize("shape", ["row a line", "cell a line", "edges", "tabs", "paragraphs"])
def test_flattened_tables_are_put_together(shape: str) -> None:
    text = whole(
        DISCLOSED, "三、收到和处理政府信息公开申请情况", REQUESTS, "四、行政复议、行政诉讼情况", DISPUTES
    )
    if shape == "cell a line":
        text = text.replace(" | ", "\n").replace("|", "\n")
    elif shape == "edges":
        text = "\n".join(f"| {line} |" if "|" in line else line for line in text.splitlines())
    elif shape == "tabs":
        text = text.replace(" | ", "\t").replace("|", "\t")
    elif shape == "paragraphs":
        text = "".join(f"<p>{cell}</p>" for line in text.splitlines() for cell in line.split("|"))
    document = read(text, "a.txt")
    disclosed, requests, disputes = tables(document)
    assert disclosed.flattened
    assert requests.flattened
    assert disputes.flattened
    assert grid(disclosed)[1:4] == [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "0"],
        ["行政规范性文件", "3", "1", "26"],
    ]
    assert grid(disclosed)[6] == ["行政许可", "1,024", "1,024", "1,024"]
    filled = grid(requests)
    assert filled[5] == [
        "三、本年度办理结果",
        "（一）予以公开",
        "（一）予以公开",
        "2",
        "0",
        "0",
        "/",
        "0",
        "0",
        "2",
    ]
    assert filled[8][:4] == ["三、本年度办理结果", "（三）不予公开", "2.其他法律行政法规禁止公开", "5"]
    assert filled[9][1:3] == ["（四）无法提供", "1.本机关不掌握相关政府信息"]
    assert filled[11][:4] == ["四、结转下年度继续办理"] * 3 + ["8"]
    assert not any("∅" in row for row in filled)
    assert grid(disputes)[3] == [str(n) for n in range(15)]
    assert grid(disputes)[1][4:6] == ["行政复议", "未经复议直接起诉"]
    assert document.notes == ()
    assert paragraphs(document)[-2:] == ["五、存在的主要问题及改进情况", PROSE]


@pytest.mark.parametrize("lost", ["（七）总计|7|0", "1.属于国家秘密|4|0", "科研机构|", "|14"])
def test_uncertain_table_stays_as_it_is_and_is_said(lost: str) -> None:
    """A value or a label is gone: nothing tells which one."""
    shortened = lost.rpartition("|")[0] if lost[-1].isdigit() and lost != "|14" else ""
    text = whole(REQUESTS, DISPUTES).replace(lost, shortened).replace("|", "\n")
    document = read(text, "a.txt")
    assert len(tables(document)) == 1
    (note,) = document.notes
    assert "行列无法确定" in note
    assert all(line in document.text.splitlines() or " | " in document.text for line in text.splitlines())


def test_blank_cells_between_bars_are_kept() -> None:
    text = whole(REQUESTS.replace("|/|", "||"))
    (table,) = tables(read(text, "a.txt"))
    assert grid(table)[3][3:] == ["0", "0", "0", "", "0", "0", "0"]


def test_cells_run_together_are_not_guessed_at() -> None:
    text = whole("第二十条第（一）项", "信息内容本年制发件数本年废止件数现行有效件数", "规章000")
    document = read(text, "a.txt")
    assert tables(document) == []
    assert "规章000" in paragraphs(document)
    assert len(document.notes) == 1


def test_equal_rows_with_bars_are_a_table() -> None:
    text = whole("| 指标 | 单位 | 数量 |\n|---|---|---|\n| 主动公开 | 条 | 12 |\n| 依申请 | 件 | 3 |")
    (table,) = tables(read(text, "a.txt"))
    assert table.list_lines() == ("指标 | 单位 | 数量", "主动公开 | 条 | 12", "依申请 | 件 | 3")


def test_bars_in_prose_are_no_table() -> None:
    text = whole("首页 | 政务公开 | 互动交流", "解读回应 | 办事服务 | 数据开放")
    assert tables(read(text, "a.txt")) == []


# --- hostile input ---


@pytest.mark.parametrize(
    ("page", "error"),
    [
        ("<div>" * 100_000 + "深" + "</div>" * 100_000, OversizedSource),
        ("<p>" + "<b>" * 100_000 + "深", OversizedSource),
        ("<html><body><br>" + "<i></i>" * 420_000, OversizedSource),
        ("<html><head><title></title></head><body><script>var a=1</script></body></html>", EmptySource),
        ("<html><body><div><p><table><tr><td>", EmptySource),
        ("<html><body><div>当前位置：<a>首页</a></div><p>打印 关闭</p></body></html>", EmptySource),
        ("<html></html>", EmptySource),
    ],
    ids=["divs", "unclosed", "tags", "script", "unclosed table", "only the site", "nothing"],
)
def test_hostile_page_is_refused_in_one_sentence(page: str, error: type[NianbaoError]) -> None:
    began = time.process_time()
    with pytest.raises(error) as caught:
        read(page)
    assert "\n" not in caught.value.message
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    "line",
    [
        "字体大小" * 49 + "。",
        "来源" * 5000,
        "一、" * 5000,
        "（一）" * 5000,
        "1." * 8000,
        "|" * 20_000,
        "-" * 50_000,
        "- " * 20_000 + "x",
    ],
    ids=["buttons", "labels", "numerals", "points", "figures", "bars", "dashes", "rule"],
)
def test_no_line_takes_long(line: str) -> None:
    began = time.process_time()
    extract(f"{PROSE}\n{line}\n{line}\n{PROSE}".encode(), "a.txt", SETTINGS)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "text",
    [
        "项目 | 工作\n" * 40_000,
        "行政复议\n" * 20_000,
        "第二十条第（一）项\n信息内容\n" * 10_000,
        f"标题：{PROSE}\n" * 10_000,
        "<table><tr><td>" * 300 + f"<p>{PROSE}</p>" * 3000,
        "<div class='title position'>" * 900 + f"<p>{PROSE}</p>" * 3000,
        "<ul><li><a>链</a><a>链</a>" * 300 + f"<p>{PROSE}</p>" * 2000,
        "<table>" + "<tr><td rowspan=9999>格</td><td colspan=900>格</td></tr>" * 1000,
    ],
    ids=["bars", "openings", "items", "labels", "nested tables", "nested titles", "nested lists", "spans"],
)
def test_no_file_takes_long(text: str) -> None:
    began = time.process_time()
    with suppress(OversizedSource):  # more than a report could hold
        extract(f"一、概述\n{PROSE}\n{text}".encode(), "a.txt", SETTINGS)
    assert time.process_time() - began < 10


def test_more_bytes_than_allowed() -> None:
    with pytest.raises(OversizedSource, match="NIANBAO_MAX_FILE_BYTES"):
        extract(PROSE.encode(), "a.txt", Settings(max_file_bytes=10))


# --- real texts ---


@pytest.fixture
def shared() -> Path:
    folder = Path(__file__).parents[3] / "shared"
    if not folder.is_dir():
        pytest.skip("real texts are not beside this checkout")
    return folder


def test_real_archive_text_of_one_line(shared: Path) -> None:
    document = extract((shared / "real-more/pingtan-2012.txt").read_bytes(), "a", SETTINGS)
    assert document.metadata["publisher"] == "平潭县人民政府"
    starts = [line[:2] for line in paragraphs(document)]
    assert [start for start in starts if start[1] == "、"] == ["一、", "二、", "三、", "四、"]


def test_real_work_reports_lose_nothing(shared: Path) -> None:
    files = sorted((shared / "real/work-reports").glob("*.txt"))
    assert len(files) == 15
    for file in files:
        document = extract(file.read_bytes(), file.name, SETTINGS)
        assert "".join(document.text.split()) == "".join(file.read_text(encoding="utf-8").split())


def test_breadcrumb_without_a_label_is_the_sites_too() -> None:
    page = (
        "<div>首页 &gt; 政务公开 &gt; 信息公开年报</div><h1>西岭区2018年政府信息公开工作年度报告</h1>"
        "<p>一、概述</p><p>2018年，西岭区公开信息10条，首页设计改版。</p>"
    )
    document = extract(page.encode(), "page.html", Settings())
    assert document.metadata["breadcrumb"] == "首页 > 政务公开 > 信息公开年报"
    assert document.text.startswith("一、概述")
