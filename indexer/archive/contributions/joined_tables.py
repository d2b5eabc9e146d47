"""Puts the tables of spreadsheets into the report that they belong to, where it has none of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.archive.contributions.attached_tables import AttachedTables
from indexer.figures.tables import NAMES
from indexer.figures.tables.loose import list_lacking
from indexer.outlines import find_doubts
from indexer.report.document import Table
from indexer.report.doubt import Topic
from indexer.report.report import Report, number_lines


@dataclass(frozen=True, slots=True)
class JoinedReport:
    """A report with the tables that it lacked, a sentence for each spreadsheet, and the numbers of what was
    joined."""

    report: Report
    notes: tuple[str, ...]
    numbers: tuple[int, ...]


def join(attached: Iterable[AttachedTables], report: Report) -> JoinedReport:
    """Return a report with the tables of spreadsheets at the end of the sections that lack them.

    Args:
        attached: the spreadsheets; of two that have the same table the first one counts.
    """
    joined: dict[int, Table] = {}
    notes = []
    for each in attached:
        lacking = sorted(list_lacking(report, each.tables.keys() - joined.keys()))
        if lacking:
            names = "、".join(NAMES[number] for number in lacking)
            notes.append(f"{names}取自电子表格《{each.name}》（SHA-256：{each.sha256}）。")
            joined |= {number: each.tables[number] for number in lacking}
    if not joined:
        return JoinedReport(report, (), ())
    sections, left = [], dict(joined)
    for section in report.sections:
        if table := left.pop(section.number, None) if section.heading else None:
            section = dataclasses.replace(section, blocks=(*section.blocks, table), pictures=0)
        sections.append(section)
    report = dataclasses.replace(report, sections=number_lines(tuple(sections)))
    kept = [doubt for doubt in report.doubts if doubt.about not in (Topic.SECTIONS, Topic.TABLES)]
    doubts = (*kept, *find_doubts(report.outline, report.sections))
    numbers = tuple(sorted(joined.keys() - left.keys()))
    return JoinedReport(dataclasses.replace(report, doubts=doubts), tuple(notes), numbers)


def separate(attached: Sequence[AttachedTables], report: Report) -> Report:
    """Return a report without the tables that are of spreadsheets, also where their cells were corrected."""
    shapes = {
        number: {_shape(each.tables[number]) for each in attached if number in each.tables}
        for number in NAMES
    }
    sections = tuple(
        dataclasses.replace(
            section,
            blocks=tuple(
                block
                for block in section.blocks
                if not (isinstance(block, Table) and _shape(block) in shapes.get(section.number, ()))
            ),
        )
        for section in report.sections
    )
    return dataclasses.replace(report, sections=number_lines(sections))


def _shape(table: Table) -> tuple[tuple[int, ...], ...]:
    return tuple((cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells)
