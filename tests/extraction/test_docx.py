"""Word documents: text as a reader sees it, numbers that Word counts, tables with spans; bad ones named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from indexer.errors import EmptySource, OversizedSource, SourceError, UnreadableSource
from indexer.extraction import extract
from indexer.report.document import Block, Cell, Table
from indexer.settings import Settings

SETTINGS = Settings()
PROSE = "全年主动公开政府信息1200条，其中通过政府网站公开900条，群众满意度不断提高。"


def saved(word: Word) -> bytes:
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def blocks(word: Word) -> list[Block | Table]:
    document = extract(saved(word), "report.docx", SETTINGS)
    assert document.format == "docx"
    return list(document.blocks)


def texts(word: Word) -> list[str]:
    return [block.text for block in blocks(word) if isinstance(block, Block)]


def written(*paragraphs: str) -> Word:
    """A document of paragraphs given as the XML of their runs."""
    word = docx.Document()
    for runs in paragraphs:
        word.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>"))
    return word


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_paragraphs_headings_and_breaks() -> None:
    word = docx.Document()
    word.add_heading("一、总体情况", 1)
    word.add_paragraph(PROSE).add_run().add_break()
    word.paragraphs[-1].add_run("（一）主动公开。").bold = True
    word.add_paragraph()
    read = blocks(word)
    assert [(b.text, b.level) for b in read if isinstance(b, Block)] == [
        ("一、总体情况", 1),
        (PROSE, 0),
        ("（一）主动公开。", 0),
    ]


def test_tracked_changes_are_read_as_accepted() -> None:
    inserted = f"<w:ins w:id='1' w:author='a'>{run('九百')}</w:ins>"
    deleted = "<w:del w:id='2' w:author='a'><w:r><w:delText>八百</w:delText></w:r></w:del>"
    assert texts(written(run("公开政府信息") + inserted + deleted + run("条。"))) == ["公开政府信息九百条。"]


def test_what_is_not_printed_is_left_out() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部批注</w:t></w:r>"
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    comment = "<w:commentRangeStart w:id='0'/>" + run(PROSE) + "<w:commentRangeEnd w:id='0'/>"
    contents = "<w:pPr><w:pStyle w:val='TOC1'/></w:pPr>" + run("一、总体情况 1")
    assert texts(written(contents, hidden + field + comment)) == [PROSE]


def test_content_controls_and_links_are_read() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('示例区')}</w:sdtContent></w:sdt>"
    assert texts(written(control + f"<w:hyperlink>{run('门户网站')}</w:hyperlink>" + run("公开。"))) == [
        "示例区门户网站公开。"
    ]


def test_footnotes_follow_their_paragraph() -> None:
    word = written(run("统计口径见注。") + "<w:r><w:footnoteReference w:id='2'/></w:r>", run(PROSE))
    note = f"<w:footnote w:id='2'><w:p>{run('含街道。')}</w:p></w:footnote>"
    note = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"
    data = added(saved(word), "word/footnotes.xml", note)
    read = extract(data, "a.docx", SETTINGS).blocks
    assert [block.text for block in read if isinstance(block, Block)] == ["统计口径见注。", "含街道。", PROSE]


def added(data: bytes, name: str, text: str) -> bytes:
    """A package with one part more, or another."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename != name:
                new.writestr(item, old.read(item))
        new.writestr(name, text)
    return buffer.getvalue()


def test_numbers_that_word_counts() -> None:
    levels = "".join(
        f"<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{kind}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
        for at, (kind, text) in enumerate(
            [("chineseCounting", "%1、"), ("japaneseCounting", "（%2）"), ("decimal", "%3.")]
        )
    )
    numbering = (
        f"<w:numbering {nsdecls('w')}><w:abstractNum w:abstractNumId='7'>{levels}</w:abstractNum>"
        "<w:num w:numId='9'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
    )

    def item(at: int, text: str) -> str:
        listed = f"<w:pPr><w:numPr><w:ilvl w:val='{at}'/><w:numId w:val='9'/></w:numPr></w:pPr>"
        return listed + run(text)

    word = written(
        item(0, "总体情况"),
        item(1, "主动公开"),
        item(2, "网站"),
        item(2, "新媒体"),
        item(1, "依申请"),
        item(0, "主动公开政府信息情况"),
        item(1, "规章"),
    )
    read = extract(added(saved(word), "word/numbering.xml", numbering), "a.docx", SETTINGS).blocks
    assert [block.text for block in read if isinstance(block, Block)] == [
        "一、总体情况",
        "（一）主动公开",
        "1.网站",
        "2.新媒体",
        "（二）依申请",
        "二、主动公开政府信息情况",
        "（一）规章",
    ]


def test_tables_with_spans() -> None:
    word = docx.Document()
    table = word.add_table(4, 4)
    for row, line in enumerate(
        ["申请人情况||自然人|总计", "三、办理结果|（一）予以公开|1|1", "|（二）部分公开||2", "四、结转||0|0"]
    ):
        for column, text in enumerate(line.split("|")):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 1))
    (read,) = blocks(word)
    assert isinstance(read, Table)
    assert (read.height, read.width) == (4, 4)
    spans = {c.text: (c.row, c.column, c.rowspan, c.colspan) for c in read.cells if c.rowspan + c.colspan > 2}
    assert spans == {"申请人情况": (0, 0, 1, 2), "三、办理结果": (1, 0, 2, 1), "四、结转": (3, 0, 1, 2)}
    assert read.list_lines()[2] == "（二）部分公开 |  | 2"
    assert Cell("2", 2, 3) in read.cells


def test_a_table_that_only_frames_text_is_text() -> None:
    word = docx.Document()
    frame = word.add_table(1, 1).cell(0, 0)
    frame.text = "一、总体情况"
    frame.add_paragraph(PROSE)
    assert texts(word) == ["一、总体情况", PROSE]


def without_text(word: bytes) -> bytes:
    return saved(docx.Document())


def cut(word: bytes) -> bytes:
    return word[: len(word) // 2]


def garbled(word: bytes) -> bytes:
    return added(word, "word/document.xml", "<w:document><w:body>")


def expanding(word: bytes) -> bytes:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    bomb = f"<!DOCTYPE w:document [<!ENTITY e0 '年报'>{entities}]><w:document {nsdecls('w')}><w:body><w:p>"
    return added(word, "word/document.xml", bomb + run("&e9;") + "</w:p></w:body></w:document>")


def fetching(word: bytes) -> bytes:
    entity = "<!DOCTYPE w:document [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    return added(
        word,
        "word/document.xml",
        f"{entity}<w:document {nsdecls('w')}><w:body><w:p>{run('&x;')}</w:p></w:body></w:document>",
    )


def swelling(word: bytes) -> bytes:
    return added(word, "word/document.xml", "<!--" + "年" * 40_000_000 + "-->")


@pytest.mark.parametrize(
    ("damage", "error", "said"),
    [
        (without_text, EmptySource, "没有文字"),
        (cut, UnreadableSource, "损坏"),
        (garbled, UnreadableSource, "损坏"),
        (expanding, UnreadableSource, "损坏"),
        (fetching, UnreadableSource, "类型声明"),
        (swelling, OversizedSource, "100 MB"),
    ],
)
def test_bad_files(damage: Callable[[bytes], bytes], error: type[SourceError], said: str) -> None:
    with pytest.raises(error, match=said):
        extract(damage(saved(written(run(PROSE)))), "report.docx", SETTINGS)
