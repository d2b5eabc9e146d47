"""The ruling lines of a picture: where they are, and the picture without them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from indexer.extraction.recognition.picture import PageImage, Pixels, find_ink

_ACROSS, _DOWN = 24.0, 13.0
"""Points that a rule is long at least, across and down: strokes of characters are shorter, rows of tables
higher."""
_CLEAR, _BESIDE = (0.25, 0.12), (0.8, 2.5)
"""Share of ink beside a line (across, down) that a row of joined strokes of characters exceeds, and where
that is looked for, in points from the line."""
_SURE = 45.0
"""Points from which a line is no stroke of a character, nor a row of such strokes that touch."""
_THICK, _NEAR = 4.5, 3.0
_TABLE = 45.0
"""Points that two lines of a table at least are wide; those that cross in the large characters of a title
reach less far."""
_GROUND = 16.0
"""Points around a place whose middle shade is its paper's."""
_GAP = 0.8
"""Points that a rule may be interrupted by noise."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line across or down a page, in points from its top left."""

    x0: float
    top: float
    x1: float
    bottom: float


def find_strokes(picture: PageImage) -> tuple[list[Stroke], Pixels]:
    """Return the ruling lines of the tables of a page, and its pixels without them."""
    ink = find_ink(picture.pixels, picture.scale)
    found = [
        (_make_stroke(box, picture.scale, across), box, own)
        for across, least in ((True, _ACROSS), (False, _DOWN))
        for own, box in _find_runs(ink, picture.scale, across, least)
    ]
    ruled = _find_tables([stroke for stroke, _, _ in found])
    gone = np.zeros_like(ink)
    for stroke, (x, y, width, height), own in found:
        if stroke in ruled:
            gone[y : y + height, x : x + width] |= own
    gone = cv2.dilate(gone, np.ones((3, 3), np.uint8))
    cleaned = np.where(gone > 0, find_ground(picture), picture.pixels)
    return sorted(ruled, key=lambda stroke: (stroke.top, stroke.x0)), cleaned


def find_ground(picture: PageImage) -> Pixels:
    """Return the paper under what is on it: white, or the grey of a cell."""
    width = round(_GROUND * picture.scale) | 1
    small = cv2.resize(picture.pixels, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    ground = cv2.dilate(cv2.medianBlur(small, max(3, width // 4 | 1)), np.ones((3, 3), np.uint8))
    height, width = picture.pixels.shape
    return np.asarray(cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _find_runs(
    ink: Pixels, scale: float, across: bool, least: float
) -> Iterable[tuple[Pixels, tuple[int, int, int, int]]]:
    """Yield long thin stretches of ink: which of the pixels in their box are theirs, and the box."""

    def make_kernel(points: float) -> Pixels:
        length = max(3, round(points * scale))
        return np.ones((1, length) if across else (length, 1), np.uint8)

    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, make_kernel(_GAP))
    # A line that is not quite level is stairs of shorter ones, which touch.
    runs = cv2.morphologyEx(joined, cv2.MORPH_OPEN, make_kernel(0.85 * least))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    for number, (x, y, width, height, area) in enumerate(boxes[1:], 1):
        long, thick = (width, height) if across else (height, width)
        if long < least * scale or area > _THICK * scale * long or thick > 2 * _THICK * scale:
            continue
        own = (labels[y : y + height, x : x + width] == number).astype(np.uint8) * 255
        box = int(x), int(y), int(width), int(height)
        # Longer than any stroke of a character: text may stand close to it.
        is_sure = long >= _SURE * scale
        if is_sure or _measure_beside(ink, box, scale, across) < _CLEAR[not across]:
            yield own, box


def _measure_beside(ink: Pixels, box: tuple[int, int, int, int], scale: float, across: bool) -> float:
    """The share of ink in the two stripes beside a line: little where nothing is written along it."""
    x, y, width, height = box
    ink = ink if across else ink.T
    x, y, width, height = (x, y, width, height) if across else (y, x, height, width)
    away, reach = round(_BESIDE[0] * scale), round(_BESIDE[1] * scale)
    above = ink[max(0, y - reach) : max(0, y - away), x : x + width]
    below = ink[y + height + away : y + height + reach, x : x + width]
    return float(np.mean(np.concatenate((above, below)) > 0)) if above.size + below.size else 0.0


def _make_stroke(box: tuple[int, int, int, int], scale: float, across: bool) -> Stroke:
    x, y, width, height = (side / scale for side in box)
    if across:
        return Stroke(x, y + height / 2, x + width, y + height / 2)
    return Stroke(x + width / 2, y, x + width / 2, y + height)


def _find_tables(strokes: list[Stroke]) -> set[Stroke]:
    """The lines that meet others, crosswise, over a stretch that is wider than a character is."""
    left, kept = set(strokes), set[Stroke]()
    while left:
        group, waiting = set[Stroke](), [left.pop()]
        while waiting:
            stroke = waiting.pop()
            group.add(stroke)
            near = {other for other in left if _meet(stroke, other)}
            left -= near
            waiting += near
        wide = [stroke.top for stroke in group if stroke.x1 - stroke.x0 >= _TABLE]
        if wide and max(wide) - min(wide) >= _DOWN:
            kept |= group
    return kept


def _meet(stroke: Stroke, other: Stroke) -> bool:
    across, down = (stroke, other) if stroke.top == stroke.bottom else (other, stroke)
    if across.top != across.bottom or down.x0 != down.x1:
        return False
    return (
        across.x0 - _NEAR <= down.x0 <= across.x1 + _NEAR
        and down.top - _NEAR <= across.top <= down.bottom + _NEAR
    )
