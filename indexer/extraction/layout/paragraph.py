"""Lines of printed pages to paragraphs: page numbers and running heads go, what was broken is joined."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median, quantiles

from indexer.extraction.layout.grid import Grid
from indexer.extraction.layout.line import PdfLine
from indexer.extraction.layout.page import Item, Leaf, Picture
from indexer.extraction.layout.words import join
from indexer.extraction.lines.pictures import settle
from indexer.extraction.lines.prose import is_heading
from indexer.report.document import Block, Table

_PAGE_NUMBER = re.compile(
    r"[-—–―－·•\s]*(?:第\s*)?[\divxⅰ-ⅻⅠ-Ⅻ一二三四五六七八九十]{1,4}(?:\s*页)?"
    r"(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–―－·•\s]*",
    re.I,
)
_EDGE = 0.13
"""Share of a page's height, at its top and bottom, in which page numbers and running heads stand."""
_FIGURES = re.compile(r"\d+")
_ENDED = re.compile(r"[。！？；!?;]$")
_BEGUN = re.compile(r"(?:[\d０-９]{1,2}\s*[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳])")
_STOP = re.compile("[，。；、]")
_INDENT, _SHORT, _AIR, _LARGER = 0.9, 1.6, 1.5, 1.15


def join_paragraphs(leaves: Sequence[Leaf]) -> list[Block | Table]:
    """The paragraphs and tables of all pages in reading order; pictures are counted for the line above."""
    running = _running(leaves)
    parts = [part for leaf in leaves for part in _without_running(leaf, running)]
    every = [item for items in parts for item in items if isinstance(item, PdfLine)]
    setting = _Setting(every)
    blocks: list[Block | Table] = []
    last: Item | None = None
    for items in parts:
        margins = setting.margins([item for item in items if isinstance(item, PdfLine)])
        for place, item in enumerate(items):
            turned = place == 0
            if isinstance(item, Picture):
                blocks.append(Block("", pictures=1))
            elif isinstance(item, Grid):
                if turned and isinstance(last, Grid) and item.continues(last):
                    item = last.join(item)
                    del blocks[-len(_blocks(last)) :]
                blocks += _blocks(item)
            elif isinstance(last, PdfLine) and setting.joins(last, item, margins, turned):
                before = blocks[-1]
                assert isinstance(before, Block)  # `last` was a line
                words = join(before, item)
                blocks[-1] = Block(words.text, before.level, words.changes)
            else:
                blocks.append(Block(item.text, changes=item.changes))
            last = item
        setting.before = margins
    return settle(blocks)


def _blocks(grid: Grid) -> list[Block | Table]:
    """A table; the lines of a frame that turned out to be none."""
    return [grid.to_table()] if grid.is_data else [Block(box.text, changes=box.changes) for box in grid.boxes]


def _running(leaves: Sequence[Leaf]) -> set[tuple[str, int]]:
    """What is at the same height at the edge of two pages in five, and of two at least."""
    seen: Counter[tuple[str, int]] = Counter()
    for leaf in leaves:
        seen.update({_mark(line) for line in _at_edge(leaf)})
    return {mark for mark, times in seen.items() if times >= max(2, 0.4 * len(leaves))}


def _without_running(leaf: Leaf, running: set[tuple[str, int]]) -> Iterable[list[Item]]:
    """The parts of a page without what is at its edge and is no text of it."""
    edge = list(_at_edge(leaf))
    gone = {line for line in edge if _mark(line) in running or _PAGE_NUMBER.fullmatch(line.text)}
    for part in leaf.parts:
        yield [item for item in part if not (isinstance(item, PdfLine) and item in gone)]
    if leaf.is_picture and not any(isinstance(item, Picture) for item in leaf.items):
        yield [Picture(0.0)]


def _at_edge(leaf: Leaf) -> Iterable[PdfLine]:
    """The outermost two lines at the top and at the bottom, as far as they stand at the page's edge."""
    standing = sorted((i for i in leaf.items if isinstance(i, PdfLine)), key=lambda line: line.top)
    yield from (line for line in standing[:2] if line.bottom < leaf.height * _EDGE)
    yield from (line for line in standing[-2:] if line.top > leaf.height * (1 - _EDGE))


def _mark(line: PdfLine) -> tuple[str, int]:
    return _FIGURES.sub("#", line.text), round(line.top / 4)


class _Setting:
    """How a document's running text is set: size, distance of lines, margins of each page or column.

    Rows of tables without rules, in other sizes or with gaps between, have no say in it.

    Attributes:
        before: the margins of the page or column before.
    """

    def __init__(self, every: Sequence[PdfLine]) -> None:
        sizes: Counter[float] = Counter()
        for line in [line for line in every if _STOP.search(line.text)] or every:
            sizes[round(line.size)] += len(line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 1
        steps: list[float] = []
        for above, below in pairwise(filter(self._is_running, every)):
            if 0 < (step := below.top - above.top) < 4 * above.size:
                steps.append(step)
        self.step = median(steps) if steps else 2.0 * self.size
        edges = [line.x0 for line in every], [line.x1 for line in every]
        self._usual = self._margins(every) or (min(edges[0], default=0.0), max(edges[1], default=0.0))
        self.before = self._usual

    def _is_running(self, line: PdfLine) -> bool:
        """Whether a line is of running text: of its size, and no row of cells."""
        return line.cells == 1 and max(line.size, self.size) <= _LARGER * min(line.size, self.size)

    def margins(self, page: Sequence[PdfLine]) -> tuple[float, float]:
        """Left and right margin of a page; the document's where the page has few lines."""
        return self._margins(page) or self._usual

    def joins(self, above: PdfLine, below: PdfLine, margins: tuple[float, float], turned: bool) -> bool:
        """Whether a line goes on with the paragraph of the one above it.

        Args:
            margins: those of the page of `below`.
            turned: a page break lies between the two.
        """
        if above.cells > 1 or below.cells > 1:
            return False
        left, _ = margins
        over_left, over_right = self.before if turned else margins
        if max(above.size, below.size) > _LARGER * min(above.size, below.size):
            return False
        if not turned and not 0 <= below.top - above.top <= _AIR * max(self.step, above.size):
            return False
        if min(above.size, below.size) > _LARGER * self.size:
            return not turned  # a title set in two lines
        short = over_right - above.x1
        if below.x0 - left > _INDENT * below.size or short > 0.2 * (over_right - over_left):
            return False
        begun = is_heading(below.text) or bool(_BEGUN.match(below.text))
        ended = bool(_ENDED.search(above.text))
        return not (ended and begun) if short <= _SHORT * above.size else not (ended or begun)

    def _margins(self, lines: Sequence[PdfLine]) -> tuple[float, float] | None:
        long = [line for line in lines if len(line.text) > 12 and self._is_running(line)]
        if len(long) < 4:
            return None
        starts: dict[int, list[float]] = defaultdict(list)
        for line in long:
            starts[round(line.x0 / 3)].append(line.x0)
        # A page of short paragraphs has few lines that begin at the margin.
        often = [
            place for group in starts.values() if len(group) >= max(2, len(long) / 20) for place in group
        ]
        left = min(often or [line.x0 for line in long])
        return left, quantiles([line.x1 for line in long], n=10)[-1]
