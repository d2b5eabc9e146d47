"""Hostile spreadsheets, and pictures within files: small, and want to be large, deep or endless."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping

import docx
import openpyxl
from docx.shared import Pt
from PIL import Image

from tests.extraction.layout.ofd_maker import pack
from tests.extraction.test_mhtml import saved

Bomb = tuple[str, Callable[[], bytes]]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def make_workbook() -> bytes:
    """A sound spreadsheet: a title, rows, merged cells."""
    book, written = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["东湖区2021年政府信息公开工作年度报告附表"])
    for row in range(30):
        sheet.append(["本年度办理结果", f"（{row}）予以公开", *range(7)])
    sheet.merge_cells("A2:A9")
    book.save(written)
    return written.getvalue()


def make_picture(kind: str = "PNG", size: tuple[int, int] = (800, 600)) -> bytes:
    """A sound picture."""
    written = io.BytesIO()
    Image.linear_gradient("L").resize(size).save(written, kind)
    return written.getvalue()


def make_pictured_word() -> bytes:
    """A Word document with a picture between its lines."""
    document, written = docx.Document(), io.BytesIO()
    document.add_paragraph("东湖区2021年政府信息公开工作年度报告")
    document.add_picture(io.BytesIO(make_picture()), width=Pt(400))
    document.save(written)
    return written.getvalue()


def make_pictured_page(*pictures: bytes) -> bytes:
    """A page that holds pictures itself."""
    tags = (f'<p><img src="data:image/png;base64,{base64.b64encode(each).decode()}">' for each in pictures)
    return f"<html><body><p>东湖区2021年政府信息公开工作年度报告{''.join(tags)}</body></html>".encode()


def make_pictured_rtf(picture: bytes) -> bytes:
    """An RTF file with a picture between its lines."""
    drawn = rb"{\pict\picwgoal8000\pngblip\bliptag7 " + picture.hex("\n", 64).encode() + b"}"
    return rb"{\rtf1\ansi 2021 \par " + drawn + rb"\par x\par }"


def make_pictured_archive() -> bytes:
    """An archive of a page with a picture."""
    page = b"<html><body><p>x</p><img src='https://a.example/1.png'></body></html>"
    return saved(
        ("text/html", page, "base64"),
        ("image/png\r\nContent-Location: https://a.example/1.png", make_picture(), "base64"),
    )


def make_scanned_ofd(picture: bytes) -> bytes:
    """An OFD file of one page that is a picture."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    box = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    common = f"<ofd:CommonData>{box}<ofd:DocumentRes>Res.xml</ofd:DocumentRes></ofd:CommonData>"
    page = '<ofd:Pages><ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages>'
    media = '<ofd:MultiMedia ID="3" Type="Image"><ofd:MediaFile>1.png</ofd:MediaFile></ofd:MultiMedia>'
    image = '<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="3"/>'
    root = "<ofd:DocBody><ofd:DocRoot>D/D.xml</ofd:DocRoot></ofd:DocBody>"
    content = f"<ofd:Content><ofd:Layer>{image}</ofd:Layer></ofd:Content>"
    parts = {
        "OFD.xml": f"<ofd:OFD {space}>{root}</ofd:OFD>",
        "D/D.xml": f"<ofd:Document {space}>{common}{page}</ofd:Document>",
        "D/Res.xml": f"<ofd:Res {space}><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>",
        "D/Page.xml": f"<ofd:Page {space}>{content}</ofd:Page>",
    }
    return pack({**{name: xml.encode() for name, xml in parts.items()}, "D/1.png": picture})


def list_bombs() -> Iterator[Bomb]:
    """The files by their names."""
    yield from _list_workbooks()
    yield from _list_layouts()
    yield from _list_pictures()


def _list_workbooks() -> Iterator[Bomb]:
    far = '<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
    yield "far.xlsx", lambda: _replace_sheet(f'<row r="1">{far}</row>')
    cells = "".join(f'<c r="A{row}"><v>1</v></c>' for row in range(1, 3))
    yield "spaces.xlsx", lambda: _replace_sheet(f"{' ' * 300_000_000}<row r='1'>{cells}</row>")
    yield (
        "rows.xlsx",
        lambda: _replace_sheet(
            "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 900_000))
        ),
    )
    merged = "".join(f'<mergeCell ref="A1:XFD{n}"/>' for n in range(2, 300_000))
    yield (
        "merged.xlsx",
        lambda: _replace_sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row>', f"<mergeCells>{merged}</mergeCells>"
        ),
    )
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    yield (
        "entities.xlsx",
        lambda: _replace(
            {
                "xl/sharedStrings.xml": f"<!DOCTYPE a [<!ENTITY e0 '年报'>{entities}]>"
                f'<sst xmlns="{_MAIN}"><si><t>&e11;</t></si></sst>'
            }
        ),
    )
    strings = "<si><t>年报</t></si>" * 5_000_000
    yield (
        "strings.xlsx",
        lambda: _replace({"xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}" count="9">{strings}</sst>'}),
    )
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 60_000))
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    yield (
        "sheets.xlsx",
        lambda: _replace(
            {
                "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{relations}">'
                f"<sheets>{sheets}</sheets></workbook>"
            }
        ),
    )
    text = "年" * 30_000_000
    yield (
        "text.xlsx",
        lambda: _replace_sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'),
    )
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    yield "empty.xls", lambda: ole + bytes(1000) + "Workbook".encode("utf-16-le") + bytes(10_000_000)
    yield "chain.xls", lambda: ole + b"\x01\0\0\0" * 2_000_000 + "Workbook".encode("utf-16-le")


