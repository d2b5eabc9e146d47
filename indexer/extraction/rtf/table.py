"""Rows of an RTF table to cells: RTF states each cell's right edge, and which cells are merged."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer.extraction.lines.blanks import clean, join_parts
from indexer.extraction.tables import spans
from indexer.extraction.tables.edges import join_near
from indexer.report.document import Block, Cell, Table

_ASSUMED = 80
"""Twips for the width of a cell of which its row says nothing: so that it is a column of its own."""


@dataclass(slots=True)
class Slot:
    """Where a cell of a row is: its right edge in twips, and how it is merged."""

    edge: int = 0
    across: bool = False
    down: bool = False


@dataclass(slots=True)
class RtfRow:
    """A row as it is written: its left edge in twips, its slots, and the text of its cells."""

    left: int = 0
    slots: list[Slot] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def build(rows: Sequence[RtfRow]) -> list[Block | Table]:
    """Return a table of rows; the paragraphs in them where they have one cell each, which only arranges the
    page."""
    if max(len(row.texts) for row in rows) < 2:
        return [Block(words) for row in rows for text in row.texts for words in split(text)]
    edges = join_near(edge for row in rows for edge in (row.left, *(slot.edge for slot in _fill(row))))
    read: list[list[Cell]] = []
    owners: dict[int, tuple[int, int]] = {}  # where the cell begins that reaches down a column
    for row in rows:
        line: list[Cell] = []
        column = _find(edges, row.left)
        if column:
            line.append(Cell("", 0, 0, 1, column))
        for slot, text in zip(_fill(row), row.texts, strict=False):
            end = max(_find(edges, slot.edge), column + 1)
            words = join_parts(split(text))
            if slot.across and line:
                joined = join_parts([part for part in (line[-1].text, words) if part])
                line[-1] = replace(line[-1], text=joined, colspan=line[-1].colspan + end - column)
            elif slot.down and column in owners:
                at, place = owners[column]
                read[at][place] = replace(read[at][place], rowspan=len(read) - at + 1)
            else:
                owners[column] = (len(read), len(line))
                line.append(Cell(words, 0, 0, 1, end - column))
            column = end
        read.append(line)
    places = spans.resolve(read)
    return [Table(places)] if places else []


def split(text: str) -> list[str]:
    """Return the lines of a text that say something, blanks made single."""
    return [words for line in text.split("\n") if (words := clean(line))]


def _fill(row: RtfRow) -> list[Slot]:
    """The slots of a row's cells; cells of which the row says nothing follow the last one."""
    last = row.slots[-1].edge if row.slots else row.left
    more = len(row.texts) - len(row.slots)
    return [*row.slots, *(Slot(last + (at + 1) * _ASSUMED) for at in range(more))]


def _find(edges: Sequence[int], edge: int) -> int:
    """The number of the edge that is this one, or near it."""
    at = bisect_left(edges, edge)
    return min((at - 1, at), key=lambda each: abs(edges[each] - edge) if 0 <= each < len(edges) else 10**9)
