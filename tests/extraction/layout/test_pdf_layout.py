"""PDF pages laid out otherwise: watermarks, turned tables, columns, imitated bold, pictures, lost codes."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from indexer.extraction import extract
from indexer.extraction.repair import mend
from indexer.report.document import Block, Document, Table
from indexer.settings import Settings

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
WIDTH, HEIGHT = A4
PROSE = (
    "全区主动公开政府信息1200条，其中通过政府网站公开900条，通过政务新媒体公开300条，办理依申请公开56件，"
    "按时答复率达到100%，群众满意度不断提高，没有发生因政府信息公开引起的行政复议和行政诉讼。"
)
Draw = Callable[[Canvas], object]


def wrap(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def write(canvas: Canvas, lines: list[str], x: float = 80, top: float = 80, *, size: float = 14) -> float:
    """Lines from a place at the top left on; returns where the next one would stand."""
    canvas.setFont(FONT, size)
    for line in lines:
        canvas.drawString(x, HEIGHT - top - size, line)
        top += 1.7 * size
    return top


def report(canvas: Canvas) -> None:
    write(canvas, ["一、总体情况", *wrap(PROSE, 30), "二、主动公开政府信息情况", *wrap(PROSE, 30)])


def read(*pages: Draw) -> Document:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return extract(buffer.getvalue(), "年报.pdf", Settings())


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Block)]


WHOLE = ["一、总体情况", PROSE, "二、主动公开政府信息情况", PROSE]


def stamp(canvas: Canvas, text: str, size: float, degrees: float, shade: float) -> None:
    canvas.saveState()
    canvas.setFillGray(shade)
    canvas.setFont(FONT, size)
    canvas.translate(150, 560)
    canvas.rotate(degrees)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


@pytest.mark.parametrize(
    ("size", "degrees", "shade"),
    [(56, 45, 0.85), (40, 30, 0.0), (60, -35, 0.5), (30, 0, 0.85), (64, 0, 0.0), (14, 45, 0.9), (12, 0, 0.8)],
)
@pytest.mark.parametrize("first", [True, False])
def test_watermarks_are_no_text(size: float, degrees: float, shade: float, first: bool) -> None:
    def page(canvas: Canvas) -> None:
        for draw in (lambda: stamp(canvas, "仅供公开查阅", size, degrees, shade), lambda: report(canvas))[
            :: 1 if first else -1
        ]:
            draw()

    assert texts(read(page)) == WHOLE


def test_large_words_beside_the_text_are_no_watermark() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, ["云泽市西岭区人民政府"], top=20, size=36)
        report(canvas)

    assert texts(read(page)) == ["云泽市西岭区人民政府", *WHOLE]


ROWS = [["申请人情况", "自然人", "总计"], ["（一）予以公开", "3", "3"], ["（二）部分公开", "0", "1"]]


def table(canvas: Canvas, left: float, bottom: float) -> None:
    """A ruled table of three columns and three rows."""
    edges, high = (left, left + 160, left + 220, left + 280), 24
    canvas.setFont(FONT, 10)
    for at in range(4):
        canvas.line(edges[0], bottom + at * high, edges[-1], bottom + at * high)
        canvas.line(edges[at], bottom, edges[at], bottom + 3 * high)
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            canvas.drawString(edges[column] + 5, bottom + (2 - row) * high + 8, text)


@pytest.mark.parametrize("degrees", [0, 90, -90, 180])
@pytest.mark.parametrize("alone", [True, False])
def test_tables_turned_on_their_side_are_read(degrees: int, alone: bool) -> None:
    def page(canvas: Canvas) -> None:
        if not alone:
            write(canvas, ["一、总体情况", *wrap(PROSE, 30), "三、收到和处理政府信息公开申请情况"])
        canvas.translate(300, 320)
        canvas.rotate(degrees)
        table(canvas, -140, -36)

    document = read(page)
    found = [block for block in document.blocks if isinstance(block, Table)]
    assert [found[0].list_lines()] == [tuple(" | ".join(row) for row in ROWS)]
    assert texts(document) == ([] if alone else ["一、总体情况", PROSE, "三、收到和处理政府信息公开申请情况"])


def test_a_page_turned_whole_is_read_from_its_own_top() -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(0, HEIGHT)
        canvas.rotate(-90)
        canvas.setFont(FONT, 12)
        for at, line in enumerate(["三、收到和处理政府信息公开申请情况", "全年新收申请41件。"]):
            canvas.drawString(80, 500 - 30 * at, line)
        table(canvas, 80, 300)

    document = read(report, page)
    assert texts(document) == [*WHOLE, "三、收到和处理政府信息公开申请情况", "全年新收申请41件。"]
    assert isinstance(document.blocks[-1], Table)


@pytest.mark.parametrize("offset", [0.0, 7.0, 12.0])
@pytest.mark.parametrize("gap", [18.0, 40.0])
def test_two_columns_are_read_one_after_the_other(offset: float, gap: float) -> None:
    """Also where their lines stand at different heights."""

    def page(canvas: Canvas) -> None:
        write(canvas, ["云泽市西岭区2034年政府信息公开工作年度报告"], top=40, size=18)
        left = ["一、总体情况", *wrap(PROSE, 18), *wrap(PROSE, 18)]
        right = [*wrap(PROSE, 18), "二、主动公开政府信息情况", *wrap(PROSE, 18)]
        write(canvas, left, 70, 90, size=12)
        write(canvas, right, 70 + 18 * 12 + gap, 90 + offset, size=12)

    first, *read_ = texts(read(page))
    assert first == "云泽市西岭区2034年政府信息公开工作年度报告"
    assert read_ in (
        ["一、总体情况", PROSE, PROSE, PROSE, "二、主动公开政府信息情况", PROSE],
        ["一、总体情况", PROSE, PROSE + PROSE, "二、主动公开政府信息情况", PROSE],
    )


def test_rows_of_a_table_without_rules_are_no_columns() -> None:
    rows = [f"{n}.某一类政府信息公开申请的办理结果" for n in range(1, 9)]

    def page(canvas: Canvas) -> None:
        write(canvas, rows, size=12)
        write(canvas, [str(n * 11) for n in range(1, 9)], 340, size=12)

    assert texts(read(page)) == [f"{row} {n * 11}" for n, row in enumerate(rows, 1)]


@pytest.mark.parametrize("size", [9.0, 14.0])
@pytest.mark.parametrize("at", [80.0, 95.0])
def test_paragraphs_beside_a_table_without_rules_are_whole(size: float, at: float) -> None:
    rows = [[f"{n}.其他法律行政法规禁止公开的信息", *map(str, (n, 0, 0, n))] for n in range(1, 13)]

    def page(canvas: Canvas) -> None:
        top = write(canvas, ["一、总体情况", *wrap(PROSE, 30)])
        for cells in rows:
            for column, text in enumerate(cells):
                write(canvas, [text], at + (280 + 30 * column) * bool(column), top, size=size)
            top += 1.3 * size
        write(canvas, ["二、主动公开政府信息情况", *wrap(PROSE, 30)], top=top + 14)

    read_ = texts(read(page))
    assert read_[:2] == WHOLE[:2]
    assert read_[-2:] == WHOLE[-2:]


@settings(max_examples=15, deadline=None)
@given(
    times=st.integers(2, 6),
    across=st.floats(0.05, 0.35),
    down=st.floats(-0.3, 0.3),
    size=st.sampled_from([9.0, 14.0, 22.0]),
)
def test_bold_type_that_is_set_several_times_is_read_once(
    times: int, across: float, down: float, size: float
) -> None:
    """In any distance up to a third of a character, digits and doubled characters included."""
    line = "二、公开信息1100条，层层落实"

    def page(canvas: Canvas) -> None:
        canvas.setFont(FONT, size)
        for at in range(times):
            share = at / (times - 1)
            canvas.drawString(80 + share * across * size, 700 + share * down * size, line)
        write(canvas, wrap(PROSE, 30), top=300)

    assert texts(read(page)) == [line, PROSE]


def test_figures_of_a_row_without_rules_stay_apart() -> None:
    def page(canvas: Canvas) -> None:
        report(canvas)
        for at, text in enumerate(["规章", "0", "0", "12", "3"]):
            write(canvas, [text], 80 + 60 * at, 500, size=10)
        for at, letter in enumerate("年度报告"):
            write(canvas, [letter], 80 + 24 * at, 560, size=14)

    assert texts(read(page))[-2:] == ["规章 0 0 12 3", "年度报告"]


def picture(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (30, 40), "white")), x, y, width, height)


def scan(canvas: Canvas) -> None:
    picture(canvas, 0, 0, WIDTH, HEIGHT)


@pytest.mark.parametrize("words", ["", "— 2 —", "扫描全能王"])
def test_pages_that_are_pictures_are_named(words: str) -> None:
    def page(canvas: Canvas) -> None:
        scan(canvas)
        write(canvas, [words], top=HEIGHT - 60, size=9)

    def last(canvas: Canvas) -> None:
        write(canvas, ["六、其他需要报告的事项", *wrap(PROSE, 28)])

    document = read(report, page, page, last)
    assert document.notes == ("第 2、3 页是图片，没有文字层，没有读入，请看原件。",)
    counted = [block.pictures for block in document.blocks if isinstance(block, Block)]
    assert counted == [0, 0, 0, 2, 0, 0]


def test_pictures_of_tables_are_counted_and_seals_are_not() -> None:
    def page(canvas: Canvas) -> None:
        top = write(canvas, ["二、主动公开政府信息情况"])
        picture(canvas, 80, HEIGHT - top - 220, 430, 200)
        top = write(canvas, ["三、收到和处理政府信息公开申请情况", PROSE[:28]], top=top + 230)
        picture(canvas, 400, HEIGHT - top - 100, 110, 110)

    assert [block.pictures for block in read(page).blocks if isinstance(block, Block)] == [1, 0, 0]


def test_a_picture_behind_the_text_is_paper() -> None:
    def page(canvas: Canvas) -> None:
        scan(canvas)
        report(canvas)

    document = read(page)
    assert texts(document) == WHOLE
    assert not document.notes
    assert not any(block.pictures for block in document.blocks if isinstance(block, Block))


@pytest.mark.parametrize("codes", ["mixed", "none", "letters"])
def test_characters_without_a_code_are_marked(codes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fonts without a table of codes: pdfminer names numbers, or letters that happen to have these codes."""
    from pdfplumber.page import Page

    heading = "二、主动公开政府信息情况"
    given = {
        "mixed": ["(cid:1)", "€", "(cid:129)", "‚", "ƒ"],
        "none": ["(cid:7)"],
        "letters": ["A", "q", "Z"],
    }[codes]
    chars = Page.chars.fget  # type: ignore[attr-defined]

    def without_codes(page: Page) -> list[dict[str, object]]:
        return [
            {**char, "text": given[at % len(given)], "fontname": "ABCDEF+FZXBSJW"}
            if char["size"] > 15
            else char
            for at, char in enumerate(chars(page))
        ]

    monkeypatch.setattr(Page, "chars", property(without_codes))

    def page(canvas: Canvas) -> None:
        report(canvas)
        write(canvas, [heading], top=400, size=18)
        write(canvas, wrap(PROSE, 30), top=440)

    document = read(page)
    assert texts(document) == [*WHOLE, "\ufffd" * len(heading), PROSE]
    assert document.notes == ("第 1 页有 12 个字的字体没有文字对照表，读不出，以 \ufffd 标出，请看原件。",)
    marked = [c.kind for b in mend(document).blocks if isinstance(b, Block) for c in b.changes]
    assert marked == ["lost"]
