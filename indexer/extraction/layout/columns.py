"""Two columns of running text on a page: read one after the other, not line by line across both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.extraction.layout.line import Glyph

_GAP = 1.0
"""Gap in heights of a character that may part columns; justified Chinese text has smaller ones."""
_MIDDLE = (0.35, 0.65)
_STEPS = 31
_LEAST_ROWS, _LEAST_CHARACTERS, _LEAST_WIDTH = 4, 9, 0.3


@dataclass(frozen=True, slots=True)
class _Row:
    """Characters that stand beside each other, and the stretches that they cover."""

    glyphs: tuple[Glyph, ...]
    stretches: tuple[tuple[float, float], ...]

    def crosses(self, x: float) -> bool:
        return any(left < x < right for left, right in self.stretches)


def split(rows: Sequence[Sequence[Glyph]]) -> list[list[Glyph]]:
    """The characters of a page in the parts that are read one after the other.

    A part is a run of rows from one edge to the other, or a column beside another one. Rows of a table
    without rules are none: its columns are narrow.

    Args:
        rows: characters that stand beside each other, from top to bottom.
    """
    if len(rows) < 2 * _LEAST_ROWS:
        return [[glyph for row in rows for glyph in row]]
    made = [_make_row(row) for row in rows]
    left = min(row.stretches[0][0] for row in made)
    right = max(row.stretches[-1][1] for row in made)
    low, high = (left + share * (right - left) for share in _MIDDLE)
    places = [low + (high - low) * at / (_STEPS - 1) for at in range(_STEPS)]
    runs = [(start, end, x) for x in places for start, end in _find_runs(made, x)]
    best = max(runs, key=lambda run: run[1] - run[0], default=None)
    if best is None or not _are_columns(made[best[0] : best[1]], best[2], right - left):
        return [[glyph for row in rows for glyph in row]]
    start, end, x = best
    inside = [glyph for row in made[start:end] for glyph in row.glyphs]
    columns = [[glyph for glyph in inside if glyph.middle[0] < x], [g for g in inside if g.middle[0] >= x]]
    return [
        *(split(rows[:start]) if start else []),
        *columns,
        *(split(rows[end:]) if end < len(rows) else []),
    ]


def _make_row(row: Sequence[Glyph]) -> _Row:
    glyphs = tuple(sorted(row, key=lambda glyph: glyph.x0))
    stretches = [(glyphs[0].x0, glyphs[0].x1)]
    for before, glyph in pairwise(glyphs):
        if glyph.x0 - stretches[-1][1] > _GAP * min(before.size, glyph.size):
            stretches.append((glyph.x0, glyph.x1))
        else:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], glyph.x1))
    return _Row(glyphs, tuple(stretches))


def _find_runs(rows: Sequence[_Row], x: float) -> list[tuple[int, int]]:
    """The longest stretches of rows that a line down the page at `x` does not cross."""
    runs, start = [], 0
    for at in range(len(rows) + 1):
        if at == len(rows) or rows[at].crosses(x):
            if at - start >= _LEAST_ROWS:
                runs.append((start, at))
            start = at + 1
    return runs


def _are_columns(rows: Sequence[_Row], x: float, width: float) -> bool:
    """Whether both sides of a line hold running text: enough lines, most of them long and wide."""
    for side in (-1, 1):
        held = [[glyph for glyph in row.glyphs if (glyph.middle[0] - x) * side > 0] for row in rows]
        own = [glyphs for glyphs in held if glyphs]
        long = [
            glyphs
            for glyphs in own
            if len(glyphs) >= _LEAST_CHARACTERS
            and glyphs[-1].x1 - glyphs[0].x0 >= _LEAST_WIDTH * width
            and sum(glyph.text.isdigit() for glyph in glyphs) * 2 < len(glyphs)
        ]
        if len(own) < _LEAST_ROWS or len(long) * 2 < len(own):
            return False
    return True
