"""Figures: the cells of the statutory tables with what they mean and where they stood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from indexer.report.anchor import format_anchor

Number = int | float
"""A count, or an amount of money in the unit of its column (万元)."""


class Meaning(StrEnum):
    """What a cell says. A blank is not a zero, and a stroke is not a blank."""

    NUMBER = "number"
    """A number, whatever its digits, separators and unit."""
    BLANK = "blank"
    """Nothing."""
    NOT_APPLICABLE = "not_applicable"
    """A stroke: `/`, `—` or `-`."""
    TEXT = "text"
    """Other words, also digits that make no number (`1 2`)."""


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a cell stood.

    Attributes:
        section: statutory number of the section.
        line: number of its line in the section; `s<section>-<line>` is its anchor on the report's page.
        table: which of the section's tables it is in, from 0, counted through all sections of this number.
        row, column: its position in that table, from 0.
    """

    section: int
    line: int
    table: int
    row: int
    column: int

    @property
    def anchor(self) -> str:
        """Anchor of its line on the report's page."""
        return format_anchor(self.section, self.line)


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of a statutory table.

    Attributes:
        table: number of the statutory table, 2, 3 or 4 (that of its section).
        row, column: what it counts, by the keys of `indexer.report.form`, whatever the layout.
        row_labels, column_labels: the labels over it from the outermost in, in the report's words.
        text: what is in the cell.
        meaning: what that says.
        value: the number; None unless the meaning is one.
        place: where it stood.
        sure: how sure (0–1) the doubtfullest character is that was recognised in a picture; None where none
            was.
    """

    table: int
    row: str
    column: str
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    text: str
    meaning: Meaning
    value: Number | None
    place: CellPlace
    sure: float | None = None

    @property
    def key(self) -> str:
        """Name of the cell in the form, the same in every report: `3.new.total`."""
        return f"{self.table}.{self.row}.{self.column}"


@dataclass(frozen=True, slots=True)
class StatutoryTable:
    """A statutory table as read, put together again where the page split it.

    Attributes:
        number: 2, 3 or 4.
        form: 2019 (国办公开办函〔2019〕60号) or 2021 (〔2021〕30号); table 4 is the same in both and has
            the form of its report.
        figures: its cells in the order of the form. Subtotals that a site added have keys of their own.
        missing: keys (`3.new.total`) of the form's cells that the table does not have.
    """

    number: int
    form: int
    figures: tuple[Figure, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A statutory table that could not be read for certain: its number, and why, as a Chinese sentence.

    6 is the appendix of figures of reports until 2018.
    """

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The statutory tables of one report.

    Attributes:
        form: 2019 or 2021; None for reports that have no such tables (until 2018, work reports).
        tables: those that were read.
        unread: those that were not.
    """

    form: int | None
    tables: tuple[StatutoryTable, ...] = ()
    unread: tuple[Unread, ...] = ()

    def find_table(self, number: int) -> StatutoryTable | None:
        """The statutory table of this number, None where it was not read."""
        return next((table for table in self.tables if table.number == number), None)

    def index_by_key(self) -> dict[str, Figure]:
        """All cells by their names in the form."""
        return {figure.key: figure for table in self.tables for figure in table.figures}

    def explain_unread(self, number: int) -> str:
        """Why a table was not read, "" if it was."""
        if self.find_table(number):
            return ""
        return next(
            (unread.reason for unread in self.unread if unread.number == number), "报告中没有这张表。"
        )
