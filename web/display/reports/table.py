"""How a table is shown: which cells head rows and columns, which hold figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from indexer.report.document import Cell, Table
from indexer.search.results import Span
from web.display.reports.findings import Fault, Faults
from web.display.reports.repairs import Mends, show_repairs

_FIGURE = re.compile(r"[-−+]?[\d０-９][\d０-９,，.．]*\s*[%％]?|[/／—–-]+|")

_LONGEST_TITLE = 40
_NONE = Faults()


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell as it is shown.

    Attributes:
        scope: `col`, `colgroup`, `row` or `rowgroup` for a heading, "" for a plain cell.
        figure: whether it holds a number, a stroke or nothing.
        mends: what was damaged in it.
        faults: what does not add up in it.
        involved: whether something elsewhere does not add up with it.
    """

    spans: tuple[Span, ...]
    rowspan: int
    colspan: int
    scope: str
    figure: bool
    mends: Mends | None = None
    faults: tuple[Fault, ...] = ()
    involved: bool = False

    @property
    def hit(self) -> bool:
        """Whether the query is found in it."""
        return any(span.hit for span in self.spans)

    @property
    def wrong(self) -> bool:
        """Whether something does not add up in it that nobody judged to be right."""
        return not all(fault.dismissed for fault in self.faults)


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

    @property
    def mends(self) -> tuple[tuple[int, Mends], ...]:
        """Damaged cells, each with the number of its line."""
        return tuple(
            (row.line, cell.mends)
            for row in self.rows
            for cell in row.cells
            if cell.mends and cell.mends.damage
        )

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What does not add up in its cells."""
        found = (fault for row in self.rows for cell in row.cells for fault in cell.faults)
        return tuple(sorted(found, key=lambda fault: fault.number))


def arrange_table(
    table: Table,
    first: int,
    marked: Callable[[str], tuple[Span, ...]],
    faults: Faults = _NONE,
    place: tuple[int, int] = (0, 0),
) -> TableView:
    """Lay a table out.

    Most real tables mark no headings, so these are told by form: see `_heading_rows` for
    those of columns; words before a row's first figure head the row.

    Args:
        table: the table.
        first: number of its first line.
        marked: gives a cell's text as spans.
        faults: what does not add up in the report.
        place: statutory number of the table's section, and which of its tables it is, from 0.
    """
    headings = _heading_rows(table)
    rows = []
    for number, cells in enumerate(table.rows()):
        figures = [_is_figure(cell) for cell in cells]
        # Words of a row without any figure (names, addresses) are content; only its first column heads.
        labels = figures.index(True) if True in figures else 1
        views = []
        for at, (cell, figure) in enumerate(zip(cells, figures, strict=True)):
            label = cell.header or (at < labels and (True in figures or cell.column == 0))
            label = label and cell.colspan < table.width  # else it is a note, or the only column
            scope = _scope(cell, number in headings, label) if cell.text.strip() else ""
            spans = marked(cell.text)
            damage = show_repairs(cell.text, cell.changes, spans)
            here = (*place, cell.row, cell.column)
            wrong, involved = faults.cells.get(here, ()), here in faults.involved
            views.append(CellView(spans, cell.rowspan, cell.colspan, scope, figure, damage, wrong, involved))
        rows.append(RowView(first + number, tuple(views)))
    depth = next((number for number in range(table.height) if number not in headings), 0)
    return TableView(first, tuple(rows[:depth]), tuple(rows[depth:]), table.flattened, table.width)


def _heading_rows(table: Table) -> set[int]:
    """Rows that head columns.

    These are the first row, unless it holds figures; a short title across the whole table
    (第二十条第（五）项) with the row of words below it; rows marked so; and for each of them all
    rows that its cells reach down to. A table of nothing else has none.
    """
    rows = table.rows()
    headings: set[int] = set()
    at = 0
    while at < len(rows):
        words = bool(rows[at]) and not any(_is_figure(cell) and cell.text.strip() for cell in rows[at])
        below_title = at - 1 in headings and _is_title(rows[at - 1], table) and len(rows[at]) > 1
        marked = bool(rows[at]) and all(cell.header for cell in rows[at])
        title = _is_title(rows[at], table) and at + 1 < len(rows)
        if not (words and (at == 0 or title or below_title)) and not marked:
            at += 1
            continue
        reached = at + 1
        while at < min(reached, len(rows)):
            reached = max([reached, *(cell.row + cell.rowspan for cell in rows[at])])
            headings.add(at)
            at += 1
    return headings if len(headings) < len(rows) else set()


def _is_title(row: tuple[Cell, ...], table: Table) -> bool:
    return len(row) == 1 and row[0].colspan == table.width > 1 and len(row[0].text) <= _LONGEST_TITLE


def _is_figure(cell: Cell) -> bool:
    return bool(_FIGURE.fullmatch(cell.text.strip()))


def _scope(cell: Cell, in_heading: bool, label: bool) -> str:
    if in_heading:
        return "colgroup" if cell.colspan > 1 else "col"
    if label:
        return "rowgroup" if cell.rowspan > 1 else "row"
    return ""
