"""Looks at pictures in a file: which may be pages or tables, and what was recognised in them.

Charts, photographs and diagrams are left as the pictures that they are: a few words of theirs between the
lines of a report would be nobody's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.extraction.layout import page
from indexer.extraction.layout.grid import Grid
from indexer.extraction.layout.line import PdfLine
from indexer.extraction.layout.page import Leaf
from indexer.extraction.layout.paragraph import join_paragraphs
from indexer.extraction.recognition.image_file import is_legible
from indexer.extraction.recognition.sheet import ReadPage
from indexer.report.document import Block, Table

__all__ = ["count_characters", "is_legible", "read_blocks"]

_FEWEST_CELLS = 4
_STOP = re.compile("[，。；：、]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_FEWEST_STOPS, _FEWEST_HAN = 4, 60
"""Stops and Chinese characters of prose; a chart has labels alone."""
_SURE = 0.6
"""How sure characters are, on the whole, where there is text at all: patterns are read as strokes, too."""


def count_characters(read: ReadPage) -> int:
    """Return how much text was recognised in a picture; 0 where it is neither a page nor a table."""
    sure = [each for line in read.read for each in line.sure]
    if not sure or sum(sure) < _SURE * len(sure):
        return 0
    leaf = page.read(read)
    return leaf.characters if _has_table(leaf) or _has_prose(leaf) else 0


def read_blocks(pages: Iterable[ReadPage]) -> list[Block | Table]:
    """Return what pictures that follow each other say."""
    return join_paragraphs([page.read(each) for each in pages])


def _has_table(leaf: Leaf) -> bool:
    return any(
        isinstance(item, Grid) and item.is_data and sum(bool(box.text) for box in item.boxes) >= _FEWEST_CELLS
        for item in leaf.items
    )


def _has_prose(leaf: Leaf) -> bool:
    text = "".join(item.text for item in leaf.items if isinstance(item, PdfLine))
    return len(_STOP.findall(text)) >= _FEWEST_STOPS and len(_HAN.findall(text)) >= _FEWEST_HAN
