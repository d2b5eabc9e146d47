"""How coordinates of one space are those of another (GB/T 33190-2016, 8.4): six numbers, as in PDF."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lxml.etree import _Element

from indexer.extraction.ofd.package import read_numbers
from indexer.extraction.ofd.path import Point


@dataclass(frozen=True, slots=True)
class Matrix:
    """Leads a point (x, y) to (a·x + c·y + e, b·x + d·y + f)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def place(self, x: float, y: float) -> Point:
        """Where a point is."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def point(self, x: float, y: float) -> Point:
        """Where a direction points."""
        return self.a * x + self.c * y, self.b * x + self.d * y

    def stretch(self, x: float, y: float) -> float:
        """How long a unit of a direction is."""
        return math.hypot(*self.point(x, y))

    def within(self, outer: Matrix) -> Matrix:
        """This matrix, and then another one."""
        e, f = outer.place(self.e, self.f)
        return Matrix(*outer.point(self.a, self.b), *outer.point(self.c, self.d), e, f)


def read_matrix(element: _Element, outer: Matrix) -> Matrix:
    """Where an object's own coordinates are on the page: its CTM, then its boundary, then what holds it.

    Raises:
        ValueError: one of the two is not what it should be.
    """
    left, top, *_ = (*read_numbers(element.get("Boundary", "")), 0.0, 0.0)
    numbers = read_numbers(element.get("CTM", "1 0 0 1 0 0"))
    if len(numbers) != 6:
        raise ValueError("a matrix has six numbers")
    return Matrix(*numbers).within(Matrix(e=left, f=top)).within(outer)
