"""The objects of an OFD page (GB/T 33190-2016, 8 to 11) as what is drawn on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.etree import _Element

from indexer.errors import OversizedSource
from indexer.extraction.layout.drawn import Shape
from indexer.extraction.ofd.characters import estimate_width, place_characters
from indexer.extraction.ofd.matrix import Matrix, read_matrix
from indexer.extraction.ofd.package import OfdPage, Resources, find_all, name_of, read_numbers
from indexer.extraction.ofd.path import Point, Subpath, read_path

_POINTS = 72 / 25.4
"""Points in a millimetre."""
_DEEPEST, _MOST_SHAPES = 12, 50_000
_ASCENT, _DESCENT = 0.88, 0.12
"""Parts of its size by which a character stands above and below its line, as Chinese fonts are made."""
_SNAP = 0.5
"""Points by which the ends of a rule may be off."""
_SPARE = 1.3
"""Times its usual width up to which a step is the character's own width; what is more is air, and says
nothing of the width."""
_DARK = (0.0, 0.0, 0.0)
Color = tuple[float, ...]


@dataclass(slots=True)
class Canvas:
    """A page with what is drawn on it (`layout.drawn.DrawnPage`).

    Its pictures have `resource` besides, the id of their file, and `placed`, the matrix that leads from their
    unit square to the page in points.
    """

    width: float
    height: float
    chars: list[Shape] = field(default_factory=list)
    lines: list[Shape] = field(default_factory=list)
    rects: list[Shape] = field(default_factory=list)
    curves: list[Shape] = field(default_factory=list)
    images: list[Shape] = field(default_factory=list)

    def count(self) -> int:
        """How many shapes there are."""
        return sum(map(len, (self.chars, self.lines, self.rects, self.curves, self.images)))


def draw(page: OfdPage) -> Canvas:
    """Draw a page.

    Raises:
        OversizedSource: more than 500,000 shapes, or drawings within drawings more than twelve deep.
        ValueError: a number is none.
    """
    left, top, width, height = page.box
    canvas = Canvas(width * _POINTS, height * _POINTS)
    outer = Matrix(_POINTS, 0.0, 0.0, _POINTS, -left * _POINTS, -top * _POINTS)
    pencil = _Pencil(canvas, page.resources)
    for content in page.contents:
        pencil.draw_all(content, outer, 0)
    return canvas


class _Pencil:
    """Draws the objects of one page."""

    def __init__(self, canvas: Canvas, resources: Resources) -> None:
        self._canvas, self._resources = canvas, resources

    def draw_all(self, holder: _Element, outer: Matrix, depth: int) -> None:
        """Draw what a layer, block or composed drawing holds."""
        if depth > _DEEPEST or self._canvas.count() > _MOST_SHAPES:
            raise OversizedSource("OFD 页面上的内容太多或嵌套太深，未读取，请检查文件。")
        for each in holder:
            name = name_of(each)
            if each.get("Visible") == "false":
                continue
            if name in ("Layer", "PageBlock"):
                self.draw_all(each, outer, depth + 1)
            elif name == "TextObject":
                self._write(each, read_matrix(each, outer))
            elif name == "PathObject":
                self._outline(each, read_matrix(each, outer))
            elif name == "ImageObject":
                self._picture(each, outer)
            elif name == "CompositeObject":
                composed = self._resources.composed.get(each.get("ResourceID", ""))
                if composed is not None:
                    for content in find_all(composed, "Content"):
                        self.draw_all(content, read_matrix(each, outer), depth + 1)

    def _write(self, element: _Element, matrix: Matrix) -> None:
        size = float(element.get("Size") or 0)
        if not size > 0:
            return
        turn = int(float(element.get("CharDirection") or 0)) // 90 % 4
        across, down = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]
        color = self._color(element, "FillColor")
        font = self._resources.fonts.get(element.get("Font", ""), "")
        direction = matrix.point(across, down)
        for char, x, y, step in place_characters(element, size):
            wide = estimate_width(char) * size * float(element.get("HScale") or 1)
            wide = step if 0 < step <= _SPARE * wide else wide
            corners = [
                matrix.place(x + along * across - up * down, y + along * down + up * across)
                for along in (0.0, wide)
                for up in (-_ASCENT * size, _DESCENT * size)
            ]
            self._canvas.chars.append(
                _box(corners)
                | {
                    "object_type": "char",
                    "text": char,
                    "size": size * matrix.stretch(0, 1),
                    "fontname": font,
                    # Up is up in PDF, and down here.
                    "matrix": (direction[0], -direction[1], 0.0, 0.0, 0.0, 0.0),
                    "non_stroking_color": color,
                }
            )

    def _outline(self, element: _Element, matrix: Matrix) -> None:
        style = {
            "stroke": element.get("Stroke") != "false",
            "fill": element.get("Fill") == "true",
            "stroking_color": self._color(element, "StrokeColor"),
            "non_stroking_color": self._color(element, "FillColor"),
        }
        for data in find_all(element, "AbbreviatedData"):
            for subpath in read_path(data.text or ""):
                points = [
                    (round(x, 2), round(y, 2)) for x, y in (matrix.place(*each) for each in subpath.points)
                ]
                kind, points = _classify(subpath, points)
                shape = _box(points) | style | {"object_type": kind, "pts": points}
                {"line": self._canvas.lines, "rect": self._canvas.rects, "curve": self._canvas.curves}[
                    kind
                ].append(shape)

    def _picture(self, element: _Element, outer: Matrix) -> None:
        left, top, width, height = (*read_numbers(element.get("Boundary", "")), 0.0, 0.0, 0.0, 0.0)[:4]
        corners = [outer.place(left, top), outer.place(left + width, top + height)]
        self._canvas.images.append(
            _box(corners)
            | {"object_type": "image", "resource": element.get("ResourceID", "")}
            | {"placed": read_matrix(element, outer)}
        )

    def _color(self, element: _Element, name: str) -> Color:
        """The color an object names, or the settings that it or these name."""
        for _ in range(_DEEPEST):
            for found in find_all(element, name):
                numbers = [
                    int(part[1:], 16) if part.startswith("#") else float(part)
                    for part in (found.get("Value") or "").split()
                ]
                opaque = float(found.get("Alpha") or 255) / 255
                return tuple(1 - (1 - number / 255) * opaque for number in numbers) or _DARK
            following = self._resources.settings.get(
                element.get("DrawParam") or element.get("Relative") or ""
            )
            if following is None:
                return _DARK
            element = following
        return _DARK


def _classify(subpath: Subpath, points: list[Point]) -> tuple[str, list[Point]]:
    """What a subpath is to a reader: a rule, a rectangle or another shape, and its points on the page."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    if subpath.straight and len(points) == 2 and min(right - left, bottom - top) <= _SNAP:
        flat = bottom - top <= right - left
        middle = (top + bottom) / 2 if flat else (left + right) / 2
        return "line", [(left, middle), (right, middle)] if flat else [(middle, top), (middle, bottom)]
    ends = [*points, points[0]] if subpath.closed and points[-1] != points[0] else points
    corners = {(abs(x - left) <= _SNAP, abs(y - top) <= _SNAP) for x, y in points}
    at_edges = all(
        min(abs(x - left), abs(x - right)) <= _SNAP and min(abs(y - top), abs(y - bottom)) <= _SNAP
        for x, y in points
    )
    if subpath.straight and len(ends) == 5 and len(corners) == 4 and at_edges:
        return "rect", ends
    return "curve", ends


def _box(points: list[Point]) -> Shape:
    """Where some points are."""
    x0, x1 = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    return {
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "y0": -bottom,
        "y1": -top,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
    }
