"""PDF files: paragraphs whole, page numbers out, tables in cells over page breaks; bad ones are named."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from indexer.errors import EmptySource, OversizedSource, UnreadableSource
from indexer.extraction import extract
from indexer.extraction.layout.grid import Box, Grid
from indexer.extraction.sandbox.pool import Pool
from indexer.ingest.reading.readers import Readers
from indexer.outlines import read as read_outline
from indexer.report.document import Block
from indexer.report.document import Table as Read
from indexer.settings import Settings

SETTINGS = Settings()
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
TITLE = ParagraphStyle("title", fontName=FONT, fontSize=22, leading=32, alignment=TA_CENTER)
BODY = ParagraphStyle("body", fontName=FONT, fontSize=14, leading=26, firstLineIndent=28, wordWrap="CJK")
PROSE = (
    "2021年，全区主动公开政府信息1200条，其中通过政府网站公开900条，通过政务新媒体公开300条，办理依申请公开56件，"
    "按时答复率达到100%，群众满意度不断提高，没有发生因政府信息公开引起的行政复议和行政诉讼。"
)
ITEM = "第二十条第（一）项"
GROUP = "三、本年度办理结果"


def numbered(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(FONT, 10)
    canvas.drawCentredString(A4[0] / 2, 40, f"— {document.page} —")


def headed(canvas: Canvas, document: SimpleDocTemplate) -> None:
    numbered(canvas, document)
    canvas.drawString(90, 800, "示例区政府信息公开年报")


def printed(*story: object, later: Callable[..., None] = numbered, **options: object) -> bytes:
    """A PDF with page numbers, and with running heads on all pages but the first where asked for."""
    buffer = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 80)
    document = SimpleDocTemplate(buffer, pagesize=A4, **margins, **options)
    document.build(list(story), onFirstPage=numbered, onLaterPages=later)
    return buffer.getvalue()


def ruled(rows: list[list[str]], *spans: tuple[tuple[int, int], tuple[int, int]], repeat: int = 0) -> Table:
    style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT, 10)]
    return Table(rows, style=[*style, *(("SPAN", *span) for span in spans)], repeatRows=repeat)


def story(times: int = 1) -> list[object]:
    """A report, its sections so many times as long."""
    headings = ("总体情况", "主动公开政府信息情况", "存在的主要问题及改进情况", "其他需要报告的事项")
    lines: list[object] = [Paragraph("示例区2021年政府信息公开工作年度报告", TITLE)]
    for number, heading in zip("一二五六", headings, strict=True):
        lines.append(Paragraph(f"{number}、{heading}", BODY))
        lines += [Paragraph(PROSE, BODY) for _ in range(times)]
    return lines


def blocks(data: bytes) -> list[str | list[str]]:
    """Paragraphs as text, tables as their lines."""
    document = extract(data, "report.pdf", SETTINGS)
    assert document.format == "pdf"
    return [block.text if isinstance(block, Block) else list(block.list_lines()) for block in document.blocks]


def test_paragraphs_are_whole_and_pages_leave_no_trace() -> None:
    title = "示例区人民政府<br/>2021年政府信息公开工作年度报告"
    paragraphs = [f"（{number}）{PROSE}" for number in "一二三四五六七八九十" * 2]
    story = [Paragraph(title, TITLE), Paragraph("一、总体情况", BODY)]
    read = blocks(printed(*story, *(Paragraph(text, BODY) for text in paragraphs), later=headed))
    assert read == ["示例区人民政府2021年政府信息公开工作年度报告", "一、总体情况", *paragraphs]


def test_a_paragraph_may_end_at_the_foot_of_a_page() -> None:
    read = blocks(printed(Paragraph(PROSE, BODY), PageBreak(), Paragraph("二、主动公开", BODY)))
    assert read == [PROSE, "二、主动公开"]


def test_a_table_over_a_page_break_is_one() -> None:
    rows = [["申请人情况", "", "自然人", "总计"]]
    rows += [[GROUP if n == 1 else "", f"（{n}）类事项", str(n), str(n)] for n in range(1, 60)]
    data = printed(
        Paragraph("三、收到和处理政府信息公开申请情况", BODY), ruled(rows, ((0, 0), (1, 0)), repeat=1)
    )
    heading, table = extract(data, "a.pdf", SETTINGS).blocks
    assert isinstance(heading, Block)
    assert isinstance(table, Read)
    assert (table.height, table.width) == (60, 4)
    lines = [line.removeprefix(f"{GROUP} | ").removeprefix(" | ") for line in table.list_lines()]
    assert lines == ["申请人情况 | 自然人 | 总计", *(f"（{n}）类事项 | {n} | {n}" for n in range(1, 60))]


def grid(*rows: str, cut: bool = False) -> Grid:
    """A table of a page: a row a string, its cells 20 points high; `cut`: no rule at the top and bottom."""
    boxes = [
        Box(text, 100.0 * column, 20.0 * row, 100.0 * column + 100, 20.0 * row + 20, cut, cut)
        for row, line in enumerate(rows)
        for column, text in enumerate(line.split("|"))
    ]
    return Grid(tuple(boxes))


def test_a_label_beside_many_rows_goes_on_over_the_page() -> None:
    table = (
        grid("一、新收|（一）公开|1", f"{GROUP}|（二）部分公开|2")
        .join(grid("|（三）不公开|3", "四、结转||4"))
        .to_table()
    )
    assert table.list_lines()[1:] == (f"{GROUP} | （二）部分公开 | 2", "（三）不公开 | 3", "四、结转 |  | 4")
    assert {cell.text: cell.rowspan for cell in table.cells if cell.rowspan > 1} == {GROUP: 2}


def test_a_blank_figure_at_the_head_of_a_page_stays_one() -> None:
    table = grid("规章|1|2").join(grid("规范性文件||3")).to_table()
    assert table.list_lines() == ("规章 | 1 | 2", "规范性文件 |  | 3")


def test_a_cell_that_a_page_break_cuts_is_one() -> None:
    table = grid("自然|法人", cut=True).join(grid("人|或其他组织", cut=True)).to_table()
    assert table.list_lines() == ("自然人 | 法人或其他组织",)


def test_spans_and_open_frames() -> None:
    rows = [
        [ITEM, "", ""],
        ["信息内容", "制发\n件数", "现行有效\n件数"],
        ["规章", "0", ""],
        ["行政规范性文件", "12", "1,203"],
    ]
    (table,) = extract(printed(ruled(rows, ((0, 0), (2, 0)))), "a.pdf", SETTINGS).blocks
    assert isinstance(table, Read)
    assert table.cells[0].colspan == 3
    assert table.list_lines()[1:] == (
        "信息内容 | 制发件数 | 现行有效件数",
        "规章 | 0 | ",
        "行政规范性文件 | 12 | 1,203",
    )


def test_backgrounds_and_frames_around_text_are_no_tables() -> None:
    shaded = ParagraphStyle("shaded", BODY, backColor="#c6d9f1", borderColor="black", borderWidth=1)
    assert blocks(printed(*(Paragraph(PROSE, shaded) for _ in range(3)))) == [PROSE] * 3


def test_a_scan_is_named_as_one() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    picture = io.BytesIO(
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
        b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
    )
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.save()
    with pytest.raises(EmptySource, match="扫描件"):
        extract(buffer.getvalue(), "scan.pdf", SETTINGS)


def test_locked_and_damaged_files_are_refused() -> None:
    locked = printed(Paragraph(PROSE, BODY), encrypt=StandardEncryption("secret"))
    with pytest.raises(UnreadableSource, match="密码"):
        extract(locked, "a.pdf", SETTINGS)
    whole = printed(Paragraph(PROSE, BODY))
    with pytest.raises(UnreadableSource, match="损坏"):
        extract(whole[:400], "a.pdf", SETTINGS)


def test_reading_is_bounded_in_time_and_the_next_file_is_read() -> None:
    data, pool = printed(*story()), Pool("indexer.ingest.reading.worker", 1)
    with pytest.raises(OversizedSource, match="秒"):
        Readers(SETTINGS, pool, seconds=0.01).read(data, "a.pdf")
    with Readers(SETTINGS, pool) as readers:
        assert readers.read(data, "a.pdf")[0] == read_outline(extract(data, "a.pdf", SETTINGS))


def test_reading_is_bounded_in_memory() -> None:
    if not Path("/proc/self/statm").exists():
        pytest.skip("memory is bounded on Linux only")
    pool = Pool("indexer.ingest.reading.worker", 1, megabytes=40)
    with Readers(SETTINGS, pool) as readers, pytest.raises(OversizedSource, match="内存"):
        readers.read(printed(*story(60)), "a.pdf")


def test_the_real_report_of_hongze(real: Path, tmp_path: Path) -> None:
    path = real / "real-more" / "hongze-2023.pdf"
    report, reading = Readers(SETTINGS).inspect(path)
    assert (report.kind, report.year, reading.format) == ("disclosure", 2023, "pdf")
    assert report.region is not None
    assert report.region.path == ("江苏省", "淮安市", "洪泽区")
    assert [section.number for section in report.sections if section.heading] == [1, 2, 3, 4, 5, 6]
    requests, disputes = (
        next(block for block in section.blocks if isinstance(block, Read))
        for section in report.sections
        if section.number in (3, 4)
    )
    assert (requests.height, requests.width) == (26, 10)
    assert requests.list_lines()[-2] == "（七）总计 | 21 | 0 | 0 | 0 | 0 | 0 | 21"
    assert disputes.list_lines()[-1] == "10 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 5 | 0 | 0 | 0 | 0"
    prose = [line for section in report.sections for line in section.lines if " | " not in line]
    assert all(line.endswith(("。", "情况。")) for line in prose[1:] if not line.startswith(("第", "洪")))
    assert not any(line.startswith("- ") for line in prose)
