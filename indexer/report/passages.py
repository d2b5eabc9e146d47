"""Cuts sections into the passages that are searched, linked and cited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from indexer.report.document import Table
from indexer.report.report import Section
from indexer.text.change import Change
from indexer.text.damage import count_places


@dataclass(frozen=True, slots=True)
class Passage:
    """A section, or a part of a long one.

    Attributes:
        section: statutory number.
        heading: the section's own heading.
        first: number of its first line.
        text: its lines joined by line breaks.
        damage: number of damaged places in heading and text, mended or not.
        recognised: whether heading or text was recognised in a picture, in whole or in part.
    """

    section: int
    heading: str
    first: int
    text: str
    damage: int = 0
    recognised: bool = False


def cut(section: Section, limit: int = 2000) -> list[Passage]:
    """Return the passages of a section.

    A section of more than `limit` characters is cut before its sub-headings of the
    uppermost level; a part that is still longer is cut at the next level, and where no
    sub-heading is left, between paragraphs. Lines are never cut and tables stay whole.
    """
    lines = section.lines
    changes = list(_list_changes(section))
    above = section.heading_changes
    passages = []
    for start, end in _Cutter(lines, _levels(section), limit).cut(0, len(lines)):
        text = "\n".join(lines[start:end])
        own = list(chain(above, *changes[start:end]))
        passages.append(_make_passage(section, start, text, own))
    return passages or [_make_passage(section, 0, "", above)]


def _make_passage(section: Section, start: int, text: str, changes: Sequence[Change]) -> Passage:
    places = count_places(changes)
    first = section.first + start
    return Passage(section.number, section.heading, first, text, places, len(changes) > places)


def _levels(section: Section) -> list[int]:
    """For each line its numbering level; 0 for plain paragraphs, -1 inside tables (never cut there)."""
    levels: list[int] = []
    for block in section.blocks:
        if isinstance(block, Table):
            levels += [0] + [-1] * (block.height - 1) if block.height else []
        else:
            levels.append(block.level)
    return levels


def _list_changes(section: Section) -> Iterator[Sequence[Change]]:
    """Yield for each line what was mended or marked in it."""
    for block in section.blocks:
        if isinstance(block, Table):
            yield from ([change for cell in row for change in cell.changes] for row in block.rows())
        else:
            yield block.changes


@dataclass(frozen=True, slots=True)
class _Cutter:
    """Cuts a section's lines by their numbering levels into parts of at most `limit` characters."""

    lines: tuple[str, ...]
    levels: list[int]
    limit: int

    def cut(self, start: int, end: int, level: int = 1) -> list[tuple[int, int]]:
        """Return the parts of some lines, cut before sub-headings of a level, where need be also of those
        below.
        """
        if start == end:
            return []
        if sum(map(len, self.lines[start:end])) <= self.limit:
            return [(start, end)]
        if level > max(self.levels):
            return self._fill(start, end)
        borders = [start, *(at for at in range(start + 1, end) if self.levels[at] == level), end]
        return [part for left, right in pairwise(borders) for part in self.cut(left, right, level + 1)]

    def _fill(self, start: int, end: int) -> list[tuple[int, int]]:
        """Parts of as many whole paragraphs as fit."""
        parts, left, length = [], start, 0
        for at in range(start, end):
            if at > left and self.levels[at] != -1 and length + len(self.lines[at]) > self.limit:
                parts.append((left, at))
                left, length = at, 0
            length += len(self.lines[at])
        return [*parts, (left, end)]
