"""OFD files read to what the same pages give as PDF; bad ones are named."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.platypus import PageBreak, Paragraph

from indexer.errors import EmptySource, NianbaoError, OversizedSource, UnreadableSource
from indexer.extraction import extract
from indexer.extraction.base import RecognitionNeeded
from indexer.extraction.formats import SUFFIXES
from indexer.extraction.ofd.rendering import render
from indexer.outlines import read as read_outline
from indexer.report.document import Block, Document
from indexer.settings import Settings
from tests.extraction.layout.ofd_maker import make_ofd, pack
from tests.extraction.layout.page_maker import STORY, make_page
from tests.extraction.layout.test_pdf import BODY, GROUP, ITEM, PROSE, printed, ruled, story

SETTINGS = Settings()
ROWS = [[GROUP, "（一）予以公开", "12"], ["", "（二）部分公开", "3"], ["", ITEM, "0"]]


def read(data: bytes, name: str = "2021年报.ofd") -> Document:
    return extract(data, name, SETTINGS)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _page_of(*objects: str, box: str = "0 0 210 297") -> bytes:
    """A file of one page with these objects."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    area = f"<ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>"
    area = f"<ofd:CommonData>{area}</ofd:CommonData>"
    pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
    root = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    content = f"<ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content>"
    return pack(
        {
            "OFD.xml": f"<ofd:OFD {space}>{root}</ofd:OFD>".encode(),
            "Doc_0/Document.xml": f"<ofd:Document {space}>{area}{pages}</ofd:Document>".encode(),
            "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {space}>{content}</ofd:Page>".encode(),
        }
    )


def _line(text: str, top: float, **options: str) -> str:
    given = "".join(f' {name}="{value}"' for name, value in options.items())
    return (
        f'<ofd:TextObject Boundary="20 {top} 170 6" Size="5"{given}>'
        f'<ofd:TextCode X="0" Y="4.4">{text}</ofd:TextCode></ofd:TextObject>'
    )


TEXT = "云泽市教育局2021年政府信息公开工作年度报告"
SENTENCE = "全年主动公开政府信息1200条，其中通过政府网站公开900条，不断提高。"
LINES = (_line(TEXT, 20), _line("一、总体情况", 30), _line(SENTENCE, 40))


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("folder", ["Doc_0", "doc/第一份"])
def test_pages_read_to_what_they_give_as_pdf(compressed: bool, folder: str) -> None:
    pdf = printed(*story(3), PageBreak(), ruled(ROWS, ((0, 0), (0, 2))), Paragraph(PROSE, BODY))
    document = read(make_ofd(pdf, compressed=compressed, folder=folder))
    assert document.format == "ofd"
    assert document.blocks == extract(pdf, "2021年报.pdf", SETTINGS).blocks
    assert any(hasattr(block, "cells") for block in document.blocks)


def test_a_report_is_recognised_whatever_its_name_says() -> None:
    pdf = printed(*story())
    for name in ("年报.ofd", "年报.pdf", "年报.zip", "年报"):
        report = read_outline(read(make_ofd(pdf), name))
        assert (report.year, len(report.sections)) == (2021, 4)
    assert ".ofd" in SUFFIXES


@pytest.mark.parametrize("digits", ["11", "33", "100", "1122"])
def test_like_digits_before_the_next_column_are_all_read(digits: str) -> None:
    """Fonts have digits narrower than half their height, and nothing says so of the last one in a cell."""
    narrow = 0.46 * 5
    steps = [*[narrow] * (len(digits) - 1), 40.0, narrow]
    line = (
        '<ofd:TextObject Boundary="20 60 170 6" Size="5"><ofd:TextCode X="0" Y="4.4" '
        f'DeltaX="{" ".join(map(str, steps))}">{digits}77</ofd:TextCode></ofd:TextObject>'
    )
    words = read(_page_of(*LINES, line)).text.split("\n")[-1]
    assert words.replace(" ", "") == f"{digits}77"


def test_what_lies_under_every_page_is_read_with_it() -> None:
    document = read(make_ofd(printed(*story()), template="云泽市文件"))
    assert "云泽市文件" in document.text


