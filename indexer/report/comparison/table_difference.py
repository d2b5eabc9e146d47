"""What differs between two tables of one form: cells, by the names of their row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.report.document import Cell, Table
from indexer.report.names import join_path
from indexer.text.diff import Effort, match

_FIGURE = re.compile(r"[-−+]?[\d.,，．]*\s*[%％]?|[/／—–-]+")  # also nothing


_A_CELL = 2_000
"""Steps of `Effort` that looking at one cell is worth."""


@dataclass(frozen=True, slots=True)
class AlteredCell:
    """A cell that says something else.

    Attributes:
        row, column: its place in the table, from 1.
        row_name, column_name: the headings it is under, "" for a heading itself.
        before, after: what it says in either version; "" is a blank.
    """

    row: int
    column: int
    row_name: str
    column_name: str
    before: str
    after: str


def pair_tables(old: Sequence[Table], new: Sequence[Table], effort: Effort) -> list[tuple[int, int]]:
    """Return which tables are each other's version, by position: equal ones, and between these such of one
    form.
    """
    pairs: list[tuple[int, int]] = []
    for left, right, same in match(
        [table.list_lines() for table in old], [table.list_lines() for table in new], effort
    ):
        ones, others = range(len(old))[left], range(len(new))[right]
        if same:
            pairs += [(a, b) for a, b in zip(ones, others, strict=True) if _form(old[a]) == _form(new[b])]
            continue
        for left, right, alike in match(
            [_form(old[at]) for at in ones], [_form(new[at]) for at in others], effort
        ):
            if alike:
                pairs += zip(ones[left], others[right], strict=True)
    return pairs


def find_altered_cells(old: Table, new: Table, effort: Effort) -> tuple[AlteredCell, ...]:
    """Return the cells in which two tables of one form differ, in reading order.

    Raises:
        TooDifferent: too much to say where they stand.
    """
    grid = new.to_grid()
    for former, cell in zip(old.cells, new.cells, strict=True):
        if former.text != cell.text:
            effort.spend(_A_CELL * (cell.row + cell.column))  # on the way to their headings
    return tuple(
        AlteredCell(
            cell.row + 1,
            cell.column + 1,
            _name(grid[cell.row][at] for at in reversed(range(cell.column))),
            _name(grid[at][cell.column] for at in reversed(range(cell.row))),
            former.text,
            cell.text,
        )
        for former, cell in zip(old.cells, new.cells, strict=True)
        if former.text != cell.text
    )


def _form(table: Table) -> tuple[tuple[int, int, int, int], ...]:
    return tuple((cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells)


def _name(nearest_first: Iterable[Cell | None]) -> str:
    """Return the headings of a cell: the nearest run of words on the way to the edge, the outermost first."""
    names: list[str] = []
    for cell in nearest_first:
        if cell is None or _FIGURE.fullmatch(cell.text.strip()):
            if names:
                break
        elif cell.text not in names:
            names.insert(0, cell.text)
    return join_path(names)
