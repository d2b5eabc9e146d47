"""Table 3 as a stream of cells: a row is labels, known by their numbers, and as many values as columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from indexer.extraction.tables.stream import BLANK, Reading, is_value, skip_labels
from indexer.report import form
from indexer.report.document import Cell

_NATURAL, *_ORGANISATIONS, _TOTAL = (label.words for label in form.APPLICANTS.values())
_LEGAL_PERSONS = form.LEGAL_PERSONS.words
_SUBTOTAL = re.compile(rf"(?:法人|{_LEGAL_PERSONS})?(?:小计|合计)\Z")
_NAMES = ("小计", "合计", "法人小计")
_GROUPS = (
    *((*_ORGANISATIONS, name) for name in _NAMES),
    *((name, *_ORGANISATIONS) for name in _NAMES),
    (*_ORGANISATIONS,),
)
BALANCE = re.compile(rf"{form.BALANCE}\Z")
_LEVELS = (
    re.compile("[一二三四]、"),
    re.compile("[（(][一二三四五六七][）)]"),
    re.compile(r"\d{1,2}[.．、]"),
)
HEAD = 14
"""Cells that a head has at most."""
_EXPECTED = ("一、", "二、", "(一)", "(二)", "1", "2", "(七)", "四、")


def count_columns(stream: Sequence[str]) -> int:
    """How many values a row of table 3 has whose head begins a stream: seven, or eight with a subtotal."""
    head = [BLANK.sub("", cell) for cell in stream[:HEAD]]
    return 8 if any(_SUBTOTAL.match(cell) for cell in head) else 7


def read(stream: list[str], in_part: bool = False) -> Reading | None:
    """Table 3: seven applicant columns, perhaps a subtotal; a row is labels, known by their own numbers,
    and as many values.

    Args:
        in_part: whether rows may be missing; only where it is certain where each of them ends.
    """
    balance = stream[0] if BALANCE.match(stream[0]) else ""
    at = 1 if balance or not stream[0] else 0
    orders = (
        (group, order)
        for group in _GROUPS
        for order in (
            (form.APPLICANTS_HEAD, _NATURAL, _LEGAL_PERSONS, _TOTAL, *group),
            (form.APPLICANTS_HEAD, _NATURAL, _LEGAL_PERSONS, *group, _TOTAL),
        )
    )
    after = next(((end, *found) for found in orders if (end := skip_labels(stream, at, found[1]))), None)
    if after is None:
        return None
    at, group, order = after
    wide = len(group)
    cells = [Cell(balance, 0, 0, 3, 3, True), Cell(form.APPLICANTS_HEAD, 0, 3, 1, wide + 2, True)]
    cells += [Cell(_NATURAL, 1, 3, 2, 1, True), Cell(_LEGAL_PERSONS, 1, 4, 1, wide, True)]
    cells.append(Cell(_TOTAL, 1, 4 + wide, 2, 1, True))
    cells += [Cell(name, 2, 4 + place, header=True) for place, name in enumerate(group)]
    rows: list[_Row] = []
    standing: dict[int, str] = {}
    while not rows or not rows[-1][0][0][1].startswith("四"):
        read = _request_row(stream, at, standing, wide + 2)
        if read is None and in_part and rows:
            break
        if read is None:
            return None
        rows.append(read)
        at = _past_head(stream, read[2], order)
    said = [unicodedata.normalize("NFKC", label) for labels, _, _ in rows for _, label in labels]
    if not in_part and not all(any(label.startswith(start) for label in said) for start in _EXPECTED):
        return None
    return tuple(cells + _request_cells(rows)), at


def _past_head(stream: list[str], at: int, order: Sequence[str]) -> int:
    """After the head, where a page that cut the table shows it once more; else where it was."""
    start = at + 1 if at < len(stream) and (not stream[at] or BALANCE.match(stream[at])) else at
    return skip_labels(stream, start, order) or at


_Row = tuple[list[tuple[int, str]], list[str], int]
"""Labels with their levels, values, and where the next row begins."""


def _request_row(stream: list[str], at: int, standing: dict[int, str], wide: int) -> _Row | None:
    """One row of table 3. `standing` holds the labels that reach down from above; exports may repeat them."""
    labels: list[tuple[int, str]] = []
    while at < len(stream) and not is_value(stream[at]):
        level = next((n for n, number in enumerate(_LEVELS) if number.match(stream[at])), None)
        if level is not None:
            labels.append((level, stream[at]))
        elif 1 in standing and _SUBTOTAL.match(stream[at]):
            labels.append((2, stream[at]))
        elif labels:
            labels[-1] = (labels[-1][0], labels[-1][1] + stream[at])
        else:
            return None
        at += 1
    labels = list(dict.fromkeys(labels))
    fresh = [label for label in labels[:-1] if standing.get(label[0]) != label[1]] + labels[-1:]
    values = stream[at : at + wide]
    if not fresh or len(values) < wide or not all(map(is_value, values)):
        return None
    levels = [level for level, _ in fresh]
    if levels != sorted(set(levels)):
        return None
    for level, text in fresh:
        standing[level] = text
        for below in range(level + 1, len(_LEVELS)):
            standing.pop(below, None)
    return fresh, values, at + wide


def _request_cells(rows: list[_Row]) -> list[Cell]:
    """Rows below the three of the head: a label is at its level and reaches to the values or the next;
    one with labels under it reaches down to the next of its level or above."""
    cells: list[Cell] = []
    first = 3
    starts = [labels[0][0] for labels, _, _ in rows]
    for at, (labels, values, _) in enumerate(rows):
        for place, (level, text) in enumerate(labels):
            right = labels[place + 1][0] if place + 1 < len(labels) else 3
            high = 1
            if place + 1 < len(labels):
                while at + high < len(rows) and starts[at + high] > level:
                    high += 1
            cells.append(Cell(text, first + at, level, high, right - level, False))
        cells += [Cell(value, first + at, 3 + place) for place, value in enumerate(values)]
    return cells
