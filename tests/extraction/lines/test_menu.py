"""What a site writes over a report's title (columns, languages, a greeting) goes; the title stays."""

from __future__ import annotations

import pytest

from indexer.extraction import extract
from indexer.report.document import Block, Document
from indexer.settings import Settings

_TITLE = "云泽市东湖区2021年政府信息公开工作年度报告"
_BODY = ("根据条例，现将本区的年度报告公布如下，统计期限为全年，欢迎查阅。", "一、总体情况", "公开12条。")


def read(*lines: str) -> Document:
    return extract("\n".join(lines).encode(), "report.txt", Settings())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Block)]


@pytest.mark.parametrize(
    "lines",
    [
        ("部门规章", "规范性文件", "用微信扫描二维码分享给好友"),
        ("市长信箱 统计数据 行政许可", "当前位置：首页 > 政务公开 > 年报"),
        ("您好，欢迎访问东湖区政府网！ | 个人登录 繁体版 关怀版", "当前位置：首页 > 政务公开"),
        ("国务院 | 省政府 | 市政府", "网站支持IPv6 注册", "您所在的位置: 首页 > 年报"),
        ("• 索引号", "• 9901202201", "• 主题分类", "• 区直部门", "• 发布日期", "• 2022-01-18"),
        ("公开指南", "公开制度", "机构职能", "领导之窗", "规划计划", "统计信息", "人事信息"),
        ("文    号生成日期:2022-01-18公开日期:2022-01-18", "体    裁失效日期"),
        ("索 引 号9901主题分类", "发布机构：区政府办公室"),
        ("2022-01-18 10:17 来源：区政府办",),
        ("2022年1月18日  来源：东湖发布",),
        ("• 文件名称：", "• 发布机构：", "区政府办", "• 成文日期：", "2022-01-18", "• 登记号："),
        ("▪ 索引号：", "9901/2022", "▪ 公开方式：", "主动公开"),
        ("· 责任处室：", "秘书科", "点击展开详细信息"),
        ("【打印文本】 【关闭窗口】", "收起目录", "显示更多内容"),
        ("地址：云泽市东湖路1号", "电话：000-0000000", "传真：000-0000001"),
        ("電話(huà)：000-0000000", "郵箱(xiāng)：a@example.cn"),
        ("當(dāng)前位置：首頁", "發(fā)布單位：東湖區(qū)政府辦"),
        ("首   页 走进东湖 新闻中心 政务服务 互动交流",),
        ("当前位置", "首页", ">", "东湖要闻", ">", "公告"),
        ("发布来源:东湖区政府网站 发布时间:2022-01-18 16:55",),
        ("号: DH002/2022-00073 信息分类:", "更新日期:2022-01-18 信息来源:区政府办 浏览:"),
        ("来源：", "东湖日报", "时间：", "2022-01-18 09:02:33"),
        ("目录名称:政府信息公开年报", "发布日期:"),
        ("2022年01月18日16:59 | 东湖网 www.example.cn | 给编辑写信 字号:T|T",),
        ("2022年01月18日 07时41分", "【字体：", "大", "中", "小"),
        ("信息提供日期 : 2022-01-18 14:54来源 : 东湖区科学技术局",),
        ("东湖区政府门户网站 www.example.cn 2022年01月18日 09时58分 来源：区水利局网站",),
        ("| 加入收藏夹", "• 档案类型：工作报告"),
        (
            "索引号",
            "0152-7/2022-01",
            "发文机构",
            "东湖区政府",
            "公开目录",
            "政府信息公开年报",
            "文  号",
            "浏览量",
        ),
        ("天气预报:", "东湖新闻", "政府信息公开年度报告 您的位置: 政务公开 -- 政府信息公开年度报告"),
        ("http://www.example.cn/a/202204/t1.html |", "收藏此页】 【打印】 【关闭"),
        ("工作报告 DOCX 27页 下载0 2022-01-18 浏览84 收藏0 点赞0 评分-",),
    ],
)
def test_menu_over_the_title_goes(lines: tuple[str, ...]) -> None:
    assert texts(read(*lines, _TITLE, *_BODY)) == [_TITLE, *_BODY]


