"""Turns what is on its side upright: a table that is wider than the page is often printed so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.extraction.layout.line import Glyph, PdfLine, group_lines
from indexer.extraction.layout.ruling import Frame

_FEW = 0.2
"""Share of a page's characters up to which upright ones (a page number) do not make it an upright page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The size of a page, in points, as it is read after so many quarter turns with the clock."""

    width: float
    height: float
    turn: int = 0

    def turn_upright(self) -> Sheet:
        """The size after these turns."""
        return Sheet(self.height, self.width) if self.turn % 2 else Sheet(self.width, self.height)

    def place(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, ...]:
        """Where a box of the page is after these turns: left, top, right, bottom."""
        if self.turn == 1:
            return self.height - bottom, x0, self.height - top, x1
        if self.turn == 2:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.turn == 3:
            return top, self.width - x1, bottom, self.width - x0
        return x0, top, x1, bottom

    def turn_glyph(self, glyph: Glyph) -> Glyph:
        """A character after these turns."""
        x0, top, x1, bottom = self.place(glyph.x0, glyph.top, glyph.x1, glyph.bottom)
        return Glyph(glyph.text, x0, top, x1, bottom, (glyph.turn - self.turn) % 4, glyph.sure)

    def turn_frame(self, cell: Frame) -> Frame:
        """A cell after these turns; whether a page break goes through a turned one is not asked."""
        if not self.turn:
            return cell
        x0, top, x1, bottom = self.place(cell.x0, cell.top, cell.x1, cell.bottom)
        return Frame(x0, top, x1, bottom, False, False)


def find_turn(glyphs: Sequence[Glyph]) -> int:
    """The quarter turns by which a page is turned: those of most of its characters, if few are upright."""
    turns = Counter(glyph.turn for glyph in glyphs)
    if not turns or turns[0] > _FEW * len(glyphs):
        return 0
    return turns.most_common(1)[0][0]


def find_lines(glyphs: Iterable[Glyph], sheet: Sheet) -> list[PdfLine]:
    """Characters as lines, each turned upright by itself; those that were turned follow the others."""
    groups: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        groups.setdefault(glyph.turn, []).append(glyph)
    found = group_lines(groups.pop(0, []))
    for turn, group in sorted(groups.items()):
        turned = replace(sheet, turn=turn)
        left, top = min(glyph.x0 for glyph in group), min(glyph.top for glyph in group)
        upright = group_lines(map(turned.turn_glyph, group))
        x, y = left - min(line.x0 for line in upright), top - min(line.top for line in upright)
        found += [
            replace(line, x0=line.x0 + x, x1=line.x1 + x, top=line.top + y, bottom=line.bottom + y)
            for line in upright
        ]
    return found
