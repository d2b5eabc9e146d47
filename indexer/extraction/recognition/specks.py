"""Specks: dirt of copiers and scanners, which is read as stops and points where it is not taken out."""

from __future__ import annotations

import cv2
import numpy as np

from indexer.extraction.recognition.picture import Pixels

_SPECK = 1.4
"""Points across that a speck has at most."""
_BESIDE = 3.0
"""Points within which a dot is beside a character, and may be a stop or a point of it."""


def find_specks(ink: Pixels, scale: float) -> Pixels:
    """Return where specks are that stand by themselves: 255, else 0.

    Args:
        ink: of a page without its rules.
        scale: pixels that are a point.
    """
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    is_small = boxes[:, 2:4].max(axis=1) <= max(2, round(_SPECK * scale))
    is_small[0] = False
    reach = 2 * round(_BESIDE * scale) + 1
    large = np.where((labels > 0) & ~is_small[labels], 255, 0).astype(np.uint8)
    near = cv2.dilate(large, np.ones((reach, reach), np.uint8))
    beside = np.zeros(count, dtype=bool)
    beside[np.unique(labels[near > 0])] = True
    return np.where((is_small & ~beside)[labels], 255, 0).astype(np.uint8)
