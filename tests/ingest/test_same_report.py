"""One report in every format that reports come in: added, it is the report that the web page gives.

Each file is made by another library or program than the one that reads it: python-docx, LibreOffice,
reportlab, a writer of OFD and one of MHTML of these tests, bsdtar, rars, and a mail written out by hand.
"""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as PrintedTable

from indexer.archive.archive import open_archive
from indexer.extraction import extract
from indexer.figures.tables import read as read_figures
from indexer.ingest.add import add
from indexer.report.document import Block, Document, Table
from indexer.report.report import Report
from indexer.settings import Settings
from tests.extraction.layout.ofd_maker import make_ofd
from tests.extraction.made_files import PAGE, load
from tests.extraction.test_mhtml import saved
from tests.sources.archives import make_packed_rar, make_rar

HTML = PAGE.read_bytes()
ID = "disclosure-990101-2021"


def parse() -> Document:
    return extract(HTML, PAGE.name, Settings())


def make_docx() -> bytes:
    """As Word would: headings and paragraphs, cells that span others."""
    written, word, document = io.BytesIO(), docx.Document(), parse()
    word.add_heading(document.title, 0)
    for block in document.blocks:
        if isinstance(block, Block):
            word.add_paragraph(block.text)
            continue
        grid = word.add_table(block.height, block.width)
        for cell in block.cells:
            first = grid.cell(cell.row, cell.column)
            last = grid.cell(cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1)
            first.merge(last).text = cell.text
    word.save(written)
    return written.getvalue()


def make_pdf() -> bytes:
    """As printed: justified lines on pages, tables with rules."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK")
    prose = ParagraphStyle("prose", body, firstLineIndent=24)
    title = ParagraphStyle("title", body, fontSize=18, leading=28, alignment=1)
    document = parse()
    story: list[Flowable] = [Paragraph(document.title, title), Spacer(1, 12)]
    for block in document.blocks:
        if isinstance(block, Table):
            story += [Spacer(1, 8), print_table(block), Spacer(1, 8)]
        else:
            story.append(Paragraph(block.text, prose))
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, leftMargin=50, rightMargin=50).build(story)
    return buffer.getvalue()


def print_table(table: Table) -> PrintedTable:
    texts = [[""] * table.width for _ in range(table.height)]
    shape: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
        ("FONT", (0, 0), (-1, -1), "STSong-Light", 7, 8),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    column = 480 / table.width
    for cell in table.cells:
        width = max(1, int((column * cell.colspan - 12) / 7))
        lines = [cell.text[at : at + width] for at in range(0, len(cell.text), width)]
        texts[cell.row][cell.column] = "\n".join(lines)
        last = (cell.column + cell.colspan - 1, cell.row + cell.rowspan - 1)
        shape.append(("SPAN", (cell.column, cell.row), last))
    return PrintedTable(texts, [column] * table.width, style=shape)


def make_mail() -> bytes:
    """A mail with the page attached, as a program of mail writes it."""
    name = base64.b64encode("年报.html".encode("gb18030")).decode()
    lines = [
        "From: a@xiling.example",
        f"Subject: =?gb18030?B?{base64.b64encode('报送年报'.encode('gb18030')).decode()}?=",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="=_1"',
        "",
        "--=_1",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        base64.encodebytes("年报见附件，请查收。".encode()).decode(),
        "--=_1",
        f'Content-Type: text/html; name="=?gb18030?B?{name}?="',
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="=?gb18030?B?{name}?="',
        "",
        base64.encodebytes(HTML).decode(),
        "--=_1--",
        "",
    ]
    return "\r\n".join(lines).encode()


def pack(kind: str, folder: Path) -> bytes:
    """The page in an archive that `bsdtar` makes."""
    program = shutil.which("bsdtar")
    if not program:
        pytest.skip("no bsdtar (apt-get install libarchive-tools)")
    (folder / "年报").mkdir()
    (folder / "年报" / "2021.html").write_bytes(HTML)
    command = [program, "-cf", str(folder / "packed"), *kind.split(), "年报"]
    subprocess.run(command, cwd=folder, check=True)
    return (folder / "packed").read_bytes()


FILES: dict[str, Callable[[Path], bytes]] = {
    "a.docx": lambda _folder: make_docx(),
    "a.doc": lambda _folder: load(".doc"),
    "a.wps": lambda _folder: load(".doc"),
    "a.rtf": lambda _folder: load(".rtf"),
    "a.pdf": lambda _folder: make_pdf(),
    "a.ofd": lambda _folder: make_ofd(make_pdf()),
    "a.mht": lambda _folder: saved(("text/html", HTML, "quoted-printable")),
    "a.zip": lambda folder: pack("--format zip", folder),
    "a.tar": lambda folder: pack("--format ustar", folder),
    "a.tar.gz": lambda folder: pack("--format pax -z", folder),
    "a.tar.xz": lambda folder: pack("--format gnutar -J", folder),
    "a.7z": lambda folder: pack("--format 7zip", folder),
    "stored.rar": lambda _folder: make_rar({"年报/2021.html": HTML}, store=True),
    "packed.rar": lambda _folder: make_packed_rar({"年报/2021.html": HTML}),
    "a.eml": lambda _folder: make_mail(),
}


def load_report(path: Path, home: Path) -> Report:
    outcomes = []
    add([path], Settings(home=home), lambda outcome, _total: outcomes.append(outcome))
    assert [(each.status, each.message) for each in outcomes] == [("added", "")]
    return open_archive(Settings(home=home)).read_report(ID).report


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return load_report(PAGE, tmp_path_factory.mktemp("page"))


def describe(report: Report, without_blanks: bool = False) -> list[object]:
    """What a reader sees of a report, line by line and cell by cell."""
    seen: list[object] = [report.kind, report.year, report.body, report.region]
    for section in report.sections:
        seen.append((section.number, section.heading))
        for block in section.blocks:
            if isinstance(block, Table):
                seen += [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in block.cells]
            else:
                seen.append(block.text.replace(" ", "") if without_blanks else block.text)
    return seen


@pytest.mark.parametrize("name", FILES)
def test_it_is_the_report_of_the_page(name: str, page: Report, tmp_path: Path) -> None:
    if name == "a.7z":
        pytest.importorskip("py7zr", reason="py7zr (nianbao[7z]) is not installed")
    (tmp_path / "来件").mkdir()
    (tmp_path / "来件" / name).write_bytes(FILES[name](tmp_path))
    report = load_report(tmp_path / "来件" / name, tmp_path / "home")
    # Print keeps no blanks between Chinese and Latin characters.
    is_printed = name in ("a.pdf", "a.ofd")
    assert describe(report, is_printed) == describe(page, is_printed)
    assert read_figures(report).tables == read_figures(page).tables != ()
