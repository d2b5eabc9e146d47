"""Forms that correct headings and cells, to what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from indexer.archive.contributions.corrections import Correction, parse_correction, parse_reason
from indexer.archive.contributions.text_corrections import (
    LONGEST_TEXT,
    CellCorrection,
    HeadingCorrection,
    find_heading_source,
    find_source,
)
from indexer.errors import CorrectionError
from indexer.report.document import Cell, Table
from indexer.report.report import Paragraph, Report
from indexer.text.source_map import undo

MOST_CELLS, MOST_CHARACTERS = 300, 4000
"""Of a table on one page: what it sends back stays within the body of a form."""


def parse_identity(form: Mapping[str, str], before: Correction, who: str) -> Correction:
    """Return a correction with kind, year, body and division as typed, headings and cells as before.

    Raises:
        CorrectionError: one of them makes no sense (`parse_correction`).
    """
    said = {name: form.get(name, "") for name in ("year", "body", "region")}
    correction = parse_correction(**said, who=who).keep_parts(before, ("headings", "cells"))
    return parse_reason(correction, form.get("kind", ""), form.get("reason", ""))


def parse_headings(
    form: Mapping[str, str], read: Report, before: tuple[HeadingCorrection, ...]
) -> tuple[HeadingCorrection, ...]:
    """Return the corrected headings of a report.

    Args:
        form: `heading-<place>` and `number-<place>` for each section, `added-<n>` and `added-number-<n>` for
            each heading that was added before (empty: it is none), `new`, `new-text` and `new-number`.
        read: the report as it was read.
        before: what was corrected before.

    Raises:
        CorrectionError: a text is too long, or what is to be a heading is no paragraph of the report.
    """
    found = []
    for place, section in enumerate(read.sections, 1):
        text = _check(form, f"heading-{place}", section.heading) or section.heading
        number = _parse_number(form.get(f"number-{place}", ""))
        if text != section.heading or number not in (0, section.number):
            found.append(HeadingCorrection(place, find_heading_source(section), text, number))
    added = [each for each in before if not each.place]
    for at, each in enumerate(added):
        if text := _check(form, f"added-{at}"):
            number = _parse_number(form.get(f"added-number-{at}", ""))
            found.append(HeadingCorrection(0, each.read, text, number))
    if line := _squeeze(form.get("new", "")):
        source = _find_line(read, line)
        text = _check(form, "new-text") or _check(form, "new")
        found.append(HeadingCorrection(0, source, text, _parse_number(form.get("new-number", ""))))
    return tuple(found)


def parse_cells(
    form: Mapping[str, str], place: int, table: Table, before: tuple[CellCorrection, ...]
) -> tuple[CellCorrection, ...]:
    """Return the corrected cells of a report, after those of one table were typed.

    Args:
        form: `c<row>-<column>` for each cell that was shown; the others stay as they were.
        place: of the table among those of the report, from 1.
        table: as it was read.
        before: what was corrected before.

    Raises:
        CorrectionError: a text is too long.
    """
    known = {(each.table, each.row, each.column): each for each in before}
    for cell in table.cells:
        if (name := name_cell(cell)) not in form:
            continue
        known.pop((place, cell.row, cell.column), None)
        if (text := _check(form, name, cell.text)) != _squeeze(cell.text):
            source = undo(cell.text, cell.changes)
            known[place, cell.row, cell.column] = CellCorrection(place, cell.row, cell.column, source, text)
    return tuple(known[key] for key in sorted(known))


def name_cell(cell: Cell | CellCorrection) -> str:
    """Return the name of a cell's field."""
    return f"c{cell.row}-{cell.column}"


def cut_rows(table: Table, first: int) -> Iterator[tuple[Cell, ...]]:
    """Yield as many rows of a table as one page takes, from a row on."""
    cells = characters = 0
    for row in table.rows()[first:]:
        cells += len(row)
        characters += sum(len(cell.text) for cell in row)
        if cells > len(row) and (cells > MOST_CELLS or characters > MOST_CHARACTERS):
            return
        yield row


def _find_line(read: Report, line: str) -> str:
    """Return the words of the source of the paragraph that is to be a heading.

    Raises:
        CorrectionError: there is none, or several are alike.
    """
    paragraphs = (block for section in read.sections for block in section.blocks)
    sources = [
        find_source(block)
        for block in paragraphs
        if isinstance(block, Paragraph) and line in (_squeeze(block.text), _squeeze(find_source(block)))
    ]
    if not sources:
        raise CorrectionError(f"读出的文字里没有单独成段的“{line[:40]}”，请照抄一整段。", "new")
    if len(sources) > 1:
        raise CorrectionError(f"读出的文字里有 {len(sources)} 段都是“{line[:40]}”，无法确定是哪一段。", "new")
    return sources[0]


def _parse_number(typed: str) -> int:
    return int(typed) if typed in tuple("123456") else 0


def _check(form: Mapping[str, str], name: str, former: str = "") -> str:
    """Return what was typed into a field, in one line.

    Raises:
        CorrectionError: it is longer than what may be typed, and than what was there.
    """
    text = _squeeze(form.get(name, ""))
    if len(text) > max(LONGEST_TEXT, len(former)):
        raise CorrectionError(f"“{text[:20]}……”有 {len(text)} 个字，最多 {LONGEST_TEXT} 个字，请改短。", name)
    return text


def _squeeze(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
