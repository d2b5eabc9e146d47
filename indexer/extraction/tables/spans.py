"""Resolves row and column spans to the places of cells (the HTML Standard's table model, 4.9.12)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from indexer.errors import OversizedSource
from indexer.report.document import Cell

_VALUE = re.compile(r"[\d/／—–－-]")
_MOST = 100
"""Columns that one cell may span; the statutory tables have fifteen."""
_WIDEST = 5000
"""Columns that a table may have: hostile pages ask for millions."""


def resolve(rows: Sequence[Sequence[Cell]]) -> tuple[Cell, ...]:
    """Give cells their rows and columns.

    Args:
        rows: the cells of each row in order; rows and columns in them do not count, spans may be absurd
            (0 means "to the last row").

    Returns:
        The cells, ordered by row and column. Spans end with the table, rows and columns in which no cell
        begins are closed up, and rows without a word (Word writes one to fix widths) are gone unless
        they hold the table's only values, left blank.
    """
    placed: list[Cell] = []
    free: list[int] = []  # for each column, the first row that no cell from above reaches
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while column < len(free) and free[column] > row:
                column += 1
            wide = max(1, min(cell.colspan, _MOST))
            high = min(cell.rowspan, len(rows) - row) if cell.rowspan > 0 else len(rows) - row
            end = column
            while end < column + wide and (end >= len(free) or free[end] <= row):
                end += 1
            if end > _WIDEST:
                raise OversizedSource(f"表格超过 {_WIDEST} 列，不像报告的表格，请检查文件。")
            free += [0] * (end - len(free))
            free[column:end] = [row + high] * (end - column)
            placed.append(Cell(cell.text, row, column, high, end - column, cell.header, cell.changes))
            column = end
    kept = _kept(placed)
    return _close_up([cell for cell in placed if cell.row in kept])


def _kept(cells: list[Cell]) -> set[int]:
    """Rows with a word; and the first one without where the table would have no value otherwise: table 4
    of a report that left its fifteen cells blank."""
    worded = {cell.row for cell in cells if cell.text}
    blank = {cell.row for cell in cells} - worded
    if worded and blank and not any(_VALUE.match(cell.text) for cell in cells):
        worded.add(min(blank))
    return worded


def _close_up(cells: list[Cell]) -> tuple[Cell, ...]:
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    if rows == list(range(len(rows))) and columns == list(range(len(columns))):
        ends = (
            max((c.row + c.rowspan for c in cells), default=0),
            max((c.column + c.colspan for c in cells), default=0),
        )
        if ends == (len(rows), len(columns)):
            return tuple(sorted(cells, key=_in_order))

    def place(cell: Cell) -> Cell:
        top, left = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
        bottom = bisect_left(rows, cell.row + cell.rowspan)
        right = bisect_left(columns, cell.column + cell.colspan)
        return replace(cell, row=top, column=left, rowspan=bottom - top, colspan=right - left)

    return tuple(sorted(map(place, cells), key=_in_order))


def _in_order(cell: Cell) -> tuple[int, int]:
    return cell.row, cell.column
