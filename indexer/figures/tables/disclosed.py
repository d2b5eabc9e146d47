"""Table 2: what was disclosed, item by item of article 20; each item has columns of its own."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.figures.cell_value import read as read_number
from indexer.figures.figure import Figure, Meaning
from indexer.figures.labels import find_item, find_measure
from indexer.figures.tables.sheet import Row, Uncertain, make_figure, quote_cells
from indexer.report.document import Cell


def read(rows: Sequence[Row]) -> list[Figure]:
    """The figures of table 2.

    Raises:
        Uncertain: rows and columns are not certain.
    """
    figures: list[Figure] = []
    heads: list[tuple[str, Cell]] = []
    title = ""
    for row in rows:
        found = [(find_measure(cell.text), cell) for cell in row.own]
        columns = [(key, cell) for key, cell in found if key]
        if columns:
            heads = columns
            continue
        if len(row.own) == 1 and not find_item(row.own[0].text):
            title, heads = row.own[0].text, []
            continue
        label = next((cell for cell in row.own if find_item(cell.text)), None)
        if label:
            figures += _row(row, label, heads, title)
        elif _has_number(row):
            raise Uncertain(f"认不出表二中{quote_cells(row.own)}一行是哪一项")
    return figures


def _row(row: Row, label: Cell, heads: list[tuple[str, Cell]], title: str) -> list[Figure]:
    if not heads:
        raise Uncertain(f"{quote_cells(row.own)}一行之上没有栏目名称")
    first = min(cell.column for _, cell in heads)
    if label.column + label.colspan > first:
        raise Uncertain(f"{quote_cells(row.own)}一行与栏目名称没有对齐")
    values = row.cells(first, row.width)
    while len(values) > len(heads) and not values[-1].text.strip():
        values.pop()  # an empty column at the edge
    if len(values) != len(heads):
        raise Uncertain(f"{quote_cells(row.own)}一行的格数与栏目不符")
    if len({name for name, _ in heads}) != len(heads):
        raise Uncertain("栏目名称重复")
    labels = [Cell(title, 0, 0), label] if title else [label]
    return [
        make_figure(f"2.{find_item(label.text)}.{column}", labels, (head.text,), value, row)
        for (column, head), value in zip(heads, values, strict=True)
    ]


def _has_number(row: Row) -> bool:
    return any(read_number(cell.text)[0] is Meaning.NUMBER for cell in row.own)
