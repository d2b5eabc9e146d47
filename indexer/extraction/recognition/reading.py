"""A picture of a page to the characters on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np

from indexer.extraction.layout import ruling
from indexer.extraction.layout.glyphs import LOST
from indexer.extraction.layout.ruling import Frame
from indexer.extraction.recognition import agreement, cells, punctuation, strokes, upright
from indexer.extraction.recognition.engine import Letter, RecognitionModels, TextBox
from indexer.extraction.recognition.picture import PageImage, Pixels, find_ink
from indexer.extraction.recognition.plausibility import find_doubtful
from indexer.extraction.recognition.sheet import ReadLine, ReadPage
from indexer.extraction.recognition.specks import find_specks

_MARGIN = 0.18
"""White around a line that is read, in heights of its ink."""
_SAME_SIZE = 0.15
"""Share by which heights of ink of the same type differ, for one line has 一 in it and another 国."""
_TALL_CELL = 260.0
"""Points from which a frame is one around text, and no cell."""
_SIDEWAYS = 1.5
_SPECK = 0.5
"""Share of the usual height that what stands alone on a line has in both directions where it may be dirt."""
_WIDE_GAP = 1.9
"""Distance of two characters' middles, in heights, from which there is white between them."""


def read(picture: PageImage, engine: RecognitionModels) -> ReadPage:
    """Return what is on a page."""
    picture, boxes = set_upright(picture, engine)
    found, cleaned = strokes.find_strokes(picture)
    rules = tuple((each.x0, each.top, each.x1, each.bottom) for each in found)
    page = ReadPage(picture.width, picture.height, engine.version, (), rules)
    frames = [cell for table in ruling.find_cells(page) for cell in table if _is_cell(cell)]
    ink = find_ink(cleaned, picture.scale)
    dirt = find_specks(ink, picture.scale)
    ink[dirt > 0] = 0
    around = cv2.dilate(dirt, np.ones((3, 3), np.uint8)) > 0
    cleaned = np.where(around & (ink == 0), strokes.find_ground(picture), cleaned)
    free = [box for box in boxes if not _is_inside(box, frames, picture.scale)]
    lines = [fitted for box in free if (fitted := _fit(box, ink)).bottom > fitted.top]
    inside, stacks = _find_in_cells(ink, frames, picture.scale)
    read = [*_read_lines(cleaned, lines, inside, engine), *_read_stacks(cleaned, stacks, engine)]
    return ReadPage(
        round(picture.width, 1),
        round(picture.height, 1),
        engine.version,
        tuple(_make_lines(read, picture.scale)),
        tuple(tuple(round(place, 1) for place in rule) for rule in rules),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A line that was read: where its ink is, where its picture begins and ends, and its characters."""

    box: TextBox
    start: float
    end: float
    letters: Sequence[Letter]
    height: float
    in_cell: bool


def set_upright(picture: PageImage, engine: RecognitionModels) -> tuple[PageImage, list[TextBox]]:
    """Return a picture with level lines that begin at the left, and where its text is."""
    picture = upright.straighten(picture)
    boxes = engine.find_text(picture.pixels)
    tall = sum(box.bottom - box.top > _SIDEWAYS * (box.x1 - box.x0) for box in boxes)
    if tall * 2 > len(boxes):
        picture = upright.straighten(upright.turn_quarters(picture, 1))
        boxes = engine.find_text(picture.pixels)
    widest = sorted(boxes, key=lambda box: box.x0 - box.x1)
    if engine.is_upside_down([_cut(picture.pixels, box) for box in widest[:8]]):
        picture = upright.turn_quarters(picture, 2)
        height, width = picture.pixels.shape
        boxes = [
            TextBox(width - box.x1, height - box.bottom, width - box.x0, height - box.top) for box in boxes
        ]
    return picture, boxes


def _is_cell(frame: Frame) -> bool:
    return frame.bottom - frame.top < _TALL_CELL


def _is_inside(box: TextBox, frames: Iterable[Frame], scale: float) -> bool:
    x, y = (box.x0 + box.x1) / 2 / scale, (box.top + box.bottom) / 2 / scale
    return any(frame.x0 <= x < frame.x1 and frame.top <= y < frame.bottom for frame in frames)


def _cut(pixels: Pixels, box: TextBox) -> Pixels:
    return pixels[max(0, round(box.top)) : round(box.bottom), max(0, round(box.x0)) : round(box.x1)]


def _fit(box: TextBox, ink: Pixels) -> TextBox:
    """A box drawn around the ink of its line; what of other lines reaches into it stays out."""
    part = _cut(ink, box)
    rows: cells.Rows = np.asarray(part.any(axis=1)) if part.size else np.zeros(0, bool)
    height = len(rows)
    filled = np.flatnonzero(rows[height // 4 : height - height // 4]) + height // 4
    if not len(filled):
        return TextBox(box.x0, box.top, box.x1, box.top)
    start, end = int(filled[0]), int(filled[-1]) + 1
    while start > 0 and rows[start - 1]:
        start -= 1
    while end < height and rows[end]:
        end += 1
    columns = np.flatnonzero(part[start:end].any(axis=0))
    x0, top = max(0, round(box.x0)), max(0, round(box.top))
    return TextBox(x0 + int(columns[0]), top + start, x0 + int(columns[-1]) + 1, top + end)


def _read_lines(
    pixels: Pixels, free: Sequence[TextBox], inside: Sequence[TextBox], engine: RecognitionModels
) -> list[_Read]:
    """Read lines of text outside and inside of cells."""
    read = []
    for boxes, in_cell in ((free, False), (inside, True)):
        usual = _find_usual([box.bottom - box.top for box in boxes], [box.x1 - box.x0 for box in boxes])
        cuts = [_surround(box, usual, pixels) for box in boxes]
        answers = agreement.read_lines([_cut(pixels, cut) for cut in cuts], engine, in_cell)
        for box, cut, letters in zip(boxes, cuts, answers, strict=True):
            height = box.bottom - box.top
            height = usual if 0.6 * usual < height < (1 + _SAME_SIZE) * usual else max(height, 0.6 * usual)
            if max(box.bottom - box.top, box.x1 - box.x0) < _SPECK * usual:
                letters = [replace(letter, sure=min(letter.sure, agreement.DISPUTED)) for letter in letters]
            read.append(_Read(box, cut.x0, cut.x1, letters, height, in_cell))
    return read


def _find_in_cells(
    ink: Pixels, frames: Sequence[Frame], scale: float
) -> tuple[list[TextBox], list[tuple[TextBox, ...]]]:
    """The lines of text in cells, and the labels that are set upright, character by character."""
    raw = [box for frame in frames for box in cells.find_text(ink, frame, scale, 0.0).boxes]
    usual = _find_usual([box.bottom - box.top for box in raw], [box.x1 - box.x0 for box in raw])
    held = [cells.find_text(ink, frame, scale, usual) for frame in frames]
    return (
        [box for text in held if not text.is_stack for box in text.boxes],
        [text.boxes for text in held if text.is_stack],
    )


def _read_stacks(
    pixels: Pixels, stacks: Iterable[Sequence[TextBox]], engine: RecognitionModels
) -> Iterable[_Read]:
    """Read labels that are set upright as lines, for a model knows characters by their neighbours."""
    for boxes in stacks:
        side = max(max(box.x1 - box.x0, box.bottom - box.top) for box in boxes)
        laid = [_center(pixels, box, round(side * (1 + _MARGIN))) for box in boxes]
        (letters,) = agreement.read_lines([np.hstack(laid)], engine, True)
        whole = len(letters) == len(boxes)
        for letter in letters:
            box = boxes[min(len(boxes) - 1, int(letter.middle * len(boxes)))]
            sure = letter.sure if whole else min(letter.sure, agreement.DISPUTED)
            yield _Read(box, box.x0, box.x1, [Letter(letter.text, 0.5, sure)], box.bottom - box.top, True)


def _center(pixels: Pixels, box: TextBox, side: int) -> Pixels:
    """A character in the middle of a white square."""
    ground = np.full((side, side), 255, np.uint8)
    part = _cut(pixels, box)[:side, :side]
    top, left = (side - part.shape[0]) // 2, (side - part.shape[1]) // 2
    ground[top : top + part.shape[0], left : left + part.shape[1]] = part
    return ground


def _find_usual(heights: Sequence[float], weights: Sequence[float]) -> float:
    """The height of most text, lines counted by their width."""
    order = sorted(zip(heights, weights, strict=True))
    half, sum_ = sum(weights) / 2, 0.0
    for height, weight in order:
        sum_ += weight
        if sum_ >= half:
            return height
    return 1.0


def _surround(box: TextBox, usual: float, pixels: Pixels) -> TextBox:
    """What is cut out of the picture for a line: its ink, some white, and flat marks as high as others."""
    height = max(box.bottom - box.top, 0.85 * usual)
    middle, margin = (box.top + box.bottom) / 2, _MARGIN * height
    reach = height / 2 + margin
    return TextBox(
        max(0.0, box.x0 - 1.5 * margin),
        max(0.0, middle - reach),
        min(float(pixels.shape[1]), box.x1 + 1.5 * margin),
        min(float(pixels.shape[0]), middle + reach),
    )


def _make_lines(read: Iterable[_Read], scale: float) -> Iterable[ReadLine]:
    for line in read:
        box = line.box
        middle = (box.top + box.bottom) / 2
        top, bottom = (middle - line.height / 2) / scale, (middle + line.height / 2) / scale
        letters = list(line.letters)
        if not letters:
            if line.in_cell:  # something stands there: that it cannot be read is said
                ends = round(box.x0 / scale, 1), round(box.x1 / scale, 1)
                yield ReadLine(LOST, round(top, 1), round(bottom, 1), ends, (0.0,))
            continue
        text = punctuation.widen("".join(letter.text for letter in letters))
        doubtful = find_doubtful(text) if line.in_cell else range(0)
        letters = [
            replace(letter, sure=min(letter.sure, agreement.DISPUTED)) if at in doubtful else letter
            for at, letter in enumerate(letters)
        ]
        places = [line.start + letter.middle * (line.end - line.start) for letter in letters]
        parts = [
            0,
            *(at for at in range(1, len(places)) if places[at] - places[at - 1] > _WIDE_GAP * line.height),
        ]
        for first, end in zip(parts, [*parts[1:], len(places)], strict=True):
            own = places[first:end]
            half = line.height / 2
            left = box.x0 if first == 0 else own[0] - half
            right = box.x1 if end == len(places) else own[-1] + half
            between = [(one + other) / 2 for one, other in pairwise(own)]
            edges = tuple(round(place / scale, 1) for place in (left, *between, right))
            sure = tuple(round(letter.sure, 3) for letter in letters[first:end])
            yield ReadLine(text[first:end], round(top, 1), round(bottom, 1), edges, sure)