def test_a_real_report_reads_the_same(real: Path) -> None:
    pdf = (real / "real-more" / "hongze-2023.pdf").read_bytes()
    ofd, as_pdf = read(make_ofd(pdf)), extract(pdf, "2023.pdf", SETTINGS)
    assert [type(block) for block in ofd.blocks] == [type(block) for block in as_pdf.blocks]
    assert ofd.blocks == as_pdf.blocks


def test_steps_settings_and_compositions() -> None:
    """Text without steps, pale text of a watermark, hidden text, characters that are turned."""
    pale = '<ofd:FillColor Value="200 200 200"/>'
    words = f'{pale}<ofd:TextCode X="0" Y="26">样张</ofd:TextCode>'
    mark = f'<ofd:TextObject Boundary="20 60 170 40" Size="30">{words}</ofd:TextObject>'
    askew = _line("水印", 90, CTM="0.7 0.7 -0.7 0.7 0 0")
    hidden = _line("看不见", 100, Visible="false")
    block = f"<ofd:PageBlock>{_line('五、其他', 110)}</ofd:PageBlock>"
    document = read(_page_of(*LINES, mark, askew, hidden, block))
    assert [block.text for block in document.blocks] == [*(TEXT, "一、总体情况", SENTENCE, "五、其他")]


def test_a_page_on_its_side_is_turned_upright() -> None:
    turned = [
        f'<ofd:TextObject Boundary="{200 - 12 * at} 20 6 170" Size="5" CTM="0 1 -1 0 5 0">'
        f'<ofd:TextCode X="0" Y="4.4">{text}</ofd:TextCode></ofd:TextObject>'
        for at, text in enumerate((TEXT, "一、总体情况", SENTENCE))
    ]
    assert [block.text for block in read(_page_of(*turned)).blocks][:2] == [TEXT, "一、总体情况"]


def test_characters_that_a_font_keeps_to_itself_are_marked() -> None:
    document = read(_page_of(*LINES, _line("\uf0b7二、主动公开\ue11e\ue236", 60)))
    assert document.blocks[-1].text == "•二、主动公开\ufffd\ufffd"
    assert "第 1 页有 2 个字" in document.notes[0]


def _scan(image: Image.Image, ctm: str = "210 0 0 297 0 0", kind: str = "PNG") -> bytes:
    """A file of one page that is a picture, as scanners' programs make it."""
    written = io.BytesIO()
    image.save(written, kind)
    made = _parts(_page_of(f'<ofd:ImageObject Boundary="0 0 210 297" CTM="{ctm}" ResourceID="3"/>'))
    common = b"<ofd:CommonData><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    document = made["Doc_0/Document.xml"].replace(b"<ofd:CommonData>", common)
    resources = (
        '<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:MultiMedias>'
        '<ofd:MultiMedia ID="3" Type="Image"><ofd:MediaFile>scan_1.png</ofd:MediaFile></ofd:MultiMedia>'
        "</ofd:MultiMedias></ofd:Res>"
    )
    scan = {"Doc_0/DocumentRes.xml": resources.encode(), "Doc_0/Res/scan_1.png": written.getvalue()}
    return pack({**made, "Doc_0/Document.xml": document, **scan})


