"""Cuts sections into the passages that are searched, linked and cited."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from indexer.report.document import Table
from indexer.report.report import Section


@dataclass(frozen=True, slots=True)
class Passage:
    """A section, or a part of a long one.

    Attributes:
        section: statutory number.
        heading: the section's own heading.
        first: number of its first line.
        text: its lines joined by line breaks.
        damage: number of damaged places in heading and text, mended or not.
    """

    section: int
    heading: str
    first: int
    text: str
    damage: int = 0


def cut(section: Section, limit: int = 2000) -> list[Passage]:
    """Return the passages of a section.

    A section of more than `limit` characters is cut before its sub-headings of the
    uppermost level; a part that is still longer is cut at the next level, and where no
    sub-heading is left, between paragraphs. Lines are never cut and tables stay whole.
    """
    lines = section.lines
    damage = _damage(section)
    above = len(section.heading_changes)
    passages = []
    for start, end in _Cutter(lines, _levels(section), limit).cut(0, len(lines)):
        text = "\n".join(lines[start:end])
        places = above + sum(damage[start:end])
        passages.append(Passage(section.number, section.heading, section.first + start, text, places))
    return passages or [Passage(section.number, section.heading, section.first, "", above)]


def _levels(section: Section) -> list[int]:
    """For each line its numbering level; 0 for plain paragraphs, -1 inside tables (never cut there)."""
    levels: list[int] = []
    for block in section.blocks:
        if isinstance(block, Table):
            levels += [0] + [-1] * (block.height - 1) if block.height else []
        else:
            levels.append(block.level)
    return levels


def _damage(section: Section) -> list[int]:
    """For each line the number of its damaged places."""
    damage: list[int] = []
    for block in section.blocks:
        if isinstance(block, Table):
            damage += [sum(len(cell.changes) for cell in row) for row in block.rows()]
        else:
            damage.append(len(block.changes))
    return damage


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
