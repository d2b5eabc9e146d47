"""Pictures between the lines of pages and documents: recognised, put in their place, or named."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import docx
import pytest
from docx.shared import Pt
from PIL import Image

from indexer.errors import EmptySource, OversizedSource, UnreadableSource
from indexer.extraction import extract
from indexer.extraction.base import RecognitionNeeded
from indexer.extraction.embedded.rendering import render
from indexer.extraction.recognition.sheet import EMPTY, ReadPage
from indexer.report.document import Block, Document, Table
from indexer.settings import Settings
from indexer.text.damage import RECOGNISED
from tests.extraction.layout.page_maker import STORY, make_page, make_table

ABOVE, BELOW = "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况"
PROSE = "全年主动公开政府信息1200条，其中通过政府网站公开900条，群众满意度不断提高。"
TABLE = make_table([["结果维持", "结果纠正", "总计"], ["1", "0", "1"]], {"0": 0.5})
CHART = make_page(["2022年", "2023年", "120", "340"])
Make = Callable[[list[bytes]], bytes]


def make_picture(shade: int = 200, size: tuple[int, int] = (800, 300), kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (shade, shade, shade)).save(written, kind)
    return written.getvalue()


def make_html(pictures: list[bytes], shown: str = "") -> bytes:
    tags = [
        f'<p><img {shown} src="data:image/png;base64,{base64.b64encode(data).decode()}"></p>'
        for data in pictures
    ]
    return f"<html><body><p>{ABOVE}</p><p>{PROSE}</p>{''.join(tags)}<p>{BELOW}</p></body></html>".encode()


def make_docx(pictures: list[bytes]) -> bytes:
    document, written = docx.Document(), io.BytesIO()
    document.add_paragraph(ABOVE)
    document.add_paragraph(PROSE)
    for data in pictures:
        document.add_picture(io.BytesIO(data), width=Pt(400))
    document.add_paragraph(BELOW)
    document.save(written)
    return written.getvalue()


def make_mht(pictures: list[bytes]) -> bytes:
    """An archive whose page names its pictures in three ways, in turn."""
    names = ["cid:{}@x", "https://a.example/p/{}.png", "p/{}.png"]
    tags = [f'<p><img src="{names[at % 3].format(at)}"></p>' for at in range(len(pictures))]
    page = MIMEText(
        f"<html><body><p>{ABOVE}</p><p>{PROSE}</p>{''.join(tags)}<p>{BELOW}</p></body></html>",
        "html",
        "utf-8",
    )
    page["Content-Location"] = "https://a.example/1.html"
    archive = MIMEMultipart("related")
    archive.attach(page)
    for at, data in enumerate(pictures):
        part = MIMEImage(data, "png")
        part["Content-ID"] = f"<{at}@x>"
        part["Content-Location"] = f"https://a.example/p/{at}.png"
        archive.attach(part)
    return archive.as_bytes()


def make_rtf(pictures: list[bytes]) -> bytes:
    """A file that writes its pictures in three ways, in turn: as Word does, as they are, as WordPad does."""

    def write(text: str) -> bytes:
        return "".join(c if c.isascii() else rf"\u{ord(c)}?" for c in text).encode() + rb"\par "

    shapes = []
    for at, data in enumerate(pictures):
        digits = data.hex("\n", 64).encode()
        head = rb"{\pict{\*\picprop{\sp{\sn wzName}{\sv ab12}}}\picscalex90\picw800\pich300"
        goal = rb"\picwgoal8000\pngblip"
        tagged = goal + rb"\bliptag-9{\*\blipuid 00ff}" + b"\n" + digits
        shapes += [
            (
                rb"{\*\shppict" + head + tagged + b"}}"
                rb"{\nonshppict{\pict\picwgoal8000\wmetafile8 " + digits + b"}}",
                head + goal + rb"\bin" + str(len(data)).encode() + b" " + data + b"}",
                head + rb"\pngblip " + digits.upper() + b"}",
            )[at % 3],
            rb"\par ",
        ]
    body = write(ABOVE) + write(PROSE) + b"".join(shapes) + write(BELOW)
    return rb"{\rtf1\ansi\ansicpg936\deff0 " + body + b"}"


def read(data: bytes, recognised: Mapping[int, ReadPage] | None = None) -> Document:
    return extract(data, "年报", Settings(), recognised)


every_format = pytest.mark.parametrize("make", [make_html, make_docx, make_mht, make_rtf])


@every_format
def test_a_table_is_read_in_its_place_and_marked(make: Make) -> None:
    above, prose, table, below = read(make([make_picture()]), {1: TABLE}).blocks
    assert isinstance(table, Table)
    assert [above, prose, below] == [Block(ABOVE), Block(PROSE), Block(BELOW)]
    assert table.list_lines() == ("结果维持 | 结果纠正 | 总计", "1 | 0 | 1")
    changes = [change for cell in table.cells for change in cell.changes]
    assert {change.kind for change in changes} == {RECOGNISED}
    assert min(change.confidence for change in changes) == 0.5


@every_format
def test_recognition_is_asked_for_once_a_picture(make: Make) -> None:
    one, other = make_picture(200), make_picture(100)
    with pytest.raises(RecognitionNeeded) as needed:
        read(make([one, other, one]), {})
    assert needed.value.pages == (1, 2)
    with pytest.raises(RecognitionNeeded) as needed:
        read(make([one, other, one]), {1: TABLE})
    assert needed.value.pages == (2,)
    blocks = read(make([one, other, one]), {1: TABLE, 2: CHART}).blocks
    assert [isinstance(block, Table) for block in blocks] == [False, False, True, True, False]


@every_format
def test_without_recognition_pictures_are_counted(make: Make) -> None:
    document = read(make([make_picture(200), make_picture(100)]))
    assert document.unread == 2
    assert [block.pictures for block in document.blocks if isinstance(block, Block)] == [0, 2, 0]


@every_format
def test_charts_and_photographs_stay_pictures(make: Make) -> None:
    document = read(make([make_picture(200), make_picture(100)]), {1: CHART, 2: EMPTY})
    assert document.text.split("\n") == [ABOVE, PROSE, BELOW]
    assert document.unread == 0
    assert [block.pictures for block in document.blocks if isinstance(block, Block)] == [0, 2, 0]


@pytest.mark.parametrize("make", [make_html, make_mht, make_rtf])
@pytest.mark.parametrize("data", [make_picture(size=(90, 90)), b"\x89PNG\r\n\x1a\nbroken", b"GIF89a"])
def test_small_and_broken_pictures_are_not_recognised(make: Make, data: bytes) -> None:
    assert read(make([data]), {}).text.split("\n") == [ABOVE, PROSE, BELOW]


@every_format
def test_a_picture_is_found_again_to_be_recognised(make: Make) -> None:
    shades = [200, 90, 40]
    data = make([make_picture(shade, (800, 1600)) for shade in shades])
    pages = [render(data, number, "年报").convert("RGB") for number in (1, 2, 3)]
    assert [page.getpixel((9, 9)) for page in pages] == [(shade, shade, shade) for shade in shades]
    with pytest.raises(UnreadableSource):
        render(data, 4, "年报")


def test_a_table_is_laid_on_paper_as_wide_as_a_page() -> None:
    image = render(make_html([make_picture(60, (1000, 200), "PNG")]), 1, "年报")
    assert image.size == (1180, 1180)
    assert image.getpixel((5, 5)) == (255, 255, 255)
    assert image.getpixel((590, 150)) == (60, 60, 60)


def test_a_huge_picture_is_not_opened() -> None:
    data = make_picture(size=(12_000, 7_000))
    with pytest.raises(OversizedSource):
        render(make_html([data]), 1, "年报")


def test_pages_as_pictures_are_the_text_of_a_page() -> None:
    """What a site says around them is little beside what is recognised in them."""
    tags = "".join(
        f'<p><img src="data:image/png;base64,{base64.b64encode(make_picture(at)).decode()}"></p>'
        for at in (10, 20)
    )
    menu = "".join(f"<li><a href=/{at}>政务公开栏目{at}</a></li>" for at in range(20))
    page = f"<html><body><ul>{menu}</ul><div>{tags}</div><p>版权所有 示例县人民政府</p></body></html>"
    half = len(STORY) // 2
    document = read(page.encode(), {1: make_page(STORY[:half]), 2: make_page(STORY[half:])})
    assert document.text.replace("\n", "") == "".join(STORY)


def test_a_document_of_pictures_alone_says_what_reads_it() -> None:
    document, written = docx.Document(), io.BytesIO()
    document.add_picture(io.BytesIO(make_picture()), width=Pt(400))
    document.save(written)
    with pytest.raises(EmptySource, match=r"只有图片.*pip install 'nianbao\[ocr\]'"):
        read(written.getvalue())
    with pytest.raises(EmptySource, match="没有文字，请检查"):
        read(written.getvalue(), {1: CHART})


def test_a_hidden_picture_is_no_text() -> None:
    assert read(make_html([make_picture()], 'style="display:none"'), {}).text.split("\n")[-1] == BELOW
