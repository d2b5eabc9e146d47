"""The outline of a shape in OFD (`AbbreviatedData`, GB/T 33190-2016, 9.1) to subpaths of points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Point = tuple[float, float]

_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_CURVED = frozenset("QBA")


@dataclass(frozen=True, slots=True)
class Subpath:
    """Points that are drawn through without lifting the pen.

    Attributes:
        straight: no curve is among them.
        closed: the last point is joined with the first.
    """

    points: tuple[Point, ...]
    straight: bool
    closed: bool


def read_path(text: str) -> Iterator[Subpath]:
    """Yield the subpaths of a path; of a curve its ends.

    Raises:
        ValueError: it is none.
    """
    points: list[Point] = []
    straight, closed = True, False
    parts = iter(text.split())
    for operator in parts:
        if operator not in _OPERANDS:
            raise ValueError(f"no operator of a path: {operator[:20]}")
        numbers = [float(next(parts, "")) for _ in range(_OPERANDS[operator])]
        if operator in "SM":
            if len(points) > 1:
                yield Subpath(tuple(points), straight, closed)
            points, straight, closed = [], True, False
        if operator == "C":
            closed = True
        else:
            points.append((numbers[-2], numbers[-1]))
            straight = straight and operator not in _CURVED
    if len(points) > 1:
        yield Subpath(tuple(points), straight, closed)
