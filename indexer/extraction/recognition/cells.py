"""The lines of text in the cells of a table, by the white between them.

What finds text in pictures misses single figures, and takes those of neighbouring cells together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from indexer.extraction.layout.ruling import Frame
from indexer.extraction.recognition.engine import TextBox
from indexer.extraction.recognition.picture import Pixels

_EDGE = 1.2
"""Points at the edge of a cell in which there is what is left of its rules."""
_SPECK = 0.7
"""Points across that a speck has at most; a full stop has more."""
_FLAT = 0.45
"""Share of the usual height up to which a stretch of ink is a part of a line (the dots of 六), not one."""
_WHITE = 0.9
"""Points of white that part two lines."""

_NARROW, _HIGH = 1.5, 2.2
"""Heights of a character that a label set upright is wide at most, and high at least."""
Rows = npt.NDArray[np.bool_]
"""Whether there is ink in each row."""


@dataclass(frozen=True, slots=True)
class CellText:
    """The lines of text in a cell; where it `is_stack`, the characters of a label that is set upright, from
    top to bottom. In pixels of the page."""

    boxes: tuple[TextBox, ...]
    is_stack: bool = False


def find_text(ink: Pixels, cell: Frame, scale: float, usual: float) -> CellText:
    """Return where text is in a cell.

    Args:
        ink: of the page, without its rules.
        scale: pixels that are a point.
        usual: height of characters in cells, in pixels; 0 where it is not known.
    """
    edge = round(_EDGE * scale)
    left, top = max(0, round(cell.x0 * scale) + edge), max(0, round(cell.top * scale) + edge)
    right, bottom = round(cell.x1 * scale) - edge, round(cell.bottom * scale) - edge
    part = _without_specks(ink[top : max(top, bottom), left : max(left, right)], scale)
    if not part.size or not part.any():
        return CellText(())
    rows: Rows = np.asarray(part.any(axis=1))
    down, across = np.flatnonzero(rows), np.flatnonzero(part.any(axis=0))
    high, wide = int(down[-1] - down[0]) + 1, int(across[-1] - across[0]) + 1
    is_stack = wide < _NARROW * usual and high > max(_HIGH * usual, 2 * wide)
    runs = _find_characters(rows, wide) if is_stack else _find_lines(rows, scale, usual)
    boxes = []
    for start, end in runs:
        filled = np.flatnonzero(part[start:end].any(axis=0))
        boxes.append(TextBox(left + int(filled[0]), top + start, left + int(filled[-1]) + 1, top + end))
    return CellText(tuple(boxes), is_stack)


def _find_lines(rows: Rows, scale: float, usual: float) -> list[tuple[int, int]]:
    return _join_flat(_find_runs(rows, max(1, round(_WHITE * scale))), usual)


def _find_characters(rows: Rows, side: int) -> list[tuple[int, int]]:
    """The characters of a label that is set upright: Chinese ones are as high as they are wide."""
    found: list[tuple[int, int]] = []
    for start, end in _find_runs(rows, 0):
        parts = max(1, round((end - start) / side / 1.05))
        if found and parts == 1 and end - found[-1][0] <= 1.1 * side:
            found[-1] = (found[-1][0], end)
            continue
        step = (end - start) / parts
        found += [(start + round(at * step), start + round((at + 1) * step)) for at in range(parts)]
    return [(start, end) for start, end in found if rows[start:end].any()]


def _without_specks(ink: Pixels, scale: float) -> Pixels:
    if not ink.size:
        return ink
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = (boxes[:, 2:4].max(axis=1) > _SPECK * scale) & (boxes[:, 4] > (_SPECK * scale) ** 2 / 2)
    large[0] = False
    return np.where(large[labels], 255, 0).astype(np.uint8)


def _find_runs(filled: Rows, white: int) -> list[tuple[int, int]]:
    """Stretches that are filled, as far as no more than `white` empty places lie between."""
    places = np.flatnonzero(filled)
    breaks = np.flatnonzero(np.diff(places) > white + 1)
    starts = [places[0], *places[breaks + 1]]
    ends = [*places[breaks], places[-1]]
    return [(int(start), int(end) + 1) for start, end in zip(starts, ends, strict=True)]


def _join_flat(runs: Iterable[tuple[int, int]], usual: float) -> list[tuple[int, int]]:
    """Runs, of which those that are flat and near another one belong to it."""
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined:
            first, last = joined[-1]
            flat = min(end - start, last - first) < _FLAT * usual
            if flat and start - last < _FLAT * usual and end - first < 1.4 * usual:
                joined[-1] = (first, end)
                continue
        joined.append((start, end))
    return joined
