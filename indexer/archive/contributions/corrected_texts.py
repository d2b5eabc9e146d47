"""Applies to a report's text what people corrected of it: headings and cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.archive.contributions.text_corrections import (
    CellCorrection,
    HeadingCorrection,
    find_heading_source,
    find_source,
)
from indexer.outlines import find_doubts
from indexer.report.document import Table
from indexer.report.doubt import Doubt, Topic
from indexer.report.report import Paragraph, Report, Section, number_lines
from indexer.text.source_map import undo


def correct_texts(
    report: Report, headings: Sequence[HeadingCorrection], cells: Sequence[CellCorrection]
) -> Report:
    """Return a report as it was read with headings and cells corrected; a doubt says which could not be."""
    sections, lost = _correct_cells(report.sections, cells)
    for heading in headings:
        corrected = _correct_heading(sections, heading) if heading.place else _split(sections, heading)
        lost += () if corrected else (f"章节标题“{heading.text}”",)
        sections = corrected or sections
    report = replace(report, sections=number_lines(sections))
    doubts = report.doubts
    if headings:
        kept = [doubt for doubt in doubts if doubt.about not in (Topic.SECTIONS, Topic.TABLES)]
        doubts = (*kept, *find_doubts(report.outline, report.sections))
    if lost:
        sentence = f"人工改正的{'、'.join(lost)}在现在读出的文字里找不到原来的位置，没有采用，请重新核对。"
        doubts = (*doubts, Doubt(Topic.UNKNOWN, sentence))
    return replace(report, doubts=doubts)


def _correct_heading(sections: tuple[Section, ...], heading: HeadingCorrection) -> tuple[Section, ...] | None:
    at = heading.place - 1
    if at >= len(sections) or find_heading_source(sections[at]) != heading.read:
        return None
    section = sections[at]
    number = heading.number or section.number
    corrected = replace(section, heading=heading.text, number=number, heading_changes=())
    return (*sections[:at], corrected, *sections[at + 1 :])


def _split(sections: tuple[Section, ...], heading: HeadingCorrection) -> tuple[Section, ...] | None:
    """Begin a section at the paragraph that is its heading."""
    for at, section in enumerate(sections):
        for line, block in enumerate(section.blocks):
            if isinstance(block, Paragraph) and find_source(block) == heading.read:
                number = heading.number or section.number
                above = replace(section, blocks=section.blocks[:line])
                below = Section(number, heading.text, section.blocks[line + 1 :])
                parts = (above, below) if above.heading or above.blocks else (below,)
                return (*sections[:at], *parts, *sections[at + 1 :])
    return None


def _correct_cells(
    sections: tuple[Section, ...], cells: Sequence[CellCorrection]
) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """Return the sections with cells corrected, and where those are that could not be."""
    waiting = {(each.table, each.row, each.column): each for each in cells}
    if not waiting:
        return sections, ()
    number, corrected = 0, []
    for section in sections:
        blocks: list[Paragraph | Table] = []
        for block in section.blocks:
            if isinstance(block, Table):
                number += 1
                block = _correct_table(block, number, waiting)
            blocks.append(block)
        corrected.append(replace(section, blocks=tuple(blocks)))
    return tuple(corrected), tuple(each.place for each in waiting.values())


def _correct_table(table: Table, number: int, waiting: dict[tuple[int, int, int], CellCorrection]) -> Table:
    """Return a table with its cells corrected; what was corrected waits no longer."""
    cells = []
    for cell in table.cells:
        key = number, cell.row, cell.column
        known = waiting.get(key)
        if known and undo(cell.text, cell.changes) == known.read:
            del waiting[key]
            cell = replace(cell, text=known.text, changes=())
        cells.append(cell)
    return replace(table, cells=tuple(cells))
