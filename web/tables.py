"""How a table is shown: which cells head rows and columns, which hold figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from indexer import Cell, Span, Table

_FIGURE = re.compile(r"[-−+]?[\d０-９][\d０-９,，.．]*\s*[%％]?|[/／—–-]+|")


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell as it is shown.

    Attributes:
        scope: `col`, `colgroup`, `row` or `rowgroup` for a heading, "" for a plain cell.
        figure: whether it holds a number, a stroke or nothing.
    """

    spans: tuple[Span, ...]
    rowspan: int
    colspan: int
    scope: str
    figure: bool

    @property
    def hit(self) -> bool:
        """Whether the query is found in it."""
        return any(span.hit for span in self.spans)


@dataclass(frozen=True, slots=True)
class RowView:
    """A row: the number of its line, and the cells that begin in it."""

    line: int
    cells: tuple[CellView, ...]

    @property
    def first_hit(self) -> int | None:
        """Position of the first cell in which the query is found."""
        return next((at for at, cell in enumerate(self.cells) if cell.hit), None)

    @property
    def hit(self) -> bool:
        """Whether the query is found in it."""
        return self.first_hit is not None


@dataclass(frozen=True, slots=True)
class TableView:
    """A table: its heading rows, the other rows, and whether it was put together from text."""

    line: int
    head: tuple[RowView, ...]
    body: tuple[RowView, ...]
    flattened: bool
    width: int

    @property
    def rows(self) -> tuple[RowView, ...]:
        """All rows."""
        return (*self.head, *self.body)


def view(table: Table, first: int, marked: Callable[[str], tuple[Span, ...]]) -> TableView:
    """Lay a table out.

    Most real tables mark no headings, so these are told by form: the top rows, as far as the
    first row's cells reach down, head the columns; words before a row's first figure head the row.

    Args:
        table: the table.
        first: number of its first line.
        marked: gives a cell's text as spans.
    """
    depth = _heading_rows(table)
    rows = []
    for number, cells in enumerate(table.rows()):
        figures = [bool(_FIGURE.fullmatch(cell.text.strip())) for cell in cells]
        # Words of a row without any figure (names, addresses) are content; only its first column heads.
        labels = figures.index(True) if True in figures else 1
        views = []
        for place, (cell, figure) in enumerate(zip(cells, figures, strict=True)):
            label = place < labels and (True in figures or cell.column == 0)
            scope = "" if not cell.text.strip() else _scope(cell, number < depth, label)
            views.append(CellView(marked(cell.text), cell.rowspan, cell.colspan, scope, figure))
        rows.append(RowView(first + number, tuple(views)))
    return TableView(first, tuple(rows[:depth]), tuple(rows[depth:]), table.flattened, table.width)


def _heading_rows(table: Table) -> int:
    """Number of rows that head the columns; 0 where the first row holds figures or covers the table."""
    rows = table.rows()
    if not rows or any(_FIGURE.fullmatch(c.text.strip()) and c.text.strip() for c in rows[0]):
        return 0
    depth, reached = 0, 1
    while depth < reached:
        reached = max([reached, *(cell.row + cell.rowspan for cell in rows[depth])])
        depth += 1
        if depth == reached and depth < len(rows) and _is_heading(rows[depth], table):
            reached += 1
    return depth if depth < table.height else 0


def _is_heading(row: tuple[Cell, ...], table: Table) -> bool:
    """Whether a row below the first still heads columns: it says so, or follows a title of full width."""
    if row and all(cell.header for cell in row):
        return True
    above = table.rows()[row[0].row - 1] if row else ()
    full = len(above) == 1 and above[0].colspan == table.width > 1
    return full and len(row) > 1 and all(not _FIGURE.fullmatch(cell.text.strip()) for cell in row)


def _scope(cell: Cell, in_head: bool, label: bool) -> str:
    if in_head:
        return "colgroup" if cell.colspan > 1 else "col"
    if cell.header or label:
        return "rowgroup" if cell.rowspan > 1 else "row"
    return ""