def _quarters() -> Image.Image:
    """A picture whose quarters are of four shades, the first one black."""
    image = Image.new("L", (1240, 1754), 255)
    for at, shade in enumerate((0, 80, 160, 240)):
        image.paste(shade, (at % 2 * 620, at // 2 * 877, at % 2 * 620 + 620, at // 2 * 877 + 877))
    return image


def _look(image: Image.Image) -> list[int]:
    """The shades of a picture's quarters."""
    grey = image.convert("L")
    places = [(x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    return [int(str(grey.getpixel((int(x * grey.width), int(y * grey.height))))) for x, y in places]


def test_a_scan_is_named_with_what_reads_it() -> None:
    with pytest.raises(EmptySource, match=r"扫描件，OFD.*pip install 'nianbao\[ocr\]'"):
        read(_scan(_quarters()))
    assert not read(make_ofd(printed(*story(2)))).notes


def test_a_scan_is_read_as_it_was_recognised() -> None:
    with pytest.raises(RecognitionNeeded) as needed:
        extract(_scan(_quarters()), "a.ofd", SETTINGS, {})
    assert needed.value.pages == (1,)
    document = extract(_scan(_quarters()), "a.ofd", SETTINGS, {1: make_page()})
    assert [block.text for block in document.blocks if isinstance(block, Block)] == list(STORY)
    assert "由程序识别而来" in document.notes[0]


@pytest.mark.parametrize(
    ("ctm", "shades"),
    [
        ("210 0 0 297 0 0", [0, 80, 160, 240]),
        ("-210 0 0 -297 210 297", [240, 160, 80, 0]),
        ("210 0 0 -297 0 297", [160, 240, 0, 80]),
        ("0 297 -210 0 210 0", [160, 0, 240, 80]),
    ],
)
def test_a_scan_is_laid_on_the_page_as_its_matrix_says(ctm: str, shades: list[int]) -> None:
    page = render(_scan(_quarters(), ctm), 1, "a.ofd")
    assert page.size == (1240, 1754)
    assert all(abs(one - other) < 6 for one, other in zip(_look(page), shades, strict=True))


def test_a_scan_that_is_damaged_or_gone_is_named() -> None:
    parts = _parts(_scan(_quarters()))
    broken = {**parts, "Doc_0/Res/scan_1.png": parts["Doc_0/Res/scan_1.png"][:60]}
    gone = {name: data for name, data in parts.items() if not name.endswith(".png")}
    for damaged in (broken, gone):
        with pytest.raises(UnreadableSource, match="损坏"):
            render(pack(damaged), 1, "a.ofd")
    with pytest.raises(UnreadableSource, match="第 2 页"):
        render(pack(parts), 2, "a.ofd")


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _encrypted(data: bytes) -> bytes:
    return pack({**_parts(data), "Encryptions.xml": b"<Encryptions/>"})


def _without_pages(data: bytes) -> bytes:
    return pack({name: part for name, part in _parts(data).items() if "Page_" not in name})


def _of_entities(data: bytes) -> bytes:
    declared = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    return pack({**_parts(data), "OFD.xml": declared})


def _no_xml(data: bytes) -> bytes:
    return pack({**_parts(data), "Doc_0/Document.xml": b"no xml"})


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_cut, "已损坏"),
        (_encrypted, "已加密"),
        (_without_pages, "已损坏"),
        (_of_entities, "文档类型声明"),
        (_no_xml, "已损坏"),
    ],
)
def test_what_cannot_be_read_is_named(damage: object, words: str) -> None:
    with pytest.raises(UnreadableSource, match=words):
        read(damage(_page_of(*LINES)))  # type: ignore[operator]


def test_bombs_are_refused() -> None:
    code = '<ofd:TextCode X="0" Y="4" DeltaX="g 2000000000 1">一、总体情况</ofd:TextCode>'
    steps = f'<ofd:TextObject Boundary="20 20 1 1" Size="5">{code}</ofd:TextObject>'
    assert read(_page_of(*LINES, steps)).blocks
    deep = "<ofd:PageBlock>" * 40 + _line("深", 20) + "</ofd:PageBlock>" * 40
    with pytest.raises(OversizedSource):
        read(_page_of(deep))
    parts = _parts(_page_of(*LINES))
    composed = "".join(
        f'<CompositeGraphicUnit ID="{at}"><Content>'
        + f'<CompositeObject ResourceID="{at + 1}"/>' * 40
        + f"{_line('字', 20).replace('ofd:', '')}</Content></CompositeGraphicUnit>"
        for at in range(9)
    )
    parts["Doc_0/Res.xml"] = f"<Res><CompositeGraphicUnits>{composed}</CompositeGraphicUnits></Res>".encode()
    parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace(
        b"<ofd:CommonData>", b"<ofd:CommonData><ofd:PublicRes>Res.xml</ofd:PublicRes>"
    )
    parts["Doc_0/Pages/Page_0/Content.xml"] = parts["Doc_0/Pages/Page_0/Content.xml"].replace(
        b"<ofd:Layer>", b"<ofd:Layer><ofd:CompositeObject ResourceID='0'/>"
    )
    with pytest.raises(OversizedSource):
        read(pack(parts))


@settings(max_examples=60)
@given(st.data())
def test_no_damage_ends_but_in_one_sentence(data: st.DataObject) -> None:
    parts = _parts(_page_of(*LINES))
    name = data.draw(st.sampled_from(sorted(parts)))
    whole = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
        if not whole:
            break
    with suppress(NianbaoError):
        read(pack({**parts, name: bytes(whole)}))
