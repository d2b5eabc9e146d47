"""XLSX for Excel, WPS and LibreOffice: the rows on the first sheet, what was asked on the second.

Every text is written as text with the mark `quotePrefix`, by which a spreadsheet keeps it a text even
when it is edited; numbers stay numbers. XlsxWriter writes row by row in constant memory; the file
takes form on disk and is handed on in pieces.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.export.base import ExportTable, Value, is_formula

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Excel's own limits ("Excel specifications and limits").
_MOST_ROWS = 1_048_576
_MOST_LINKS = 65_530
_LONGEST_LINK = 2079
_LONGEST_TEXT = 32_767
_CUT = "……（单元格容不下，已截断）"

_PIECE = 256 * 1024
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write(listing: ExportTable) -> Iterator[bytes]:
    """Yield the listing as a workbook."""
    import xlsxwriter  # by the few who want one

    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        path = Path(folder) / "export.xlsx"
        with xlsxwriter.Workbook(path, _OPTIONS | {"tmpdir": folder}) as book:
            sheets = _Sheets(book)
            count, left_out = sheets.write_rows(listing)
            sheets.write_about(listing, count, left_out)
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


class _Sheets:
    """The two sheets of a workbook and the formats of their cells."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        self._text = book.add_format({"valign": "top"})
        self._quoted = book.add_format({"valign": "top", "quote_prefix": True})
        self._link = book.add_format({"valign": "top", "font_color": "#1b5070", "underline": 1})
        self._links = 0

    def write_rows(self, listing: ExportTable) -> tuple[int, int]:
        """Write the first sheet; return how many rows it has, and for how many Excel has no room."""
        sheet = self._book.add_worksheet(_sheet_name(listing.title))
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(listing.columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.title, self._head)
        count = left_out = 0
        for row in listing.rows:
            if count + 1 == _MOST_ROWS:
                left_out += 1
                continue
            count += 1
            for at, column in enumerate(listing.columns):
                self._write(sheet, count, at, row.get(column.name), column.link)
        sheet.autofilter(0, 0, count, len(listing.columns) - 1)
        return count, left_out

    def write_about(self, listing: ExportTable, count: int, left_out: int) -> None:
        """The second sheet."""
        sheet = self._book.add_worksheet("检索条件")
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 80)
        facts = [(fact.title, fact.value) for fact in listing.about] + [("本表行数", count)]
        if left_out:
            facts.append(("没有容下的行数", left_out))
        for row, (title, value) in enumerate(facts):
            sheet.write_string(row, 0, title, self._head)
            self._write(sheet, row, 1, value, False)

    def _write(self, sheet: Any, row: int, at: int, value: Value, link: bool) -> None:
        if value is None or value == "":
            return
        if isinstance(value, int | float):
            if math.isfinite(value):
                sheet.write_number(row, at, value, self._text)
            else:
                sheet.write_string(row, at, str(value), self._text)
            return
        text = value.encode("utf-8", "replace").decode()
        if len(text) > _LONGEST_TEXT:
            text = text[: _LONGEST_TEXT - len(_CUT)] + _CUT
        webbed = text.startswith(("http://", "https://")) and len(text) <= _LONGEST_LINK
        if link and webbed and self._links < _MOST_LINKS:
            self._links += 1
            sheet.write_url(row, at, text, self._link)
        else:
            sheet.write_string(row, at, text, self._quoted if is_formula(text) else self._text)


def _sheet_name(title: str) -> str:
    """Return a title without what Excel forbids in names of sheets."""
    return "".join(char for char in title if char not in "[]:*?/\\'")[:31] or "结果"
