"""Ruled cells at their places on pages to tables; a table that a page break parts is joined again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.extraction.layout.words import join
from indexer.extraction.tables.stream import is_value
from indexer.report.document import Cell, Table
from indexer.text.change import Change

_NEAR = 4.0
"""Points by which rules that are drawn as one may lie apart."""
_PROSE, _SENTENCES = 400, 3


@dataclass(frozen=True, slots=True)
class Box:
    """A cell between rules; points from the page's top left.

    `open_top` and `open_bottom`: no rule is drawn there, because a page break goes through the cell.
    `changes` mark what of its text was recognised in a picture.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    open_top: bool = False
    open_bottom: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """The boxes of one table, ordered by row and column."""

    boxes: tuple[Box, ...]

    @property
    def left(self) -> float:
        """Its left edge."""
        return min(box.x0 for box in self.boxes)

    @property
    def right(self) -> float:
        """Its right edge."""
        return max(box.x1 for box in self.boxes)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(box.top for box in self.boxes)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(box.bottom for box in self.boxes)

    @property
    def is_data(self) -> bool:
        """Whether it holds data: several columns, and no cell with the running text of a page."""
        return len({round(box.x0 / _NEAR) for box in self.boxes}) > 1 and not any(
            len(box.text) > _PROSE and box.text.count("。") >= _SENTENCES for box in self.boxes
        )

    @property
    def is_strip(self) -> bool:
        """Whether it may be the head or foot of a table that a page break parts: a few short cells in one
        column, such as 第二十条第（一）项 at the bottom of a page."""
        return len(self.boxes) <= 3 and all(0 < len(box.text) <= 40 for box in self.boxes)

    def continues(self, other: Grid) -> bool:
        """Whether it is as wide as one that ended the page before, so that it goes on with it."""
        return abs(self.left - other.left) < 3 * _NEAR and abs(self.right - other.right) < 3 * _NEAR

    def join(self, following: Grid) -> Grid:
        """This table and its rest on the next page: a head that comes again is left out, and a label
        whose cell goes on (三、本年度办理结果 beside 25 rows) is one cell."""
        fresh = following._without_head(self)
        if not fresh.boxes:
            return self
        down = self.bottom - fresh.top
        above, rest = list(self.boxes), list[Box]()
        leading = True  # labels that go on stand left of all else
        for box in fresh.boxes:
            lower = replace(box, top=box.top + down, bottom=box.bottom + down)
            at = next((n for n, box in enumerate(above) if self._goes_on(box, lower, leading)), None)
            leading = leading and not box.text
            if at is None or box.top > fresh.top + _NEAR:
                rest.append(lower)
            else:
                words = join(above[at], box)
                above[at] = replace(above[at], text=words.text, changes=words.changes, bottom=lower.bottom)
        return Grid((*above, *rest))

    def to_table(self) -> Table:
        """The cells in rows and columns."""
        rows = _edges([box.top for box in self.boxes])
        columns = _edges([box.x0 for box in self.boxes])
        cells = [
            Cell(
                box.text,
                row := _place(rows, box.top),
                column := _place(columns, box.x0),
                max(1, bisect_left(rows, box.bottom - _NEAR) - row),
                max(1, bisect_left(columns, box.x1 - _NEAR) - column),
                changes=box.changes,
            )
            for box in self.boxes
        ]
        return Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))

    def _without_head(self, first: Grid) -> Grid:
        """The boxes without the rows at the top that are those of `first` again."""
        mine, its = self._rows(), first._rows()
        same = 0
        while same < min(len(mine), len(its)) and _texts(mine[same]) == _texts(its[same]):
            same += 1
        headed = same and any(box.text and not is_value(box.text) for box in mine[0])
        return Grid(tuple(box for row in mine[same:] for box in row)) if headed else self

    def _rows(self) -> list[list[Box]]:
        tops = _edges([box.top for box in self.boxes])
        return [[box for box in self.boxes if _place(tops, box.top) == row] for row in range(len(tops))]

    def _goes_on(self, box: Box, rest: Box, leading: bool) -> bool:
        """Whether a box at the foot of this page goes on in one at the head of the next."""
        if abs(box.bottom - self.bottom) > _NEAR or abs(box.x0 - rest.x0) + abs(box.x1 - rest.x1) > 2 * _NEAR:
            return False
        label = bool(box.text) and not is_value(box.text)
        return (box.open_bottom and rest.open_top) or (leading and label and not rest.text)


def _texts(row: Sequence[Box]) -> list[str]:
    return [box.text for box in row]


def _edges(places: Sequence[float]) -> list[float]:
    """Places at which rows or columns begin; those that lie near are one."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _place(edges: Sequence[float], at: float) -> int:
    return bisect_right(edges, at + 0.001) - 1
