"""Table 3: requests received and dealt with, by applicant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.figures.cell_value import read as read_number
from indexer.figures.figure import Figure, Meaning
from indexer.figures.labels import find_applicant, find_request, heads_legal_persons, normalize
from indexer.figures.tables.sheet import Row, Uncertain, is_value, make_figure, quote_cells
from indexer.report.document import Cell
from indexer.report.form import APPLICANTS, APPLICANTS_HEAD

_OUTSIDE = frozenset({"natural", "total"})
"""Columns that are not below 法人或其他组织."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its key, its place, and the labels over it."""

    key: str
    start: int
    end: int
    labels: tuple[str, ...]


def read(rows: Sequence[Row]) -> list[Figure]:
    """The figures of table 3. A page may cut it into several tables, with or without their own heads.

    Raises:
        Uncertain: rows and columns are not certain.
    """
    figures: list[Figure] = []
    columns: list[_Column] = []
    width, at = 0, 0
    above: tuple[Cell, ...] = ()
    while at < len(rows):
        row = rows[at]
        if _is_head(row):
            end = at
            while end < len(rows) and rows[end].table == row.table and not _key(rows[end].own):
                end += 1
            columns, width = _read_head(rows[at:end]), row.width
            at = end
            continue
        at += 1
        if row.blank:
            continue
        if not columns:
            raise Uncertain(f"没有列出{APPLICANTS_HEAD}的表头")
        if len(row.own) == 1 and not _key(row.own):
            continue  # a note across the table
        placed = _shift(columns, row.width - width)
        labels, values = _split_row(row, placed)
        key = find_request(tuple(label.text for label in labels))
        if not key and above and labels:
            key = find_request((above[-1].text, labels[-1].text))
        if not key:
            if any(read_number(cell.text)[0] is Meaning.NUMBER for cell in row.own):
                raise Uncertain(f"认不出{quote_cells(labels or row.own)}一行是哪一项")
            continue
        if len(labels) > 1:
            above = tuple(labels[:-1])
        figures += (
            make_figure(f"3.{key}.{column.key}", labels, column.labels, value, row)
            for column, value in zip(placed, values, strict=True)
        )
    return figures


def _is_head(row: Row) -> bool:
    words = [normalize(cell.text) for cell in row.own]
    return any(
        text.startswith(APPLICANTS_HEAD) or find_applicant(text) in ("natural", "business") for text in words
    )


def _key(cells: Sequence[Cell]) -> str:
    """Key of the row that cells begin, "" for rows of the head."""
    labels = tuple(cell.text for cell in cells if not is_value(cell))
    return find_request(labels) if labels and not find_applicant(labels[0]) else ""


def _read_head(head: Sequence[Row]) -> list[_Column]:
    """The columns that a head sets, in order.

    Raises:
        Uncertain: one is missing or is there twice.
    """
    columns: list[_Column] = []
    at = 0
    while at < head[-1].width:
        over = list(dict.fromkeys(cell for row in head if (cell := row.covering[at])))
        worded = [cell for cell in over if cell.text.strip()]
        key = find_applicant(worded[-1].text) if worded else ""
        end = at + 1
        if key:
            last = worded[-1]
            end = max(end, last.column + last.colspan)
            columns.append(_Column(key, at, end, tuple(cell.text for cell in worded)))
        at = end
    grouped = any(heads_legal_persons(cell.text) for row in head for cell in row.own)
    if grouped and not all(
        (c.key in _OUTSIDE) != any(map(heads_legal_persons, c.labels[:-1])) for c in columns
    ):
        columns = _order_columns(head)
    keys = [column.key for column in columns]
    missing = [label.words for key, label in APPLICANTS.items() if key not in keys]
    if missing:
        raise Uncertain(f"表头没有“{missing[0]}”一栏")
    if len(set(keys)) != len(keys):
        raise Uncertain("表头有重复的栏目")
    return columns


def _order_columns(head: Sequence[Row]) -> list[_Column]:
    """The columns of a head whose spans are wrong, in the order of its words: those of the organisations,
    a row lower, stand between the first and the last. They have no places: rows are read by their own cells.
    """
    rows = [[(find_applicant(cell.text), cell.text) for cell in row.own] for row in head]
    upper = [pair for pairs in rows for pair in pairs if pair[0] in _OUTSIDE]
    lower = [pair for pairs in rows for pair in pairs if pair[0] and pair[0] not in _OUTSIDE]
    ordered = [pair for pair in upper if pair[0] == "natural"] + lower
    ordered += [pair for pair in upper if pair[0] == "total"]
    return [_Column(key, 0, 0, (text,)) for key, text in ordered]


def _shift(columns: Sequence[_Column], by: int) -> list[_Column]:
    """The columns in a table that continues one whose label columns differ: figures stand at the right."""
    return [_Column(c.key, c.start + by, c.end + by, c.labels) for c in columns]


def _split_row(row: Row, columns: Sequence[_Column]) -> tuple[list[Cell], list[Cell]]:
    """Labels and values of a row.

    By the head's columns; where spans are wrong (a label reaches into the figures, a figure is among
    the labels), by the row's own cells, if as many values as there are columns stand after its labels.

    Raises:
        Uncertain: neither way fits.
    """
    first = columns[0].start
    labels = [cell for cell in row.cells(0, max(first, 0)) if cell.text.strip()]
    values = list(_values(row, columns))
    beyond = [cell for cell in row.cells(columns[-1].end, row.width) if cell.text.strip()]
    if (
        first > 0
        and not beyond
        and labels[-1:] == [cell for cell in row.own if cell in labels][-1:]
        and len(values) == len(columns) == len(set(values))
        and all(cell.column + cell.colspan <= first for cell in labels)
        and not any(read_number(label.text)[0] is Meaning.NUMBER for label in labels)
        and not any(find_request((value.text,)) for value in values)
    ):
        return labels, values
    own = list(row.own)
    labels, values = own[: -len(columns)], own[-len(columns) :]
    labels = [label for label in labels if label.text.strip()]
    fits = len(values) == len(columns) and labels and all(map(is_value, values))
    if not fits or any(is_value(label) for label in labels):
        raise Uncertain(f"{quote_cells(row.own)}一行的格数与表头不符")
    return labels, values


def _values(row: Row, columns: Sequence[_Column]) -> Iterator[Cell]:
    """The one cell of each column; nothing for a column with a hole or several cells."""
    for column in columns:
        found = row.cells(max(column.start, 0), max(column.end, 0))
        if len(found) == 1 and column.start >= 0:
            yield found[0]
