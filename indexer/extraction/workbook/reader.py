"""Reads the cells of spreadsheets: their values as they were last computed, merged cells as one.

`python-calamine` (MIT, Rust) reads XLSX and XLS alike, evaluates nothing, follows no link and runs no macro;
openpyxl takes ten times as long, and knows no XLS.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from indexer.errors import EmptySource, OversizedSource, UnreadableSource
from indexer.extraction.base import ReadPart
from indexer.extraction.lines.blanks import clean, join_parts
from indexer.extraction.zip_errors import ZIP_ERRORS
from indexer.report import form
from indexer.report.document import Block, Cell, Document, Table
from indexer.settings import Settings

_MOST_SHEETS, _MOST_ROWS, _MOST_COLUMNS = 50, 2_000, 100
"""What is read at most; the statutory tables have 50 rows together, and 15 columns."""
_MOST_BYTES = 30 * 1024 * 1024
_MOST_MERGED = 10_000
_EXACT = 1e15
"""Up to which whole numbers are kept exactly (IEEE 754)."""
Spans = Mapping[tuple[int, int], tuple[int, int]]
"""How many rows and columns the cells reach that are merged with others, by row and column."""


def extract(data: bytes, settings: Settings, read_part: ReadPart) -> Document:
    """Read a spreadsheet: of each sheet that is shown the lines above its table, and the table.

    Raises:
        EmptySource: no cell says anything.
        OversizedSource: more than 30 MB unpacked, more than 50 sheets, or one of more than 2,000 rows or 100
            columns.
        UnreadableSource: damaged, or locked with a password.
    """
    _refuse_swollen(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [
            each.name
            for each in book.sheets_metadata
            if each.visible is SheetVisibleEnum.Visible and each.typ is SheetTypeEnum.WorkSheet
        ]
        if len(shown) > _MOST_SHEETS:
            raise OversizedSource(f"电子表格超过 {_MOST_SHEETS} 张工作表，未读取，请只留下年报的表格。")
        blocks = [block for name in shown for block in _read_sheet(book.get_sheet_by_name(name))]
    except PasswordError:
        raise UnreadableSource("电子表格设有打开密码，请去掉密码后再收录。") from None
    except CalamineError:
        raise UnreadableSource("电子表格已损坏，无法读取，请重新另存为 XLSX 后再收录。") from None
    if not blocks:
        raise EmptySource("电子表格中没有文字，请检查文件内容。")
    return Document(tuple(blocks), "", {}, "workbook", "")


def _refuse_swollen(data: bytes) -> None:
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                unpacked = sum(part.file_size for part in package.infolist())
        except ZIP_ERRORS:
            raise UnreadableSource("电子表格已损坏，无法读取，请重新另存为 XLSX 后再收录。") from None
        if unpacked > _MOST_BYTES:
            most = _MOST_BYTES // 1048576
            raise OversizedSource(f"电子表格解压后超过 {most} MB，未读取，请只留下年报的表格。")


def _read_sheet(sheet: CalamineSheet) -> Iterator[Block | Table]:
    if sheet.total_height > _MOST_ROWS or sheet.total_width > _MOST_COLUMNS:
        most = f"{_MOST_ROWS} 行或 {_MOST_COLUMNS} 列"
        raise OversizedSource(f"电子表格的工作表“{sheet.name[:20]}”超过 {most}，未读取，请只留下年报的表格。")
    rows = [[_write(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    first = next((at for at, row in enumerate(rows) if _begins_table(row)), len(rows))
    for row in rows[:first]:
        yield from (Block(text) for text in row if text)
    spans = _read_spans(sheet.merged_cell_ranges or ())
    cells = [
        Cell(text, at - first, column, *spans.get((at, column), (1, 1)))
        for at, row in enumerate(rows[first:], first)
        for column, text in enumerate(row)
        if spans.get((at, column)) != (0, 0)
    ]
    if any(cell.text for cell in cells):
        yield Table(tuple(cells))


def _begins_table(row: Sequence[str]) -> bool:
    """Whether a row is of a table: several cells, or the one that heads a part of the second table."""
    return sum(map(bool, row)) > 1 or any(text.startswith(form.ARTICLE) for text in row)


def _read_spans(merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Spans:
    """How far merged cells reach; (0, 0) for what another cell covers. What makes no sense is no span."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, right) in merged[:_MOST_MERGED]:
        height, width = bottom - top + 1, right - left + 1
        if not (0 < height <= _MOST_ROWS and 0 < width <= _MOST_COLUMNS):
            continue
        places = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        if not any(place in spans for place in places):
            spans.update(dict.fromkeys(places, (0, 0)))
            spans[top, left] = height, width
    return spans


def _write(value: object) -> str:
    """What a cell shows, as a text."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else f"{value:.10g}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return join_parts(filter(None, map(clean, str(value).split("\n"))))
