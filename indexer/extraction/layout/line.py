"""Characters at their places on a page to lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.extraction.layout.words import WIDE, mark
from indexer.text.change import Change

_WORD_GAP, _COLUMN_GAP, _CELL_GAP = 0.2, 0.9, 1.8
"""Gaps that are blanks, in heights of a character: between Latin letters, beside a Chinese one, and those
that part cells. Chinese text is set without blanks; justification and the air beside figures make smaller
gaps."""
_SPACED = 1.2, 0.6
"""Widest gaps that letter-spaced text has, Chinese and Latin; figures of a row of cells are further apart."""
_SAME_LINE = 0.5


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page; points from the page's top left.

    `turn` counts the quarter turns against the clock by which it is turned. `sure` says how sure (0–1) a
    character is that was recognised in a picture; None of one that the file names.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: int = 0
    sure: float | None = None

    @property
    def size(self) -> float:
        """Its height in points, as it is read."""
        return self.x1 - self.x0 if self.turn % 2 else self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The point in its middle."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of text, where it is, the height of most of its characters in points, and how many
    stretches far apart it has: a row of a table without rules has several. `changes` mark what of its text
    was recognised in a picture."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    cells: int = 1
    changes: tuple[Change, ...] = ()


def group_lines(glyphs: Iterable[Glyph]) -> list[PdfLine]:
    """Characters as lines, from top to bottom."""
    return [_line(sorted(row, key=lambda glyph: glyph.x0)) for row in group_rows(glyphs)]


def group_rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters that stand beside each other, from top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle[1]):
        if rows and _beside(glyph, rows[-1][-1]):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _beside(glyph: Glyph, other: Glyph) -> bool:
    return abs(glyph.middle[1] - other.middle[1]) < _SAME_LINE * min(glyph.size, other.size)


def _line(row: Sequence[Glyph]) -> PdfLine:
    size = median(glyph.size for glyph in row)
    gaps = [(right.x0 - left.x1) / size for left, right in pairwise(row)]
    usual = max(0.0, median(gaps)) if gaps else 0.0
    characters = [(row[0].text, row[0].sure)]
    for gap, left, glyph in zip(gaps, row, row[1:], strict=False):
        wide = WIDE.match(left.text[-1]) or WIDE.match(glyph.text[0])
        spaced = min(usual, _SPACED[0] if wide else _SPACED[1])
        blank = gap > spaced + (_COLUMN_GAP if wide else _WORD_GAP)
        # A blank stands between two recognised characters as surely as they do.
        characters += [(" ", None if None in (left.sure, glyph.sure) else 1.0)] if blank else []
        characters.append((glyph.text, glyph.sure))
    words = mark(characters)
    return PdfLine(
        words.text,
        row[0].x0,
        min(glyph.top for glyph in row),
        max(glyph.x1 for glyph in row),
        max(glyph.bottom for glyph in row),
        size,
        1 + sum(gap > min(usual, _SPACED[0]) + _CELL_GAP for gap in gaps),
        words.changes,
    )
