"""Titles over several paragraphs of a page or a Word document are one, with the organ that they name."""

from __future__ import annotations

import io

import docx
import pytest

from indexer.extraction import extract
from indexer.outlines import read
from indexer.settings import Settings

_KIND = "政府信息公开工作年度报告"
_REST = (
    "根据条例编制本报告，统计期限自2013年1月1日起至2013年12月31日止。",
    "一、概述",
    "2013年，我局按照云泽市西岭区人民政府要求推进公开，公开信息96条。",
    "二、主动公开政府信息情况",
    "公开96条，其中通过区政府网站公开90条。",
    "三、依申请公开政府信息情况",
    "收到申请2件，均已答复。",
)


def word(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def page(*lines: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><head><title>{_KIND}</title></head><body><div>{body}</div></body></html>".encode()


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (("西岭区民政局", f"2013年{_KIND}"), "西岭区民政局"),
        (("西岭区民政局2013年", _KIND), "西岭区民政局"),
        (("西岭区城市管", f"理局2013年{_KIND}"), "西岭区城市管理局"),
        (("西岭区水利局2013年政府信息", "公开工作年度报告"), "西岭区水利局"),
        (("西岭区司法局", "2013年政府信息公开工作", "年度报告"), "西岭区司法局"),
        (("2013年度", "西岭区审计局", _KIND), "西岭区审计局"),
    ],
)
@pytest.mark.parametrize("name", ["年报.docx", "年报.html"])
def test_title_over_several_paragraphs_is_whole(title: tuple[str, ...], body: str, name: str) -> None:
    make = word if name.endswith("docx") else page
    found = read(extract(make(*title, *_REST), name, Settings()))
    assert (found.title, found.body, found.year) == ("".join(title), body, 2013)
