"""The rows of a statutory table with their places, whatever `<table>`s they came in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from indexer.figures.cell_value import read as read_number
from indexer.figures.figure import CellPlace, Figure, Meaning
from indexer.report.document import Cell, Table
from indexer.report.report import Report
from indexer.text.damage import RECOGNISED


class Uncertain(Exception):
    """A table cannot be read for certain; says why, as a part of a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        covering: for each column the cell that covers it, None for a hole.
        own: the cells that begin in it.
        section: statutory number of the section.
        line: number of its line in the section.
        table: which of the section's tables it is in.
        number: its number in that table.
    """

    covering: tuple[Cell | None, ...]
    own: tuple[Cell, ...]
    section: int
    line: int
    table: int
    number: int

    @property
    def width(self) -> int:
        """Number of columns of its table."""
        return len(self.covering)

    @property
    def blank(self) -> bool:
        """Whether no cell of its own says anything."""
        return not any(cell.text.strip() for cell in self.own)

    def cells(self, start: int, end: int) -> list[Cell]:
        """The different cells that cover columns from `start` up to `end`."""
        return list(dict.fromkeys(cell for cell in self.covering[start:end] if cell))

    def place(self, cell: Cell) -> CellPlace:
        """Where a cell of it is."""
        return CellPlace(self.section, self.line - self.number + cell.row, self.table, cell.row, cell.column)


def list_rows(report: Report) -> Iterator[tuple[Row, ...]]:
    """The rows of each table of a report, in reading order."""
    counted: dict[int, int] = {}
    for section in report.sections:
        for line, block in section.number_blocks():
            if isinstance(block, Table):
                at = counted.get(section.number, 0)
                counted[section.number] = at + 1
                grid, own = block.to_grid(), block.rows()
                yield tuple(
                    Row(covering, own[number], section.number, line + number, at, number)
                    for number, covering in enumerate(grid)
                )


def is_value(cell: Cell) -> bool:
    """Whether a cell may stand where a figure is due: a number, a stroke or nothing."""
    return read_number(cell.text)[0] is not Meaning.TEXT


def make_figure(key: str, row_labels: Sequence[Cell], heads: Sequence[str], cell: Cell, at: Row) -> Figure:
    """A cell with its meaning.

    Args:
        key: its name in the form, `3.new.total`.
        row_labels, heads: the labels of its row and column, the outermost first.
        at: the row that it is in.
    """
    table, row, column = key.split(".")
    meaning, value = read_number(cell.text)
    labels = tuple(label.text for label in row_labels)
    sure = min((change.confidence for change in cell.changes if change.kind == RECOGNISED), default=None)
    names = int(table), row, column, labels, tuple(heads)
    return Figure(*names, cell.text, meaning, value, at.place(cell), sure)


def quote_cells(cells: Sequence[Cell]) -> str:
    """The words of cells, short enough for a sentence."""
    text = " ".join(chain.from_iterable(cell.text.split() for cell in cells))
    return f"“{text[:24]}{'…' if len(text) > 24 else ''}”"
