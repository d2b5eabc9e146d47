"""Table 4: reviews and lawsuits, three blocks of five results in one row."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.figures.cell_value import read as read_number
from indexer.figures.figure import Figure, Meaning
from indexer.figures.labels import find_block, find_result
from indexer.figures.tables.sheet import Row, Uncertain, is_value, make_figure, quote_cells
from indexer.report.document import Cell
from indexer.report.form import BLOCKS, RESULTS


def read(rows: Sequence[Row]) -> list[Figure]:
    """The figures of table 4.

    Raises:
        Uncertain: rows and columns are not certain.
    """
    depth = next((at for at, row in enumerate(rows) if _holds_values(row)), None)
    if depth is None:
        depth = next((at for at, row in enumerate(rows) if at and row.blank), None)
    if depth is None:
        raise Uncertain("表头之下没有数据行")
    head, data = rows[:depth], rows[depth]
    if any(not row.blank for row in rows[depth + 1 :] if row.width == data.width and _holds_values(row)):
        raise Uncertain("表头之下有不止一行数据")
    if not head:
        raise Uncertain("没有表头")
    figures: list[Figure] = []
    for column in range(head[-1].width):
        over = list(dict.fromkeys(cell for row in head if (cell := row.covering[column])))
        labels = tuple(cell.text for cell in over if cell.text.strip())
        key, of = (find_result(labels[-1]), find_block(labels[:-1])) if labels else ("", "")
        if not key:
            continue
        if not of or data.width != head[-1].width:
            raise Uncertain("表头与数据没有对齐")
        value = data.covering[column]
        if value is None or value.colspan > 1:
            raise Uncertain(f"{quote_cells(data.own)}一行的格数与表头不符")
        figures.append(make_figure(f"4.{of}.{key}", (), labels, value, data))
    if len({found.key for found in figures}) != len(figures):
        raise Uncertain("表头有重复的栏目")
    absent = [label.words for key, label in BLOCKS.items() if not any(found.row == key for found in figures)]
    if absent or len(figures) % len(RESULTS):
        raise Uncertain(f"表头没有“{absent[0]}”" if absent else "表头的栏目不全")
    return figures


def _holds_values(row: Row) -> bool:
    """Whether a row is of figures: all cells values, and one at least a number or a stroke."""
    return all(map(is_value, row.own)) and any(map(_says, row.own))


def _says(cell: Cell) -> bool:
    return read_number(cell.text)[0] is not Meaning.BLANK
