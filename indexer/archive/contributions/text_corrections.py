"""What people correct of a report's text: headings of sections, and single cells of tables.

Each correction says what it speaks of by its place and by the words of the source there, before any repair.
Where the program reads the file otherwise by then, and other words stand there, it is not applied; a doubt
says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.report.document import Table
from indexer.report.report import Paragraph, Section
from indexer.text.source_map import undo

LONGEST_TEXT = 200
"""Characters of a heading or cell as typed."""


@dataclass(frozen=True, slots=True)
class HeadingCorrection:
    """A heading as it should be.

    Attributes:
        place: of its section among those that were read, from 1; 0 for a paragraph that is a heading.
        read: the words of the source.
        text: the heading.
        number: the section's statutory number, 1–6; 0 leaves it as it is.
    """

    place: int
    read: str
    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class CellCorrection:
    """A cell as it should be.

    Attributes:
        table: the table among those of the report, from 1.
        row, column: where the cell begins, from 0.
        read: the words of the source.
        text: what the cell says.
    """

    table: int
    row: int
    column: int
    read: str
    text: str

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return f"第 {self.table} 张表第 {self.row + 1} 行第 {self.column + 1} 列"


def list_tables(sections: Iterable[Section]) -> list[Table]:
    """Return the tables of a report in their order; corrections count them from 1."""
    return [block for section in sections for block in section.blocks if isinstance(block, Table)]


def find_source(block: Paragraph) -> str:
    """Return the words of the source of a paragraph."""
    return undo(block.text, block.changes)


def find_heading_source(section: Section) -> str:
    """Return the words of the source of a section's heading."""
    return undo(section.heading, section.heading_changes)
