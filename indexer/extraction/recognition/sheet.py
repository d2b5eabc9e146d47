"""A page that was recognised: its lines of text and its rules, as `layout` and JSON have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from indexer.extraction.layout.drawn import Shape


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of text, or a part of one; points from the page's top left.

    Attributes:
        text: its characters, without blanks.
        top, bottom: its upper and lower edge.
        edges: where each character begins, and where the last one ends.
        sure: how sure each character is, 0–1.
    """

    text: str
    top: float
    bottom: float
    edges: tuple[float, ...]
    sure: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A recognised page, upright, in points. It is drawn as a page of a PDF is (`layout.drawn.DrawnPage`).

    Attributes:
        width, height: its size.
        version: what recognised it.
        read: its lines of text, in no order.
        rules: ends of its ruling lines: x0, top, x1, bottom.
    """

    width: float
    height: float
    version: str
    read: tuple[ReadLine, ...]
    rules: tuple[tuple[float, ...], ...]
    rects: Sequence[Shape] = field(default=(), init=False)
    curves: Sequence[Shape] = field(default=(), init=False)
    images: Sequence[Shape] = field(default=(), init=False)

    @property
    def chars(self) -> list[Shape]:
        """The characters, each with how `sure` it is."""
        return [
            _make_shape(line.edges[at], line.top, line.edges[at + 1], line.bottom)
            | {"text": character, "sure": line.sure[at], "size": line.bottom - line.top}
            | {"fontname": "", "matrix": (1, 0, 0, 1, 0, 0), "non_stroking_color": (0,)}
            for line in self.read
            for at, character in enumerate(line.text)
        ]

    @property
    def lines(self) -> list[Shape]:
        """The ruling lines."""
        return [
            _make_shape(*rule)
            | {"stroke": True, "fill": False, "stroking_color": (0,), "non_stroking_color": (0,)}
            | {"object_type": "line", "doctop": rule[1]}
            for rule in self.rules
        ]

    def to_json(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        return {
            "width": self.width,
            "height": self.height,
            "version": self.version,
            "lines": [asdict(line) for line in self.read],
            "rules": self.rules,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ReadPage:
        """Return the page that `to_json` turned into `data`.

        Raises:
            KeyError, TypeError: it is none.
        """
        lines = [
            ReadLine(
                str(line["text"]), line["top"], line["bottom"], tuple(line["edges"]), tuple(line["sure"])
            )
            for line in data["lines"]
        ]
        rules = tuple(tuple(rule) for rule in data["rules"])
        return cls(data["width"], data["height"], data["version"], tuple(lines), rules)


def _make_shape(x0: float, top: float, x1: float, bottom: float) -> Shape:
    return {"x0": x0, "top": top, "x1": x1, "bottom": bottom, "width": x1 - x0, "height": bottom - top}


EMPTY = ReadPage(1.0, 1.0, "", (), ())
"""A picture in which nothing was recognised, and in which nothing is looked for again."""
