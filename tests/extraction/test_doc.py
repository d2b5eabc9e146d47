"""Word documents of before 2007 read to what the page gives that they were made of; bad ones are named."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from indexer.archive.archive import open_archive
from indexer.errors import NianbaoError, UnknownFormat, UnreadableSource
from indexer.extraction import extract
from indexer.extraction.doc.grid import straighten
from indexer.extraction.formats import SUFFIXES, find_format, needs_sandbox
from indexer.ingest.add import add
from indexer.settings import Settings
from tests.extraction.made_files import PAGE, load, read_report

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(autouse=True)
def _no_other_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """What LibreOffice reads is no matter of these tests (`test_office`)."""
    monkeypatch.setattr("indexer.extraction.doc.office.find_program", lambda: None)


def test_a_document_reads_as_the_page_that_it_was_made_of() -> None:
    page = read_report(PAGE.read_bytes(), PAGE.name)
    for name in ("年报.wps", "年报"):
        report = read_report(load(".doc"), name)
        assert report.sections == page.sections
        assert (report.kind, report.year, report.body, report.region) == (
            *(page.kind, page.year, page.body, page.region),
        )
    assert extract(load(".doc"), "年报.doc", Settings()).format == "doc"


def test_a_document_is_added_and_its_file_kept(tmp_path: Path) -> None:
    path = tmp_path / "2021.doc"
    path.write_bytes(load(".doc"))
    add([path], Settings(home=tmp_path / "home"), lambda *_: None)
    archive = open_archive(Settings(home=tmp_path / "home"))
    assert archive.read_report("disclosure-990101-2021").reading.format == "doc"
    assert archive.files.find_original("disclosure-990101-2021").read() == load(".doc")


def test_the_class_that_wps_gives_its_files_does_not_matter() -> None:
    data = load(".doc")
    named = data[:8] + bytes.fromhex("0609020000000000c000000000000046") + data[24:]
    assert extract(named, "a.wps", Settings()).blocks == extract(data, "a.doc", Settings()).blocks


def test_it_is_read_confined() -> None:
    assert needs_sandbox(load(".doc"), "a.doc")
    assert {".doc", ".wps"} <= SUFFIXES


def _locked(data: bytes) -> bytes:
    """The flag that says that the text is encrypted (MS-DOC 2.5.2, fEncrypted)."""
    at = data.index(b"\xec\xa5", 512)
    return data[: at + 11] + bytes([data[at + 11] | 1]) + data[at + 12 :]


def _of_word_6(data: bytes) -> bytes:
    """The signs of a document of Word 6 (wIdent and nFib)."""
    at = data.index(b"\xec\xa5", 512)
    return data[:at] + b"\xdc\xa5\x68\x00" + data[at + 4 :]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_locked(load(".doc")), "密码"),
        (load(".doc")[:20_000], "已损坏"),
        (_of_word_6(load(".doc")), "早于 Word 97"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(5000), "已损坏"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableSource, match=words) as raised:
        extract(data, "a.doc", Settings())
    assert raised.value.message.count("。") == 1


def test_other_files_of_office_programs_are_refused_by_name() -> None:
    with pytest.raises(UnknownFormat, match="PPT"):
        find_format(OLE + bytes(2000), "a.ppt")


def test_columns_of_a_hair_are_closed_up() -> None:
    document, buffer = docx.Document(), io.BytesIO()
    table = document.add_table(2, 3)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "右"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "左"
    table.cell(0, 0).text, table.cell(1, 2).text = "左", "右"
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, (2000, 3, 2000), strict=True):
        column.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}w", str(width))
    document.save(buffer)
    crooked = extract(buffer.getvalue(), "a.docx", Settings()).blocks[0]
    straight = extract(straighten(buffer.getvalue()), "a.docx", Settings()).blocks[0]
    assert (crooked.width, straight.width) == (3, 2)  # type: ignore[union-attr]
    assert [(cell.text, cell.row, cell.column, cell.colspan) for cell in straight.cells] == [  # type: ignore[union-attr]
        *(("左", 0, 0, 1), ("右", 0, 1, 1), ("左", 1, 0, 1), ("右", 1, 1, 1)),
    ]


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_no_damage_ends_but_in_one_sentence(data: st.DataObject) -> None:
    whole = bytearray(load(".doc"))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    # What its libraries raise besides is made a sentence by the process that it is read in.
    with suppress(
        *(NianbaoError, ValueError, LookupError, AttributeError, TypeError, OverflowError, MemoryError),
        *(OSError, etree.XMLSyntaxError, zipfile.BadZipFile, ArithmeticError, RecursionError),
    ):
        extract(bytes(whole), "a.doc", Settings())
