"""Pages that are pictures: refused with what to install, read as recognised, every doubt marked."""

from __future__ import annotations

import io
import json
import random
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from indexer.errors import EmptySource, OversizedSource, UnreadableSource
from indexer.extraction import extract
from indexer.extraction.base import RecognitionNeeded
from indexer.extraction.image.reader import render
from indexer.extraction.layout.document import make_document
from indexer.extraction.layout.page import read
from indexer.extraction.layout.words import mark
from indexer.extraction.recognition import MOST_PAGES, is_available, punctuation
from indexer.extraction.recognition.plausibility import find_doubtful
from indexer.extraction.recognition.sheet import ReadPage
from indexer.extraction.tables import flattened
from indexer.outlines import read as read_outline
from indexer.report.document import Block, Document, Table
from indexer.settings import Settings
from indexer.text.change import CERTAIN
from indexer.text.damage import RECOGNISED
from indexer.text.source_map import undo
from tests.benchmarks.recognition import make_scan as make_scan_of
from tests.extraction.layout.page_maker import STORY, make_page, make_table

SETTINGS = Settings()
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
)
CELLS = (
    ("信息内容", "本年制发件数", "现行有效件数"),
    ("规章", "0", "7"),
    ("规范性文件", "11", "1136"),
    ("行政许可", "550", ""),
)
PROSE = "2023年，全县主动公开政府信息1136条，办理申请21件。"


def draw(width: int = 300, height: int = 400) -> Image.Image:
    return Image.new("RGB", (width, height), "white")


def save(image: Image.Image, kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)  # type: ignore[arg-type]
    return written.getvalue()


