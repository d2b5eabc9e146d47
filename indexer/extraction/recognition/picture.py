"""A page as a picture: shades of grey, without seals, in a size that is worth its time."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from indexer.extraction.recognition.base import LEAST_SIDE, MOST_SIDE

Pixels = npt.NDArray[np.uint8]

SHORT_SIDE = 595.0
"""Points of the shorter side of a page (A4): pictures say little of their size that can be believed."""
_LONGEST = 4
"""How many times as long as wide a picture may be and still be a page."""
_SEAL = 50.0, 190.0
"""Points that a seal is wide: 1.8 to 6.7 cm (GB/T 9704 lets none be larger than 4.5 cm; scans enlarge)."""

_DARK, _PALER = 140, 20
"""Grey of what is surely ink, and by how much its blurred edges may be paler than where the two shades of a
page part."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page in shades of grey, 0 (black) to 255, and how many of its pixels are a point."""

    pixels: Pixels
    scale: float

    @property
    def height(self) -> float:
        """In points."""
        return float(self.pixels.shape[0]) / self.scale

    @property
    def width(self) -> float:
        """In points."""
        return float(self.pixels.shape[1]) / self.scale


def make_picture(image: Image.Image) -> PageImage:
    """Return a page as recognition wants it: on white, without seals, neither tiny nor huge."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        whole = image.convert("RGBA")
        ground = Image.new("RGBA", whole.size, "white")
        image = Image.alpha_composite(ground, whole)
    short = min(image.size)
    wanted = min(max(short, LEAST_SIDE), MOST_SIDE)
    if max(image.size) > _LONGEST * short:
        wanted = min(short, MOST_SIDE)
    if wanted != short:
        size = [max(1, round(side * wanted / short)) for side in image.size]
        image = image.resize((size[0], size[1]), Image.Resampling.LANCZOS)
    scale = wanted / SHORT_SIDE
    return PageImage(_take_out_seals(np.asarray(image.convert("RGB")), scale), scale)


def find_ink(pixels: Pixels, scale: float) -> Pixels:
    """Return where there is ink: 255, else 0. Uneven light is allowed for; the grey of a cell is no ink."""
    block = int(12 * scale) | 1
    dark = cv2.adaptiveThreshold(pixels, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18)
    level, _ = cv2.threshold(pixels, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.where(pixels < max(level, _DARK) + _PALER, dark, 0).astype(np.uint8)


def _take_out_seals(colors: Pixels, scale: float) -> Pixels:
    """Return a picture in grey; in a red seal only what is darker than its red, the text under it, stays."""
    grey = np.asarray(cv2.cvtColor(colors, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    red, green, blue = (colors[:, :, at].astype(np.int16) for at in range(3))
    is_red = ((red - np.maximum(green, blue)) > 50).astype(np.uint8)
    if not is_red.any():
        return grey
    reach = max(3, int(4 * scale))
    joined = cv2.morphologyEx(is_red, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    cleaned = grey.copy()
    for x, y, width, height, _ in boxes[1:]:
        sides = min(width, height) / scale, max(width, height) / scale
        if _SEAL[0] <= sides[0] and sides[1] <= _SEAL[1] and sides[1] < 1.6 * sides[0]:
            part = np.s_[y : y + height, x : x + width]
            cleaned[part] = np.where(is_red[part] > 0, np.maximum(grey[part], red[part]), grey[part])
    return cleaned
