"""A PDF page to its lines, ruled tables and pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.extraction.layout import columns, glyphs, ruling, turning
from indexer.extraction.layout.drawn import DrawnPage
from indexer.extraction.layout.grid import Box, Grid
from indexer.extraction.layout.line import Glyph, PdfLine, group_rows
from indexer.extraction.layout.ruling import Frame
from indexer.extraction.layout.turning import Sheet
from indexer.extraction.layout.words import run_on

_OVERHANG = 12.0
"""Points by which a line may stick out of a cell that a page break cuts."""
_WIDE, _HIGH = 150.0, 40.0
"""Points from which a picture may show a table; seals and emblems are narrower."""
_NEARLY_ALL, _FEW = 0.85, 60
_DRAWN = 400
"""Curves on a page without characters that are letters drawn, not written."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may show a part of the text; what it shows is not read."""

    top: float


Item = PdfLine | Grid | Picture


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is on a page.

    Attributes:
        parts: lines, tables and pictures from top to bottom; a part for each column.
        height: of the page, in points.
        characters: number of characters.
        unmapped: those of them for which the file names no Unicode character.
        pictured: whether pictures cover half of the page or more.
        recognised: those of the characters that were recognised in a picture of the page.
    """

    parts: tuple[tuple[Item, ...], ...]
    height: float
    characters: int
    unmapped: int
    pictured: bool
    recognised: int = 0

    @property
    def items(self) -> tuple[Item, ...]:
        """All parts, one after the other."""
        return tuple(item for part in self.parts for item in part)

    @property
    def is_picture(self) -> bool:
        """Whether the page is a picture, with no more than a few words beside it."""
        return self.pictured and self.characters < _FEW


def read(page: DrawnPage) -> Leaf:
    """Read a page."""
    shown = glyphs.read(page)
    sheet = Sheet(float(page.width), float(page.height), turning.find_turn(shown))
    tables = [[sheet.turn_frame(cell) for cell in cells] for cells in ruling.find_cells(page)]
    shown = [sheet.turn_glyph(glyph) for glyph in shown] if sheet.turn else shown
    upright = sheet.turn_upright()
    found = _tables(tables, shown, upright)
    inside = {glyph for _, held in found for glyph in held}
    free = [glyph for glyph in shown if glyph not in inside]
    covered = sum(image["width"] * image["height"] for image in page.images) / (
        upright.width * upright.height
    )
    drawn = not shown and len(page.curves) > _DRAWN
    pictures = [] if covered > _NEARLY_ALL and len(shown) >= _FEW else _pictures(page, sheet)
    others: list[Item] = [*(grid for grid, _ in found), *pictures]
    return Leaf(
        tuple(_parts(free, others, upright)),
        upright.height,
        len(shown),
        sum(glyph.text == glyphs.LOST and glyph.sure is None for glyph in shown),
        covered > 0.5 or drawn,
        sum(glyph.sure is not None for glyph in shown),
    )


def _pictures(page: DrawnPage, sheet: Sheet) -> Iterable[Picture]:
    for image in page.images:
        x0, top, x1, bottom = sheet.place(image["x0"], image["top"], image["x1"], image["bottom"])
        if x1 - x0 >= _WIDE and bottom - top >= _HIGH:
            yield Picture(top)


def _parts(free: Sequence[Glyph], others: Sequence[Item], sheet: Sheet) -> Iterable[tuple[Item, ...]]:
    """The parts of a page that are read one after the other, tables and pictures where they stand."""
    upright = [glyph for glyph in free if not glyph.turn]
    turned = turning.find_lines((glyph for glyph in free if glyph.turn), sheet)
    split = columns.split(group_rows(upright)) if upright else []
    left = sorted([*others, *turned], key=lambda item: item.top)
    for at, part in enumerate(split):
        own: list[Item] = [*turning.find_lines(part, sheet)]
        # What begins above the end of this part belongs to it, unless a column beside it goes on.
        end = max(glyph.bottom for glyph in part)
        following = split[at + 1 : at + 2]
        beside = any(min(glyph.top for glyph in other) < end for other in following)
        last = at + 1 == len(split)
        taken = left if last else [] if beside else [item for item in left if item.top < end]
        left = [item for item in left if item not in taken]
        yield tuple(sorted([*own, *taken], key=lambda item: item.top))
    if not split and left:
        yield tuple(left)


def _tables(
    tables: Iterable[Sequence[Frame]], shown: Sequence[Glyph], sheet: Sheet
) -> list[tuple[Grid, list[Glyph]]]:
    """The tables that hold data, or may be part of one, each with the characters in it."""
    found = []
    for cells in tables:
        held = _held(cells, shown)
        inside = [glyph for cell in held.values() for glyph in cell]
        turn = Counter(glyph.turn for glyph in inside).most_common(1)[0][0] if inside else 0
        grid = _grid(cells, held, replace(sheet, turn=turn))
        if grid.is_strip or (grid.is_data and any(box.text for box in grid.boxes)):
            found.append((grid, inside))
    return found


def _grid(cells: Sequence[Frame], held: dict[Frame, list[Glyph]], sheet: Sheet) -> Grid:
    """A table, turned upright in its place."""
    placed = [(sheet.turn_frame(cell), [sheet.turn_glyph(glyph) for glyph in held[cell]]) for cell in cells]
    x, y = 0.0, 0.0
    if sheet.turn:
        x = min(cell.x0 for cell in cells) - min(cell.x0 for cell, _ in placed)
        y = min(cell.top for cell in cells) - min(cell.top for cell, _ in placed)
        placed.sort(key=lambda each: (each[0].top, each[0].x0))
    upright = sheet.turn_upright()
    return Grid(
        tuple(
            Box(
                words.text,
                cell.x0 + x,
                cell.top + y,
                cell.x1 + x,
                cell.bottom + y,
                cell.open_top,
                cell.open_bottom,
                words.changes,
            )
            for cell, inside in placed
            for words in [run_on(turning.find_lines(inside, upright))]
        )
    )


def _held(cells: Sequence[Frame], shown: Sequence[Glyph]) -> dict[Frame, list[Glyph]]:
    """The characters whose middle lies in each cell; a page break may leave a last line below its cell."""
    reach = {cell: cell.bottom + _OVERHANG * cell.open_bottom for cell in cells}
    held: dict[Frame, list[Glyph]] = {cell: [] for cell in cells}
    left, right = min(cell.x0 for cell in cells), max(cell.x1 for cell in cells)
    top, bottom = min(cell.top for cell in cells), max(reach.values())
    for glyph in shown:
        x, y = glyph.middle
        if left <= x < right and top <= y < bottom:
            cell = next((c for c in cells if c.x0 <= x < c.x1 and c.top <= y < reach[c]), None)
            if cell is not None:
                held[cell].append(glyph)
    return held