def make_scan(pages: int = 1, words: str = "") -> bytes:
    """A PDF of pages that are pictures; the first one has words instead, where there are some."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4)
    for page in range(pages):
        if words and not page:
            canvas.setFont(FONT, 14)
            for at in range(3):
                canvas.drawString(60, 700 - 40 * at, words)
        else:
            canvas.drawImage(ImageReader(draw()), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def list_marks(document: Document) -> list[tuple[str, bool]]:
    """Each marked stretch of a document, and whether it is sure."""
    blocks = (block.cells if isinstance(block, Table) else (block,) for block in document.blocks)
    return [
        (change.after, change.confidence >= CERTAIN)
        for texts in blocks
        for text in texts
        for change in text.changes
    ]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (make_scan(), "扫描.pdf"),
        (save(draw(), "PNG"), "a.png"),
        (save(draw(), "JPEG"), "a.jpg"),
        (save(draw(), "TIFF"), "a.tif"),
        (save(draw(), "PNG"), "a.html"),
    ],
)
def test_without_recognition_a_picture_is_refused_with_what_to_install(data: bytes, name: str) -> None:
    with pytest.raises(EmptySource, match=r"pip install 'nianbao\[ocr\]'.*nianbao add"):
        extract(data, name, SETTINGS)


def test_pages_that_are_pictures_are_asked_for_until_all_are_there() -> None:
    scan = make_scan(3, PROSE)
    with pytest.raises(RecognitionNeeded) as needed:
        extract(scan, "a.pdf", SETTINGS, {})
    assert needed.value.pages == (2, 3)
    with pytest.raises(RecognitionNeeded) as needed:
        extract(scan, "a.pdf", SETTINGS, {2: make_page()})
    assert needed.value.pages == (3,)
    document = extract(scan, "a.pdf", SETTINGS, {2: make_page(), 3: make_page(("又一页的文字。",))})
    assert PROSE in document.text
    assert "又一页的文字。" in document.text
    assert document.notes == ("第 2、3 页是图片，文字由程序识别而来，可能有错，请对照原件。",)


def test_a_tiff_has_as_many_pages_as_it_has_pictures() -> None:
    tiff = save(draw(), "TIFF", save_all=True, append_images=[draw(), draw()])
    with pytest.raises(RecognitionNeeded) as needed:
        extract(tiff, "a.tiff", SETTINGS, {})
    assert needed.value.pages == (1, 2, 3)


def test_a_recognised_report_is_read_as_any_other_and_all_of_it_is_marked() -> None:
    document = extract(save(draw(), "PNG"), "a.png", SETTINGS, {1: make_page(doubtful={"诉": 0.4})})
    report = read_outline(document)
    assert (report.year, report.body) == (2023, "示例县人民政府")
    assert {section.number for section in report.sections} == {1, 2, 3, 4, 5, 6}
    assert report.damage == ()
    marks = list_marks(document)
    assert sum(len(text) for text, _ in marks) == sum(map(len, STORY))
    assert [text for text, sure in marks if not sure] == ["诉"]
    assert report.recognition is not None
    assert report.recognition.doubtful == 1
    assert "存疑 1 处" in report.recognition.sentence
    for block in document.blocks:
        assert isinstance(block, Block)
        assert undo(block.text, block.changes) == block.text


def test_cells_keep_their_own_doubts_and_equal_figures_beside_each_other() -> None:
    (table,) = make_document([read(make_table(CELLS, {"7": 0.5}))], "image").blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == [text for row in CELLS for text in row]
    doubtful = [cell.text for cell in table.cells if any(c.confidence < CERTAIN for c in cell.changes)]
    assert doubtful == ["7"]
    assert all(cell.changes for cell in table.cells if cell.text)
    assert {change.kind for cell in table.cells for change in cell.changes} == {RECOGNISED}


def test_a_table_put_together_from_recognised_lines_is_marked_as_doubtful_as_they_are() -> None:
    lines = ["|".join(cell or "0" for cell in row) for row in CELLS]
    marked = [mark([(letter, 0.3 if letter == "5" else 0.99) for letter in line]) for line in lines]
    (table,), _ = flattened.rebuild([Block(line.text, changes=line.changes) for line in marked])
    assert isinstance(table, Table)
    assert table.flattened
    assert all(change.confidence < CERTAIN for cell in table.cells for change in cell.changes)
    assert all(cell.changes for cell in table.cells)


def test_a_recognised_page_survives_json() -> None:
    page = make_table(CELLS)
    assert ReadPage.from_json(json.loads(json.dumps(page.to_json()))) == page


@pytest.mark.parametrize(
    ("read_as", "means"),
    [
        ("《条例》(国令第711号)(以下简称《条例》)", "《条例》（国令第711号）（以下简称《条例》）"),
        ("地址:洪泽湖大道90号,电话:0517-8722", "地址：洪泽湖大道90号，电话：0517-8722"),
        ("邮箱hzzwgk@126.com)。", "邮箱hzzwgk@126.com）。"),
        ("1,203 (3) 10:30", "1,203 (3) 10:30"),
        ("(一)予以公开", "（一）予以公开"),
        ("万元(3)", "万元（3）"),
    ],
)
def test_marks_beside_chinese_characters_are_wide(read_as: str, means: str) -> None:
    assert punctuation.widen(read_as) == means


@pytest.mark.parametrize("text", ["0", "1,203", "7730.28", "98.5%", "/", "—", "本年", "-3", "APP", "（一）"])
def test_what_cells_say_is_not_doubted(text: str) -> None:
    assert not find_doubtful(text)


@pytest.mark.parametrize("text", ["0.", ".12", "ó", "1:", "· 0", "i", "4'", "12,3", "件数4", ".规章"])
def test_what_a_speck_may_have_made_is_doubted(text: str) -> None:
    assert find_doubtful(text)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), UnreadableSource, "图片已损坏"),
        (
            save(draw(8, 8), "TIFF", save_all=True, append_images=[draw(8, 8)] * MOST_PAGES),
            OversizedSource,
            f"超过 {MOST_PAGES} 页",
        ),
    ],
)
def test_bad_pictures_end_in_one_sentence(data: bytes, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        extract(data, "a.png", SETTINGS, {})


def test_a_picture_that_is_cut_off_ends_in_one_sentence_when_it_is_recognised() -> None:
    with pytest.raises(UnreadableSource, match="图片已损坏"):
        render(save(draw(), "PNG")[:60], 1)


def test_a_picture_that_unpacks_to_too_much_is_refused() -> None:
    huge = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(huge, "PNG")
    with pytest.raises(OversizedSource, match="万像素"):
        extract(huge.getvalue(), "a.png", SETTINGS, {})
    large = io.BytesIO()
    Image.new("1", (9_500, 9_000)).save(large, "PNG")
    with pytest.raises(OversizedSource, match="万像素"):
        render(large.getvalue(), 1)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_mutated_pictures_end_in_a_picture_or_one_sentence(kind: str) -> None:
    whole, chance = save(Image.linear_gradient("L"), kind), random.Random(7)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 20)):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        with suppress(UnreadableSource, OversizedSource):
            render(bytes(data[: chance.randrange(len(data) // 2, len(data) + 1)]), 1)


def test_a_scan_of_too_many_pages_is_refused() -> None:
    with pytest.raises(OversizedSource, match="拆分"):
        extract(make_scan(MOST_PAGES + 1), "a.pdf", SETTINGS, {})


def find_font() -> str:
    found = next((font for font in FONTS if Path(font).exists()), "")
    if not found:
        pytest.skip("no Chinese font on this machine (apt-get install fonts-wqy-microhei)")
    return found


def draw_page(degrees: float) -> Image.Image:
    """A page at 200 dots an inch with a seal on it, and dirt, laid askew, and saved as a bad JPEG."""
    image = draw(1654, 2339)
    pen = ImageDraw.Draw(image)
    large, usual, small = (ImageFont.truetype(find_font(), size) for size in (60, 44, 30))
    pen.text((420, 220), "示例县公开工作报告", "black", large)
    for at, line in enumerate((PROSE, "（一）重点领域信息公开（国令第711号）。")):
        pen.text((210, 420 + 80 * at), line, "black", usual)
    wide, high, left, top = 400, 80, 210, 700
    for at in range(len(CELLS) + 1):
        pen.line((left, top + high * at, left + 3 * wide, top + high * at), "black", 3)
    for at in range(4):
        pen.line((left + wide * at, top, left + wide * at, top + high * len(CELLS)), "black", 3)
    for row, texts in enumerate(CELLS):
        for column, text in enumerate(texts):
            pen.text((left + wide * column + 30, top + high * row + 22), text, "black", small)
    pen.ellipse((1150, 330, 1450, 630), outline=(215, 40, 40), width=9)
    chance = random.Random(3)
    for _ in range(600):
        x, y = chance.randrange(1650), chance.randrange(2330)
        pen.rectangle((x, y, x + chance.randrange(3), y + chance.randrange(3)), "black")
    image = image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")
    return Image.open(io.BytesIO(save(image, "JPEG", quality=45)))


@pytest.fixture(scope="module")
def engine() -> Any:
    """The models, loaded once; tests that need them are left out where they are not installed."""
    if not is_available():
        pytest.skip("recognition is not installed (pip install -e '.[ocr]')")
    return import_module("indexer.extraction.recognition.engine").RecognitionModels()


def test_a_picture_is_recognised(engine: Any) -> None:
    picture = import_module("indexer.extraction.recognition.picture").make_picture(draw_page(1.6))
    page = import_module("indexer.extraction.recognition.reading").read(picture, engine)
    document = make_document([read(page)], "image")
    blocks = [block for block in document.blocks if isinstance(block, Block)]
    text = "".join(block.text for block in blocks)
    assert "示例县公开工作报告" in text
    assert PROSE in text
    assert "（国令第711号）" in text
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    true = [text for row in CELLS for text in row]
    wrong = [cell for cell, text in zip(table.cells, true, strict=True) if cell.text != text]
    assert len(wrong) <= 1  # dirt right beside a figure may be a point
    assert all(any(change.confidence < CERTAIN for change in cell.changes) for cell in wrong)


@pytest.mark.parametrize("quarters", [1, 2])
def test_a_page_on_its_side_or_head_is_turned(engine: Any, quarters: int) -> None:
    reading = import_module("indexer.extraction.recognition.reading")
    upright = import_module("indexer.extraction.recognition.picture").make_picture(
        draw_page(0).convert("RGB")
    )
    turn = import_module("indexer.extraction.recognition.upright").turn_quarters
    turned, boxes = reading.set_upright(turn(upright, quarters), engine)
    assert turned.pixels.shape == upright.pixels.shape
    assert abs(turned.pixels.astype(int) - upright.pixels).mean() < 12
    assert len(boxes) > 5


def test_a_page_of_a_real_report_reads_as_its_text(real: Path, engine: Any) -> None:
    data = (real / "real-more" / "hongze-2023.pdf").read_bytes()
    image = import_module("indexer.extraction.pdf.rendering").render(make_scan_of(data, 200, slice(1, 2)), 1)
    picture = import_module("indexer.extraction.recognition.picture").make_picture(image)
    scanned = read(import_module("indexer.extraction.recognition.reading").read(picture, engine))
    with pdfplumber.open(io.BytesIO(data)) as file:
        printed = read(file.pages[1])
    as_scan, as_text = (make_document([leaf], "pdf").blocks for leaf in (scanned, printed))
    assert [type(block) for block in as_scan] == [type(block) for block in as_text]
    for read_, true in zip(as_scan, as_text, strict=True):
        if isinstance(true, Table) and isinstance(read_, Table):
            assert [cell.text for cell in read_.cells] == [cell.text for cell in true.cells]
        elif isinstance(true, Block) and isinstance(read_, Block):
            assert Levenshtein.distance(read_.text, true.text) <= 0.015 * len(true.text)
