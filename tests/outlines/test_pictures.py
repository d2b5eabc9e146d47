"""Tables that stand in a report as pictures: said by name, never taken to be missing."""

from __future__ import annotations

import io

import docx
import pytest
from docx.shared import Cm
from PIL import Image

from indexer.extraction import extract
from indexer.figures.tables import read as read_figures
from indexer.outlines import read
from indexer.report.report import Report
from indexer.report.report_json import from_json, to_json
from indexer.settings import Settings

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TITLE = "云泽市西岭区教育局2022年政府信息公开工作年度报告"
PROSE = "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止，全年公开信息12条。"


def page(parts: dict[int, str]) -> Report:
    """A page whose sections are prose, or what is given."""
    body = "".join(
        f"<p>{heading}</p>{parts.get(at, f'<p>{PROSE}</p>')}" for at, heading in enumerate(HEADINGS, 1)
    )
    html = f"<html><body><div class='TRS_Editor'><h1>{TITLE}</h1>{body}</div></body></html>"
    return read(extract(html.encode(), "a.html", Settings()))


def pictured(report: Report) -> list[str]:
    return [doubt.sentence for doubt in report.doubts if "图片" in doubt.sentence]


ALL = ["表二、表三、表四在原文中是图片，没有读入，其中的数字请看原件。"]


@pytest.mark.parametrize(
    "picture",
    [
        "<p><img src='P020220115.png'></p>",
        "<p style='text-align:center'><img src='./W02022.jpg' width='640' height='300'></p>",
        "<div><span>见下图：</span><br><img src='/upload/1.gif' width='600px'></div>",
        "<table><tr><td><img src='data:image/png;base64,AAAA'></td></tr></table>",
    ],
)
def test_tables_as_pictures_of_a_page(picture: str) -> None:
    report = page({2: picture, 3: picture, 4: picture})
    assert pictured(report) == ALL
    assert [unread.reason for unread in read_figures(report).unread] == [
        f"表{name}没有读入：原文中是图片，不是文字。" for name in "二三四"
    ]
    assert from_json(to_json(report)) == report


@pytest.mark.parametrize(
    "ornament",
    [
        "<p><img src='x.png' width='24' height='24'></p>",
        "<p><img src='/images/icon_share.png'></p>",
        "<p><img src='ewm.jpg' width='120'></p>",
        "<p style='display:none'><img src='P1.png'></p>",
    ],
)
def test_ornaments_are_no_tables(ornament: str) -> None:
    report = page({3: f"<p>{PROSE}</p>{ornament}"})
    assert not pictured(report)
    assert read_figures(report).explain_unread(3) == "报告中没有表三。"


def test_a_photograph_beside_a_table_is_no_table() -> None:
    row = (
        "<tr><td>结果维持</td><td>结果纠正</td><td>其他结果</td></tr><tr><td>0</td><td>0</td><td>1</td></tr>"
    )
    assert not pictured(page({4: f"<table>{row}</table><p><img src='P1.png'></p>"}))
    assert not pictured(page({3: "<p>申请人情况</p><p>自然人</p><p>3</p><p><img src='P1.png'></p>"}))
    assert not pictured(page({1: f"<p>{PROSE}</p><p><img src='P1.png'></p>"}))


def test_a_section_that_is_nothing_but_a_picture() -> None:
    assert pictured(page({5: "<p><img src='P1.png'></p>"})) == [
        "第五部分在原文中是图片，没有读入，请看原件。"
    ]


@pytest.mark.parametrize("wide", [True, False])
def test_tables_as_pictures_of_a_word_document(wide: bool) -> None:
    image = io.BytesIO()
    Image.new("RGB", (40, 20)).save(image, "PNG")
    word = docx.Document()
    word.add_paragraph(TITLE)
    for at, heading in enumerate(HEADINGS, 1):
        word.add_paragraph(heading)
        if at in (2, 3, 4):
            word.add_picture(image, Cm(14 if wide else 1))
        else:
            word.add_paragraph(PROSE)
    buffer = io.BytesIO()
    word.save(buffer)
    report = read(extract(buffer.getvalue(), "a.docx", Settings()))
    assert pictured(report) == (ALL if wide else [])
