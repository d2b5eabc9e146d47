"""RTF files read to what the page gives that they were made of, however their characters are written."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import EmptySource, NianbaoError
from indexer.extraction import extract
from indexer.extraction.formats import SUFFIXES, needs_sandbox
from indexer.report.document import Block, Document, Table
from indexer.settings import Settings
from tests.extraction.made_files import PAGE, load, read_report

FONTS = r"{\fonttbl{\f0\fnil\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5;}}"
PROSE = "全年主动公开政府信息1200条，其中通过政府网站公开900条，群众满意度不断提高。"


def read(body: str, head: str = rf"{{\rtf1\ansi\ansicpg936\deff0{FONTS}", tail: str = "}") -> Document:
    return extract((head + body + tail).encode("latin-1"), "年报.rtf", Settings())


def words(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Block)]


def in_gbk(text: str) -> str:
    """As Word writes it: bytes of the font's code page in hexadecimal."""
    return "".join(
        c if c.isascii() else "".join(rf"\'{byte:02x}" for byte in c.encode("gb18030")) for c in text
    )


def in_unicode(text: str) -> str:
    """As LibreOffice writes it: code units with something for readers that know none."""
    return "".join(c if c.isascii() else rf"\u{ord(c)}?" for c in text)


def half_escaped(text: str) -> str:
    """As some write it: a second byte that is ASCII stands as it is."""
    return "".join(
        chr(byte) if 0x40 <= byte < 0x7F and byte not in b"\\{}" else rf"\'{byte:02x}"
        for byte in text.encode("gbk")
    )


def raw(text: str) -> str:
    """Bytes as they are, as old programs write."""
    return text.encode("gbk").decode("latin-1")


def row(*texts: str, edges: tuple[int, ...] = (), merged: tuple[str, ...] = ()) -> str:
    edges = edges or tuple(2000 * (at + 1) for at in range(len(texts)))
    signs = merged or ("",) * len(texts)
    cells = "".join(rf"{sign}\clbrdrt\brdrs\cellx{edge}" for sign, edge in zip(signs, edges, strict=True))
    return rf"\trowd\trleft0{cells}\pard\intbl " + "".join(rf"{text}\cell " for text in texts) + r"\row "


def table(document: Document) -> list[tuple[str, int, int, int, int]]:
    (found,) = [block for block in document.blocks if isinstance(block, Table)]
    return [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in found.cells]


def test_a_file_reads_as_the_page_that_it_was_made_of() -> None:
    page = read_report(PAGE.read_bytes(), PAGE.name)
    for name in ("年报.rtf", "年报.doc", "年报"):
        report = read_report(load(".rtf"), name)
        assert report.sections == page.sections
        assert (report.kind, report.year, report.body, report.region) == (
            *(page.kind, page.year, page.body, page.region),
        )
    assert needs_sandbox(load(".rtf"), "a.rtf")
    assert ".rtf" in SUFFIXES


@pytest.mark.parametrize("font", [r"\f1 ", r"\f0 ", r"\loch\f0\hich\f0\dbch\f1 ", ""])
@pytest.mark.parametrize("write", [in_gbk, in_unicode, half_escaped, raw])
def test_characters_are_read_however_they_are_written(write: object, font: str) -> None:
    text = "一、概述：冂傄國丂，“年报”共1200条"  # among them some whose second byte is ASCII
    document = read(rf"{font}{write(text)}\par {font}{write(PROSE)}\par ")  # type: ignore[operator]
    assert words(document) == [text, PROSE]


def test_characters_beyond_the_first_plane_and_skipped_ones() -> None:
    body = r"\uc2 \u19968\'d2\'bb\u12289\'a1\'a2\uc0\u20027\u21160\uc1 \u20844?\u24320?\par "
    assert words(read(rf"{body}{in_unicode(PROSE)}\par ")) == ["一、主动公开", PROSE]


@pytest.mark.parametrize(
    ("page", "quotes"), [("1252", r"\'93\'94"), ("936", r"\'a1\'b0\'a1\'b1"), ("0", "“”")]
)
def test_bytes_of_no_font_are_of_the_stated_page(page: str, quotes: str) -> None:
    head = rf"{{\rtf1\ansi\ansicpg{page}\deff0{FONTS}"
    quoted = quotes if quotes.startswith("\\") else in_gbk(quotes)
    assert words(read(rf"{quoted}{{\f1 {in_gbk(PROSE)}}}\par ", head)) == ["“”" + PROSE]


def test_tables_with_cells_that_reach_over_others() -> None:
    body = (
        row("甲", "乙", "", edges=(2000, 4000, 6000), merged=(r"\clvmgf", r"\clmgf", r"\clmrg"))
        + row("", "丙", "丁", edges=(2010, 3990, 6000), merged=(r"\clvmrg", "", ""))
        + row("戊", r"上\par 下", edges=(4000, 6000))
    )
    assert table(read(rf"{in_gbk(PROSE)}\par {in_gbk(body)}\pard {in_gbk(PROSE)}\par ")) == [
        *(("甲", 0, 0, 2, 1), ("乙", 0, 1, 1, 2)),
        *(("丙", 1, 1, 1, 1), ("丁", 1, 2, 1, 1)),
        *(("戊", 2, 0, 1, 2), ("上下", 2, 2, 1, 1)),
    ]