def _list_layouts() -> Iterator[Bomb]:
    """Of OFD and MHTML."""
    page = "Doc_0/Pages/Page_0/Content.xml"

    def replace_page(xml: str) -> bytes:
        return _replace({page: xml}, make_scanned_ofd(make_picture()))

    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    yield "swollen.ofd", lambda: replace_page(f"<!--{' ' * 300_000_000}-->")
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    yield (
        "entities.ofd",
        lambda: replace_page(
            f"<!DOCTYPE a [<!ENTITY e0 '年报'>{entities}]><ofd:Page {space}>&e11;</ofd:Page>"
        ),
    )
    code = '<ofd:TextCode X="0" Y="4" DeltaX="g 999999999 1">年报</ofd:TextCode>'
    text = f'<ofd:TextObject Boundary="0 0 9 9" Size="5">{code}</ofd:TextObject>'
    body = f"<ofd:Content><ofd:Layer>{text * 200_000}</ofd:Layer></ofd:Content>"
    yield "steps.ofd", lambda: replace_page(f"<ofd:Page {space}>{body}</ofd:Page>")
    deep = b"".join(
        b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(20_000)
    )
    yield "deep.mht", lambda: b"MIME-Version: 1.0\n" + deep
    part = b"--b\nContent-Type: text/html\nContent-Location: a\n\n<p>x\n"
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    yield "parts.mht", lambda: head + part * 100_000


def _list_pictures() -> Iterator[Bomb]:
    small, huge = make_picture(size=(400, 100)), _make_huge_png()
    yield "huge-picture.html", lambda: make_pictured_page(huge)
    yield (
        "pictures.html",
        lambda: make_pictured_page(*[small + bytes([n % 256, n // 256]) for n in range(4_000)]),
    )
    yield "huge-picture.docx", lambda: _swap_picture(huge)
    yield "swollen-picture.docx", lambda: _swap_picture(make_picture() + bytes(300_000_000))
    yield "pictures.docx", _make_many_pictures
    yield "huge-picture.ofd", lambda: make_scanned_ofd(huge)
    yield "huge-picture.mht", lambda: saved(("image/png", huge, "base64"), ("text/html", b"<p>x", "base64"))
    yield "huge-picture.rtf", lambda: make_pictured_rtf(huge)
    yield (
        "groups.rtf",
        lambda: (
            rb"{\rtf1\ansi x\par " + rb"{\pict{\sp\picwgoal8000\pngblip 00}" * 200_000 + rb"\bin99999999 "
        ),
    )
    yield "huge-picture.tiff", lambda: b"II*\x00" + struct.pack("<I", 8) + b"\xff\xff" + bytes(1_000_000)


def _make_huge_png() -> bytes:
    """A picture of 10 billion points in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(bytes(10_000_000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rows + chunk(b"IEND", b"")


def _make_many_pictures() -> bytes:
    """A document with 300 pictures, all different, in one paragraph after the other."""
    document, written = docx.Document(), io.BytesIO()
    for shade in range(300):
        picture = io.BytesIO()
        Image.new("L", (500, 100 + shade), shade % 256).save(picture, "PNG")
        document.add_picture(picture, width=Pt(300))
    document.save(written)
    return written.getvalue()


def _swap_picture(picture: bytes) -> bytes:
    return _replace({"word/media/image1.png": picture}, make_pictured_word())


def _replace_sheet(rows: str, after: str = "") -> bytes:
    return _replace(
        {
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>'
            f"{after}</worksheet>"
        }
    )


def _replace(parts: Mapping[str, str | bytes], whole: bytes = b"") -> bytes:
    """A package, a spreadsheet where none is given, with some of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(whole or make_workbook())) as package:
        old = {name: package.read(name) for name in package.namelist()}
    new = {name: part.encode() if isinstance(part, str) else part for name, part in parts.items()}
    return pack({**old, **new})
