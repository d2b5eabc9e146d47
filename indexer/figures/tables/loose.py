"""Statutory tables that come without a report around them: a sheet may hold one of them, or all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from indexer.figures.tables import NAMES, find_beginning, read
from indexer.figures.tables.sheet import Uncertain
from indexer.report.document import Cell, Table
from indexer.report.report import Kind, Paragraph, Report, Section

_HIGHEST, _WIDEST = 80, 40
"""Rows and columns of the largest statutory table, and some that sites add."""


def find_tables(sheets: Iterable[Table]) -> dict[int, Table]:
    """Return the statutory tables in some sheets by their number, each readable; none for other sheets.

    Raises:
        Uncertain: one is there twice, or it cannot be read for certain.
    """
    found: dict[int, Table] = {}
    for sheet in sheets:
        for number, table in _split(sheet):
            if number in found:
                raise Uncertain(f"{NAMES[number]}出现了两次，不知以哪个为准")
            found[number] = table
    figures = read(make_report(found))
    known = {table.number for table in figures.tables}
    for unread in figures.unread:
        if unread.number in found and unread.number not in known:
            raise Uncertain(unread.reason.rstrip("。"))
    return found


def make_report(tables: dict[int, Table]) -> Report:
    """Return a report that has these tables and nothing else, for what reads figures."""
    sections = tuple(Section(number, "", (table,)) for number, table in sorted(tables.items()))
    return Report(Kind.DISCLOSURE, "disclosure_2021", "", None, "", None, None, sections)


def list_lacking(report: Report, numbers: Iterable[int]) -> frozenset[int]:
    """Return which statutory tables of these numbers a report has no table for, though a section."""
    there = {section.number for section in report.sections if section.heading}
    has = {
        section.number
        for section in report.sections
        if any(_is_statutory(section.number, block) for block in section.blocks)
    }
    return frozenset(number for number in numbers if number in there - has)


def _is_statutory(number: int, block: Paragraph | Table) -> bool:
    return isinstance(block, Table) and any(
        find_beginning(_join(row)) == number for row in block.rows() if any(cell.text for cell in row)
    )


def _split(sheet: Table) -> Iterator[tuple[int, Table]]:
    """The statutory tables of a sheet, each from its beginning to the next one."""
    number, start = 0, 0
    rows = sheet.rows()
    for at, row in enumerate((*rows, ())):
        begins = find_beginning(_join(row)) if row else 0
        if at == len(rows) or (begins and begins != number):
            if number and (cells := _cut(rows[start:at], start)):
                yield number, Table(cells)
            number, start = begins or 0, at


def _cut(rows: Sequence[Sequence[Cell]], start: int) -> tuple[Cell, ...]:
    """The cells of rows of a sheet as a table: what stands alone at their end belongs to what follows."""
    end = len(rows)
    while end and sum(bool(cell.text) for cell in rows[end - 1]) < 2:
        end -= 1
    filled = [cell for row in rows[:end] for cell in row if cell.text]
    if not filled or end > _HIGHEST:
        return ()
    left = min(cell.column for cell in filled)
    right = min(left + _WIDEST, max(cell.column + cell.colspan for cell in filled))
    return tuple(
        replace(
            cell,
            row=cell.row - start,
            column=cell.column - left,
            rowspan=min(cell.rowspan, start + end - cell.row),
            colspan=min(cell.colspan, right - cell.column),
        )
        for row in rows[:end]
        for cell in row
        if left <= cell.column < right
    )


def _join(row: Iterable[Cell]) -> str:
    return re.sub(r"\s", "", "".join(cell.text for cell in row))
