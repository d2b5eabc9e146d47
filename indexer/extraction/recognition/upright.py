"""Sets a picture upright: what was laid askew on the scanner, by the rows of its text."""

from __future__ import annotations

import cv2
import numpy as np

from indexer.extraction.recognition.picture import PageImage, Pixels, find_ink

_ROUNDS = ((600, 6.0, 0.5), (1200, 0.5, 0.1), (1800, 0.1, 0.03))
"""Pixels of the longer side at which rows are measured, degrees to either side that are tried, and steps of
them. More than six degrees is no accident of a scanner."""


def straighten(picture: PageImage) -> PageImage:
    """Return a picture turned so that its rows of text are level."""
    degrees = find_skew(picture)
    if abs(degrees) < 0.03:
        return picture
    return PageImage(_turn(picture.pixels, degrees, 255, cv2.INTER_CUBIC), picture.scale)


def turn_quarters(picture: PageImage, quarters: int) -> PageImage:
    """Return a picture turned against the clock by so many right angles."""
    return PageImage(np.ascontiguousarray(np.rot90(picture.pixels, quarters)), picture.scale)


def find_skew(picture: PageImage) -> float:
    """Return by how many degrees the rows of a page must be turned against the clock to be level.

    Level rows of text leave white stripes between them: the sums of ink along the rows differ most then.
    """
    ink = find_ink(picture.pixels, picture.scale)
    best = 0.0
    for side, reach, step in _ROUNDS:
        ratio = min(1.0, side / max(ink.shape))
        small = np.asarray(cv2.resize(ink, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA), np.uint8)
        if not small.any():
            return 0.0
        best = _find_best(small, best, reach, step)
    return best


def _find_best(ink: Pixels, middle: float, reach: float, step: float) -> float:
    count = round(reach / step)
    angles = [middle + step * at for at in sorted(range(-count, count + 1), key=abs)]
    return max(angles, key=lambda degrees: _measure_rows(_turn(ink, degrees, 0, cv2.INTER_LINEAR)))


def _measure_rows(ink: Pixels) -> float:
    rows = ink.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _turn(pixels: Pixels, degrees: float, ground: int, flags: int) -> Pixels:
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(
        pixels, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=ground
    )
    return np.asarray(turned, dtype=np.uint8)