@pytest.mark.parametrize("lines", [("部门规章", "扫一扫分享"), ("通知公告", "首页 > 年报 > 正文")])
def test_menu_goes_where_there_is_no_title(lines: tuple[str, ...]) -> None:
    assert texts(read(*lines, *_BODY)) == list(_BODY)


@pytest.mark.parametrize(
    "lines",
    [
        ("云泽市东湖区教育局", "发布日期：2022-01-18", "2021年政府信息公开工作年度报告"),
        ("关于报送2021年度报告的函", "发布日期：2022-01-18", _TITLE),
        ("东政办〔2022〕3号", "来源：区政府办", _TITLE),
        ("市政务公开办：", "浏览次数：12", _TITLE),
    ],
)
def test_what_is_the_reports_own_stays_over_its_title(lines: tuple[str, ...]) -> None:
    assert texts(read(*lines, *_BODY)) == [lines[0], lines[2], *_BODY]


def test_contact_under_the_preamble_stays() -> None:
    contact = ("地址：云泽市东湖路1号；", "电话：000-0000000")
    assert texts(read(_TITLE, _BODY[0], *contact, *_BODY[1:])) == [_TITLE, _BODY[0], *contact, *_BODY[1:]]


@pytest.mark.parametrize("mark", ["-", "*", "–", "•"])
def test_information_box_below_the_preamble_goes_and_is_kept_as_metadata(mark: str) -> None:
    box = ("基本介绍", f"{mark} 中文名：{_TITLE}", f"{mark} 编制单位：东湖区人民政府")
    found = read(_BODY[0], *box, *_BODY[1:])
    assert texts(found) == list(_BODY)
    assert (found.metadata["title"], found.metadata["publisher"]) == (_TITLE, "东湖区人民政府")


def test_value_below_its_label_is_kept_as_metadata() -> None:
    found = read("• 信息名称：", _TITLE, "• 发布机构：", "东湖区政府办", "• 文号：", "• 登记号：", *_BODY)
    assert texts(found) == list(_BODY)
    assert (found.title, found.metadata["publisher"]) == (_TITLE, "东湖区政府办")
    assert "document_number" not in found.metadata


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("公开信息108条。二、主动公开政府信息情况", 2),
        ("运行正常。三、收到和处理政府信息公开申请情况", 2),
        ("宣传不够。 六、其他需要报告的事项", 2),
        ("全文包括：一、总体情况；二、主动公开政府信息情况；六、其他需要报告的事项", 1),
        ("由两部分组成。一、总体情况，二、主动公开政府信息情况", 1),
    ],
)
def test_heading_at_the_end_of_a_paragraph_is_one(line: str, parts: int) -> None:
    found = texts(read(_TITLE, _BODY[0], "一、概述", line, "无。"))
    assert len(found) == 4 + parts
    assert "".join(found[3:-1]).replace(" ", "") == line.replace(" ", "")


@pytest.mark.parametrize(
    "line",
    [
        "现將2009年情況報(bào)告如下： 一、政府信息主動公開情況 公開46件。 二、依申請公開情況 無。",
        "2010年情況報告如下。 一、概述 推進公開。二、政府信息主動公開情況 公開3件。",
        "特此報告。一、主動公開情況 公開3件。二、收費(fèi)情況 無。三、行政復(fù)議、訴訟情況 無。",
    ],
)
def test_mirrored_page_on_one_line_is_cut_at_its_chapters(line: str) -> None:
    assert sum(text.startswith(tuple("一二三")) for text in texts(read(line))) >= 2


@pytest.mark.parametrize("column", ["政府信息公开年报", "信息公开年度报告"])
def test_column_below_a_report_goes(column: str) -> None:
    assert texts(read(_TITLE, *_BODY, column)) == [_TITLE, *_BODY]


def test_column_alone_over_a_report_stays() -> None:
    assert texts(read("政府信息公开年报", *_BODY))[0] == "政府信息公开年报"
