"""Where a report begins and ends among the lines of its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.extraction.lines import glued
from indexer.extraction.lines.notes import fold_line
from indexer.extraction.lines.prose import SHORT, is_heading, is_prose
from indexer.extraction.lines.site import footer, related
from indexer.extraction.lines.site.controls import is_control
from indexer.extraction.lines.site.credits import is_credit
from indexer.report.document import Block, Table

_TITLED = re.compile(
    r"^[^。,;:>|]{0,40}20\d\d年?度?[^。,;:>|]{0,12}(?:信息|政务)公开[^。,;:>|]{0,12}(?:报告|年报)$"
)
_REPORTED = re.compile("报告|年报|年度")
_TOP, _COLUMNS, _LONGEST_COLUMN = 14, 3, 14
_LITTLE = 6
"""What is above a border is so many times longer than what is below it, at least."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Which of a page's blocks are the report.

    Attributes:
        blocks: all of them, parted from what was glued to the report's own.
        top: the first that may be of the report; what is above it is the site's.
        first, last: the first and the last that surely are; behind all blocks where none is.
    """

    blocks: tuple[Block | Table, ...]
    top: int
    first: int
    last: int


def find_extent(blocks: Sequence[Block | Table]) -> Extent:
    """Find where the report is among the blocks of a page."""
    parted = [part for block in blocks for part in _part(block, is_first=False, is_last=False)]
    sure = [at for at, block in enumerate(parted) if isinstance(block, Table) or is_prose(block.text)]
    top = _find_top(parted)
    sure = [at for at in sure if at >= top]
    if not sure:
        return Extent(tuple(parted), 0, len(parted), len(parted))
    begin, end = sure[0], _find_end(parted, sure)
    before = _part(parted[begin], is_first=True, is_last=False)
    behind = [before.pop()] if begin == end else [parted[end]]
    behind = [part for block in behind for part in _part(block, is_first=False, is_last=True)]
    between = parted[begin + 1 : end]
    whole = (*parted[:begin], *before, *between, *behind, *parted[end + 1 :])
    first = begin + len(before) - (begin != end)
    return Extent(whole, top, first, begin + len(before) + len(between))


def closes(line: str) -> bool:
    """Whether below a line that is behind a report's last sentence nothing is the report's."""
    return footer.is_footer(line) or related.is_neighbour(line) or is_credit(line)


def _find_top(blocks: Sequence[Block | Table]) -> int:
    """The title's offset where a site explains itself in a sentence among its columns above it, else 0."""
    title = next((at for at, block in enumerate(blocks[:_TOP]) if _is_title(block)), 0)
    above = [block.text for block in blocks[:title] if isinstance(block, Block)]
    sentences = [line for line in above if is_prose(line)]
    columns = sum(len(line) <= _LONGEST_COLUMN for line in above)
    is_sites = len(sentences) == 1 and len(above) == title and columns >= _COLUMNS
    is_own = is_sites and (is_heading(sentences[0]) or _REPORTED.search(sentences[0]))
    return title if is_sites and not is_own else 0


def _is_title(block: Block | Table) -> bool:
    """Whether a block is for sure a report's title: it says what it is, and of which year."""
    return isinstance(block, Block) and bool(_TITLED.match(fold_line(block.text[:SHORT])))


def _find_end(blocks: Sequence[Block | Table], sure: Sequence[int]) -> int:
    """The last block that is surely the report's, and not a sentence that a list of links shows.

    A border is a line that leads to other pages, or says whose the site is; what is below it is the site's
    where it has no table and no heading, and little text beside what is above.
    """
    lengths = [0 if isinstance(block, Table) else len(block.text) for block in blocks]
    for border in range(sure[0] + 1, sure[-1]):
        block = blocks[border]
        if isinstance(block, Table) or len(block.text) > SHORT or not _is_border(fold_line(block.text)):
            continue
        below = [at for at in sure if at > border]
        own = any(isinstance(each := blocks[at], Table) or is_heading(each.text) for at in below)
        if not own and sum(lengths[border:]) * _LITTLE <= sum(lengths[:border]):
            return max(at for at in sure if at < border)
    return sure[-1]


def _is_border(line: str) -> bool:
    return related.is_related(line) or closes(line) or is_control(line)


def _part(block: Block | Table, *, is_first: bool, is_last: bool) -> list[Block | Table]:
    """A block, parted from the site's words on its line; what was recognised or mended is left whole."""
    if isinstance(block, Table) or block.changes:
        return [block]
    text = block.text
    start = glued.find_start(text) if is_first else 0
    end = glued.find_end(text, is_last)
    if not start and end == len(text):
        return [block]
    pieces = [text[:start].strip(), text[start:end].strip(), text[end:].strip()]
    return [replace(block, text=piece) for piece in pieces if piece]
