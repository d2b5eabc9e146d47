"""The sample reports written as Word and PDF files are read as the same reports as their web pages are."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate
from reportlab.platypus import Table as Grid

from indexer.extraction import extract
from indexer.outlines import read
from indexer.report.document import Block, Document, Table
from indexer.report.report import Report
from indexer.settings import Settings

CORPUS = Path(__file__).parents[2] / "corpus"
PAGES = ["东湖区/2021.html", "云泽市/2019.html", "生态环境局/2017.html"]
FONT = "STSong-Light"
WIDTH = 595
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BODY = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=22, firstLineIndent=24, wordWrap="CJK")
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=8, leading=10, wordWrap="CJK")


def in_word(document: Document) -> bytes:
    word, buffer = docx.Document(), io.BytesIO()
    word.add_paragraph(document.title)
    for block in document.blocks:
        if isinstance(block, Block):
            word.add_paragraph(block.text)
            continue
        table = word.add_table(block.height, block.width)
        for cell in block.cells:
            place = table.cell(cell.row, cell.column)
            last = table.cell(cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1)
            place.merge(last).text = cell.text
    word.save(buffer)
    return buffer.getvalue()


def in_print(document: Document) -> bytes:
    buffer = io.BytesIO()
    story: list[object] = [Paragraph(document.title, BODY)]
    for block in document.blocks:
        if isinstance(block, Block):
            story.append(Paragraph(block.text, BODY))
            continue
        rows: list[list[object]] = [[""] * block.width for _ in range(block.height)]
        spans = []
        for cell in block.cells:
            rows[cell.row][cell.column] = Paragraph(cell.text, CELL)
            last = (cell.column + cell.colspan - 1, cell.row + cell.rowspan - 1)
            spans.append(("SPAN", (cell.column, cell.row), last))
        style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), *spans]
        # reportlab cannot part a cell that reaches over many rows: `test_pdf` has tables over page breaks.
        story.append(KeepTogether(Grid(rows, [(WIDTH - 120) / block.width] * block.width, style=style)))
    SimpleDocTemplate(buffer, pagesize=(WIDTH, 1500), leftMargin=60, rightMargin=60).build(story)
    return buffer.getvalue()


def said(report: Report) -> list[tuple[str, list[str]]]:
    """Headings, paragraphs and rows, blanks not regarded: print has none between Chinese characters."""
    return [
        (section.heading.replace(" ", ""), [line.replace(" ", "") for line in section.lines])
        for section in report.sections
    ]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("write", "suffix"), [(in_word, ".docx"), (in_print, ".pdf")])
def test_same_report(name: str, write: object, suffix: str) -> None:
    page = extract((CORPUS / "disclosure" / name).read_bytes(), name, Settings())
    copy = extract(write(page), f"report{suffix}", Settings())  # type: ignore[operator]
    first, second = read(page), read(copy)
    assert (second.kind, second.year, second.title) == (first.kind, first.year, first.title)
    assert said(second) == said(first)
    tables = [[b for b in document.blocks if isinstance(b, Table)] for document in (page, copy)]
    for one, other in zip(*tables, strict=True):
        assert [(c.row, c.column, c.rowspan, c.colspan) for c in one.cells] == [
            (c.row, c.column, c.rowspan, c.colspan) for c in other.cells
        ]
