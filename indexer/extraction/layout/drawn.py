"""What a page is drawn with, whatever format it is in: the attributes of a page of pdfplumber."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

Shape = dict[str, Any]
"""A character, line, rectangle, curve or picture as pdfplumber describes it.

All have `x0`, `top`, `x1`, `bottom`, `width` and `height` in points from the page's top left. Characters have
`text` besides, `size` in points, `fontname`, `matrix` (the six numbers of ISO 32000-1, 8.3.3, of which the
first two tell how it is turned) and `non_stroking_color`; what is drawn has `stroke`, `fill`,
`stroking_color`, `non_stroking_color`, and `object_type`; colors are parts from 0 to 1. Characters that were
recognised in a picture have `sure`, how sure each is (0–1), too.
"""


class DrawnPage(Protocol):
    """A page and what is drawn on it, in the order of the file."""

    @property
    def width(self) -> float:
        """In points."""

    @property
    def height(self) -> float:
        """In points."""

    @property
    def chars(self) -> Sequence[Shape]:
        """Characters."""

    @property
    def lines(self) -> Sequence[Shape]:
        """Straight lines."""

    @property
    def rects(self) -> Sequence[Shape]:
        """Rectangles."""

    @property
    def curves(self) -> Sequence[Shape]:
        """All other shapes; they have `pts`, their points, besides."""

    @property
    def images(self) -> Sequence[Shape]:
        """Pictures."""
