"""Spreadsheets: written with openpyxl, read with calamine; bad ones end in one sentence."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from indexer.errors import EmptySource, OversizedSource, UnreadableSource
from indexer.extraction import extract
from indexer.report.document import Block, Document, Table
from indexer.settings import Settings


def make(fill: Callable[[Worksheet], object]) -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    book.save(written)
    return written.getvalue()


def read(data: bytes) -> Document:
    return extract(data, "表.xlsx", Settings())


def fill_simply(sheet: Worksheet) -> None:
    sheet.append(["某县2023年年报附表"])
    sheet.append([])
    sheet.append(["项目", "数量", "备注"])
    sheet.append(["收费\n金额", 12.5, True])
    sheet.append(["件数", 1234567, datetime.date(2023, 12, 31)])
    sheet.append(["比例", 0.1 + 0.2, "=SUM(B4:B5)"])


def test_lines_above_a_table_and_values_as_they_are_shown() -> None:
    title, table = read(make(fill_simply)).blocks
    assert title == Block("某县2023年年报附表")
    assert isinstance(table, Table)
    # The formula was never computed: nothing is computed here either.
    assert table.list_lines() == (
        "项目 | 数量 | 备注",
        "收费金额 | 12.5 | 是",
        "件数 | 1234567 | 2023-12-31",
        "比例 | 0.3 | ",
    )


def test_merged_cells_are_one() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["申请人情况", None, "总计"])
        sheet.append([None, None, 3])
        sheet.merge_cells("A1:B2")

    (table,) = read(make(fill)).blocks
    assert isinstance(table, Table)
    assert [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells] == [
        ("申请人情况", 0, 0, 2, 2),
        ("总计", 0, 2, 1, 1),
        ("3", 1, 2, 1, 1),
    ]


def test_hidden_sheets_are_not_read() -> None:
    book, written = openpyxl.Workbook(), io.BytesIO()
    book.create_sheet("草稿").append(["草", "稿"])
    book["草稿"].sheet_state = "hidden"
    book.save(written)
    with pytest.raises(EmptySource):
        read(written.getvalue())


@pytest.mark.parametrize("cell", ["A5000", "ZZ5"])
def test_huge_sheets_are_refused(cell: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet[cell] = 1, 1

    with pytest.raises(OversizedSource, match="超过 2000 行或 100 列"):
        read(make(fill))


def test_what_is_cut_off_or_no_workbook_is_named() -> None:
    data = make(fill_simply)
    with pytest.raises(UnreadableSource, match="已损坏"):
        read(data[: len(data) // 2])
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnreadableSource, match="已损坏"):
        read(written.getvalue())
