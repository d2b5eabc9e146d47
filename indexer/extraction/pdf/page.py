"""A PDF page to its lines and ruled tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pdfplumber import page as pdfplumber_page

from indexer.extraction.pdf import ruling
from indexer.extraction.pdf.grid import Box, Grid
from indexer.extraction.pdf.line import Glyph, PdfLine, lines, run_on
from indexer.extraction.pdf.ruling import Frame

_OVERHANG = 12.0
"""Points by which a line may stick out of a cell that a page break cuts."""
_RADICALS = str.maketrans(
    "⼾⺁⺇⺌⺎⺏⺐⺓⺟⺠⺩⺪⺫⺬⺮⺳⺶⺷⺸⺹⺻⻁⻂⻃⻄⻅⻆⻇⻉⻋⻌⻍⻎⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "户厂几小兀尣尢幺母民王疋罒示竹罓羊羊羊耂肀虎衤覀西见角角贝车辶辶辶长长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """What stands on a page.

    Attributes:
        items: lines and tables from top to bottom.
        height: of the page, in points.
        characters: number of characters.
        unmapped: those of them for which the file names no Unicode character.
        pictured: whether pictures cover half of the page or more.
    """

    items: tuple[PdfLine | Grid, ...]
    height: float
    characters: int
    unmapped: int
    pictured: bool


def read(page: pdfplumber_page.Page) -> Leaf:
    """Read a page."""
    chars = [char for char in page.chars if char["upright"] and char["text"].strip()]
    unmapped = sum(char["text"].startswith("(cid:") for char in chars)
    glyphs = _once(Glyph(_read(c["text"]), c["x0"], c["top"], c["x1"], c["bottom"]) for c in chars)
    found = _tables(page, glyphs)
    grids = [grid for grid, _ in found]
    inside = {glyph for _, held in found for glyph in held}
    items: list[PdfLine | Grid] = [*grids, *lines(glyph for glyph in glyphs if glyph not in inside)]
    covered = sum(image["width"] * image["height"] for image in page.images)
    return Leaf(
        tuple(sorted(items, key=lambda item: item.top)),
        float(page.height),
        len(glyphs),
        unmapped,
        covered > 0.5 * float(page.width) * float(page.height),
    )


def _read(text: str) -> str:
    """A character as a reader takes it: fonts share one glyph between 民 and the radical ⺠, and programs
    that write PDF name the radical (Unicode EquivalentUnifiedIdeograph; ligatures likewise)."""
    if text < "\u2e80":
        return text
    if text <= "\u2fd5" or "\uf900" <= text <= "\ufb06":
        return unicodedata.normalize("NFKC", text.translate(_RADICALS))
    return text


def _once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Each character once: bold type is imitated by setting it twice, a little apart."""
    seen: dict[tuple[str, int, int], Glyph] = {}
    for glyph in glyphs:
        at = (round(glyph.x0), round(glyph.top))
        near = [(glyph.text, at[0] + x, at[1] + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        if not any(
            abs(other.x0 - glyph.x0) < 1 and abs(other.top - glyph.top) < 1
            for key in near
            if (other := seen.get(key))
        ):
            seen[(glyph.text, *at)] = glyph
    return list(seen.values())


def _tables(page: pdfplumber_page.Page, glyphs: Sequence[Glyph]) -> list[tuple[Grid, list[Glyph]]]:
    """The tables that hold data, or may be part of one, each with the characters in it."""
    found = []
    for cells in ruling.cells(page):
        held = _held(cells, glyphs)
        boxes = tuple(
            Box(
                run_on(lines(held[cell])),
                cell.x0,
                cell.top,
                cell.x1,
                cell.bottom,
                cell.open_top,
                cell.open_bottom,
            )
            for cell in cells
        )
        grid = Grid(boxes)
        if grid.is_strip or (grid.is_data and any(box.text for box in boxes)):
            found.append((grid, [glyph for cell in held.values() for glyph in cell]))
    return found


def _held(cells: Sequence[Frame], glyphs: Sequence[Glyph]) -> dict[Frame, list[Glyph]]:
    """The characters whose middle lies in each cell; a page break may leave a last line below its cell."""
    reach = {cell: cell.bottom + _OVERHANG * cell.open_bottom for cell in cells}
    held: dict[Frame, list[Glyph]] = {cell: [] for cell in cells}
    left, right = min(cell.x0 for cell in cells), max(cell.x1 for cell in cells)
    top, bottom = min(cell.top for cell in cells), max(reach.values())
    for glyph in glyphs:
        x, y = glyph.middle
        if left <= x < right and top <= y < bottom:
            cell = next((c for c in cells if c.x0 <= x < c.x1 and c.top <= y < reach[c]), None)
            if cell is not None:
                held[cell].append(glyph)
    return held