def test_rows_that_are_defined_twice_or_once_for_all() -> None:
    once = row("1", "2") + r"\pard\intbl 3\cell 4\cell\row "
    twice = (
        r"\trowd\cellx2000\cellx4000\pard\intbl 1\cell 2\cell\pard\intbl{\trowd\cellx2000\cellx4000\row}" * 2
    )
    assert len(table(read(once + rf"\pard {in_gbk(PROSE)}\par "))) == 4
    assert len(table(read(twice + rf"\pard {in_gbk(PROSE)}\par "))) == 4


def test_what_stands_between_tables_parts_them() -> None:
    body = row("1", "2") + r"\pard\par " + row("3", "4") + rf"\pard {in_gbk(PROSE)}\par " + row("5", "6")
    assert [type(block) for block in read(body).blocks] == [Table, Table, Block, Table]


def test_a_table_of_one_column_is_prose() -> None:
    assert words(read(row(in_gbk(PROSE)) + row(in_gbk("一、概述")))) == [PROSE, "一、概述"]


def test_what_is_no_text_is_left_out() -> None:
    link = r'{\field{\*\fldinst{HYPERLINK "http://a.example/"}}{\fldrslt ' + in_gbk(PROSE) + "}}"
    number = r"{\pntext\f1 " + in_gbk("一、") + r"\tab}"
    picture = r"{\*\shppict{\pict\picwgoal8000\pngblip 89504e47}}{\nonshppict{\pict 00}}"
    body = (
        rf"{{\header {in_gbk('页眉')}}}{{\info{{\title {in_gbk('标题')}}}}}{number}{in_gbk('概述')}\par "
        rf"{{\deleted {in_gbk('删去')}}}{link}\par {picture}\par "
        rf"{{\*\unknown {in_gbk('不读')}}}{in_gbk('二、')}\par "
    )
    assert [each for each in words(read(body)) if each] == ["一、概述", PROSE, "二、"]


@pytest.mark.parametrize(
    ("picture", "count"),
    [
        (r"{\pict\picwgoal8000\wmetafile8 0100}", 1),  # a drawing: it is there, and cannot be read
        (r"{\pict\picwgoal2000\pngblip 8950}", 0),  # as narrow as a seal
        (r"{\pict\picw200\pngblip 8950}", 0),
        (r"{\nonshppict{\pict\picwgoal8000\pngblip 8950}}", 0),
        (r"{\*\shppict {\pict\picwgoal8000\pngblip 8950}}", 1),
        (r"{\*\shppict }", 0),
    ],
)
def test_pictures_that_may_show_a_table_are_counted(picture: str, count: int) -> None:
    document = read(rf"{in_gbk(PROSE)}\par {picture}\par {in_gbk('二、')}\par ")
    assert [(block.text, block.pictures) for block in document.blocks if isinstance(block, Block)] == [
        *((PROSE, count), ("二、", 0)),
    ]


def test_a_picture_in_a_table_comes_after_it() -> None:
    picture = r"{\pict\picwgoal8000\pngblip 8950}"
    body = rf"{in_gbk(PROSE)}\par " + row(in_gbk("甲") + picture + in_gbk("乙"), "1") + row("2", "3")
    table, after = read(body + rf"\pard {in_gbk('二、')}\par ").blocks[1:]
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["甲乙", "1", "2", "3"]
    assert after == Block("二、")


@pytest.mark.parametrize("body", ["", r"\par\par ", r"{\*\a b}"])
def test_a_file_without_text_is_refused(body: str) -> None:
    with pytest.raises(EmptySource, match="没有文字"):
        read(body)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_ends_but_in_text_or_one_sentence(data: st.DataObject) -> None:
    pieces = [
        *(
            "{",
            "}",
            "\\",
            r"\trowd",
            r"\cellx99",
            r"\cellx-5",
            r"\cell ",
            r"\row ",
            r"\u-4000?",
            r"\'d2",
            "\\'",
        ),
        *(
            r"\clvmrg",
            r"\clmrg",
            r"\trleft99999",
            r"\uc9 ",
            r"\bin5 ",
            r"{\pict",
            r"{\pict\picwgoal8000\pngblip 89}",
            r"{\*\shppict{\pict",
            r"\bin99999999 ",
            "}",
            "1",
            r"\par ",
            r"\ansicpg0",
        ),
    ]
    body = "".join(data.draw(st.lists(st.sampled_from(pieces), max_size=60)))
    with suppress(NianbaoError):
        read(body + PROSE.encode("gbk").decode("latin-1"))
