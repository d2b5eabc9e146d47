"""Puts tables together again that arrive as lines: a cell a line, or a row a line with `|` between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.extraction import limits
from indexer.extraction.tables import bars
from indexer.extraction.tables import statutory as forms
from indexer.extraction.tables.requests import HEAD, count_columns
from indexer.extraction.tables.stream import is_value
from indexer.report import form
from indexer.report.document import Block, Cell, Table
from indexer.text.change import Change
from indexer.text.damage import RECOGNISED

_LONGEST_CELL = 80
_MOST_CELLS = {"二": 150, "三": 400, "四": 80}
"""Cells that a statutory table has at most, with room for blanks of spanned cells."""
_MOST_LINES, _LEAST_ROWS = 1_000, 4
_MOST_FAILED = 300
"""Lines that begin a statutory table and are none, after which none is looked for: a report has three."""
_RULE = re.compile(r"(?=[\s|:+-]*+\Z)(?s:.*?)--")
_OPENING = re.compile(
    rf"[|｜\s]*(?:{form.ARTICLE}|{form.APPLICANTS_HEAD}|{form.BALANCE_START}|{form.REVIEW})"
)
_FIGURE = re.compile(r"\s*[+-]?\d[\d,.]*\s*%?\s*\Z")


def rebuild(blocks: Sequence[Block | Table]) -> tuple[list[Block | Table], list[str]]:
    """Replace runs of lines by the tables that they were, where rows and columns are certain.

    Certain are the statutory tables 2, 3 and 4, by their labels, and rows joined by `|` that have equally
    many cells. All else stays lines.

    Returns:
        The blocks, and a note for each statutory table that could not be put together.

    Raises:
        OversizedSource: more blocks than a report has; each of them may begin a table.
    """
    limits.check(len(blocks))
    done: list[Block | Table] = []
    notes: dict[str, None] = {}
    at = failed = 0
    while at < len(blocks):
        stream, _ = _stream(blocks, at, HEAD) if failed < _MOST_FAILED else ([], {})
        name = forms.find_opening(stream) if stream else ""
        stream, ends = _stream(blocks, at, _MOST_CELLS[name]) if name else ([], {})
        found = forms.read(stream) if name else None
        if found is None and name == "三" and all(map(_is_barred, blocks[at : at + _LEAST_ROWS])):
            found = forms.read_part(stream)
        if found is not None and found[1] in ends:
            end = ends[found[1]]
            done.append(Table(_mark(found[0], blocks[at:end]), flattened=True))
            at = end
            continue
        if name:
            failed += 1
            notes[f"表{name}在原文中已散成文字，行列无法确定，按原文逐行保留。"] = None
        rows = _rows(blocks, at)
        if _is_table(rows):
            done.append(Table(_mark(_grid(rows), blocks[at : at + len(rows)]), flattened=True))
        else:
            done += blocks[at : at + max(1, len(rows))]
        at += max(1, len(rows))
    return done, list(notes)


def _mark(cells: tuple[Cell, ...], blocks: Sequence[Block | Table]) -> tuple[Cell, ...]:
    """The cells of a table that was put together from lines. Where these were recognised in a picture, all
    are as doubtful as the most doubtful character of them: which cell has it is not known."""
    marks = [change for block in blocks if isinstance(block, Block) for change in block.changes]
    if not marks:
        return cells
    least = min(change.confidence for change in marks)
    return tuple(
        replace(cell, changes=(Change(0, len(cell.text), cell.text, cell.text, RECOGNISED, least),))
        if cell.text
        else cell
        for cell in cells
    )


def _stream(blocks: Sequence[Block | Table], start: int, most: int) -> tuple[list[str], dict[int, int]]:
    """Cells from a block on, and for each length of stream that ends with a block the block after it."""
    first = blocks[start]
    if isinstance(first, Table) or not _OPENING.match(first.text):
        return [], {}
    if bars.are_alternating(_list_lines(blocks[start : start + bars.LOOKED_AT])):
        cells, counted = bars.join_alternating(_list_lines(blocks[start : start + _MOST_LINES]), most)
        return cells, {count: start + end for count, end in counted.items()}
    stream: list[str] = []
    ends: dict[int, int] = {}
    wide, drawn = 0, None
    for at in range(start, len(blocks)):
        block = blocks[at]
        if isinstance(block, Table) or len(stream) > most:
            break
        if not _RULE.match(block.text):
            if len(stream) < 2 * HEAD:
                wide = count_columns(stream)
            if drawn is None and "|" in block.text.replace("｜", "|"):
                drawn = _has_edges(block.text)
            cells = _cells(block.text, bool(drawn))
            if bars.has_filler(block.text):
                cells = bars.strip_filler(cells, wide)
            stream += _without_spanned(cells, wide)
        ends[len(stream)] = at + 1
    return stream, ends


def _list_lines(blocks: Sequence[Block | Table]) -> list[str]:
    """The lines of blocks, up to the next table."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            break
        lines.append(block.text)
    return lines


def _is_barred(block: Block | Table) -> bool:
    return isinstance(block, Block) and "|" in block.text.replace("｜", "|")


def _has_edges(line: str) -> bool:
    """Whether a line of cells has `|` at both ends."""
    return line.lstrip().startswith(("|", "｜")) and line.rstrip().endswith(("|", "｜"))


def _cells(line: str, drawn: bool) -> list[str]:
    """The cells of a line; `drawn` if the edges of its table are drawn, which are no cells then.

    Without them a blank first or last cell is written ` | x`.
    """
    if "|" not in line and "｜" not in line:
        return [line]
    parts = [part.strip() for part in re.split("[|｜]", line)]
    return parts[1:-1] if drawn and _has_edges(line) else parts


def _without_spanned(cells: list[str], wide: int) -> list[str]:
    """A row of table 3 (up to three label columns, then its values) without the blanks of spanned labels."""
    if wide < len(cells) <= wide + 3 and all(map(is_value, cells[-wide:])):
        return [cell for cell in cells[:-wide] if cell] + cells[-wide:]
    return cells


def _rows(blocks: Sequence[Block | Table], start: int) -> list[list[str]]:
    """Rows of equally many cells joined by `|` from a block on."""
    rows: list[list[str]] = []
    for at in range(start, len(blocks)):
        block = blocks[at]
        if isinstance(block, Table) or not ("|" in block.text or "｜" in block.text):
            break
        row = _cells(block.text, _has_edges(block.text))
        if len(row) < 2 or (rows and (len(row) != len(rows[0]) or _OPENING.match(block.text))):
            break
        rows.append(row)
    return rows


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are a head without figures and a body with some, all cells short."""
    return (
        len(rows) > 1
        and not any(map(_FIGURE.match, rows[0]))
        and any(_FIGURE.match(cell) for row in rows[1:] for cell in row[1:])
        and max(len(cell) for row in rows for cell in row) <= _LONGEST_CELL
    )


def _grid(rows: Sequence[Sequence[str]]) -> tuple[Cell, ...]:
    real = [row for row in rows if not all(set(cell) <= set("-: ") for cell in row)]
    return tuple(
        Cell(text, at, column, header=at == 0)
        for at, row in enumerate(real)
        for column, text in enumerate(row)
    )
