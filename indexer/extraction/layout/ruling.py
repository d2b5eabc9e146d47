"""The lines drawn on a PDF page to the cells between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from pdfplumber import table
from pdfplumber.utils.clustering import cluster_objects
from pdfplumber.utils.geometry import obj_to_edges

from indexer.extraction.layout.drawn import DrawnPage

_THIN = 3.0
"""Points up to which a filled rectangle is a rule, as Word draws them, and not a background."""
_NEAR = 3.0
_WHITE = ((1,), (1, 1, 1), (0, 0, 0, 0))
Edge = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """A cell on a page, in points; `open_top` and `open_bottom` as of a `grid.Box`."""

    x0: float
    top: float
    x1: float
    bottom: float
    open_top: bool
    open_bottom: bool


def find_cells(page: DrawnPage) -> list[list[Frame]]:
    """The cells between the drawn lines of a page, by table, in rows."""
    # Browsers set the corners of cells as dots of their own: those close nothing.
    joined = table.merge_edges(list(_rules(page)), *[_NEAR] * 4)
    edges = [e for e in joined if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) > 2 * _NEAR]
    closed = table.merge_edges([*edges, *_closing(edges)], *[_NEAR] * 4)
    found = table.intersections_to_cells(table.edges_to_intersections(closed, _NEAR, _NEAR))
    groups = table.cells_to_tables(found) if found else []
    grouped = {cell for group in groups for cell in group}
    alone = ([cell] for cell in found if cell not in grouped)
    return [
        [
            Frame(x0, top, x1, bottom, _cut(cell, 1, edges), _cut(cell, 3, edges))
            for cell in sorted(group, key=itemgetter(1, 0))
            for x0, top, x1, bottom in [map(float, cell)]
        ]
        for group in (*groups, *alone)
    ]


def _cut(cell: Sequence[float], side: int, edges: Iterable[Edge]) -> bool:
    """Whether no rule is drawn at the top (1) or bottom (3) of a cell: a page break goes through it."""
    middle = (cell[0] + cell[2]) / 2
    return not any(
        edge["orientation"] == "h"
        and abs(edge["top"] - cell[side]) <= 2 * _NEAR
        and edge["x0"] <= middle <= edge["x1"]
        for edge in edges
    )


def _rules(page: DrawnPage) -> Iterable[Edge]:
    """Edges that a reader sees as lines: strokes and thin bars, not the backgrounds that word processors
    lay under paragraphs and cells."""
    for shape in [*page.lines, *page.rects, *page.curves]:
        thin = min(shape["width"], shape["height"]) <= _THIN
        color = shape["stroking_color"] if shape["stroke"] else shape["non_stroking_color"]
        seen = shape["stroke"] or (shape["fill"] and thin)
        if seen and tuple(color if isinstance(color, (tuple, list)) else (color,)) not in _WHITE:
            yield from (edge for edge in obj_to_edges(shape) if edge["orientation"])


def _closing(edges: Sequence[Edge]) -> Iterable[Edge]:
    """Edges that close a table where its rules end open: at a page break, or because it is drawn without
    an outer frame."""
    for along, across in (("v", "h"), ("h", "v")):
        start, end, at = ("top", "bottom", "x0") if along == "v" else ("x0", "x1", "top")
        low, high, level = ("x0", "x1", "top") if along == "v" else ("top", "bottom", "x0")
        others = [edge for edge in edges if edge["orientation"] == across]
        tips: list[tuple[float, float, bool]] = []
        for edge in edges:
            if edge["orientation"] != along:
                continue
            for tip in (edge[start], edge[end]):
                closed = any(
                    abs(other[level] - tip) <= _NEAR and other[low] - _NEAR <= edge[at] <= other[high] + _NEAR
                    for other in others
                )
                tips.append((tip, edge[at], closed))
        for group in cluster_objects(tips, itemgetter(0), _NEAR):
            least, most = min(place for _, place, _ in group), max(place for _, place, _ in group)
            if most - least > 2 * _NEAR and not all(closed for *_, closed in group):
                yield _edge(across, sum(tip for tip, *_ in group) / len(group), least, most)


def _edge(orientation: str, level: float, low: float, high: float) -> Edge:
    horizontal = orientation == "h"
    x0, x1, top, bottom = (low, high, level, level) if horizontal else (level, level, low, high)
    return {
        "object_type": "line_edge",
        "orientation": orientation,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
    }
