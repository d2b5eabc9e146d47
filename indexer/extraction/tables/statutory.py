"""The statutory tables as a stream of cells: reads one where rows and columns are certain.

Forms: 国办公开办函〔2019〕60号 (reports for 2019–2020) and 〔2021〕30号 (since 2021). A stream has lost where
rows begin and which cells span; the labels, always the same, tell it again. Subtotals that a site added
(法人小计) are known by their labels too. Anything unexpected (a blank cell that vanished, another column)
makes a reading uncertain, and then there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from indexer.extraction.tables import requests as requests_form
from indexer.extraction.tables.stream import BLANK, Reading, is_value, skip_labels
from indexer.report import form
from indexer.report.document import Cell

_ITEM = re.compile(rf"{form.ITEM}项\Z")
_ENDS = re.compile(rf"{_ITEM.pattern}|[一二三四五六]、")
"""What no row begins with: the next item, or the heading of the next section."""
_MEASURE = re.compile("|".join(("本年", *(label.sign for label in form.MEASURES.values()))))

_RESULTS = tuple(label.words for label in form.RESULTS.values())
_SUITS = (form.BLOCKS["direct"].words, form.BLOCKS["after_review"].words)
_HEADS = (form.REVIEW, form.LAWSUIT)


def find_opening(stream: Sequence[str]) -> str:
    """The table that seems to begin here: `二`, `三` or `四` after the section it belongs to, else ""."""
    first = BLANK.sub("", stream[0])
    head = "".join(BLANK.sub("", cell) for cell in stream[:12])
    if _ITEM.match(first):
        return "二"
    if head.startswith(form.APPLICANTS_HEAD) or (
        requests_form.BALANCE.match(first) and form.APPLICANTS_HEAD in head
    ):
        return "三"
    if head.startswith("".join(_HEADS)) and (
        _RESULTS[0] in head or re.search(form.BLOCKS["direct"].sign, head)
    ):
        return "四"
    return ""


def read(stream: Sequence[str]) -> Reading | None:
    """Read the table that begins with the first cell of a stream.

    Args:
        stream: cells in reading order, one line's after the other's.

    Returns:
        The table and the number of cells that it took; None where nothing is certain.
    """
    reader = _READERS.get(find_opening(stream))
    return reader([BLANK.sub("", cell) for cell in stream]) if reader else None


def read_part(stream: Sequence[str]) -> Reading | None:
    """Read what there is of a table 3 whose lines are its rows; None where not one row is certain."""
    return requests_form.read([BLANK.sub("", cell) for cell in stream], in_part=True)


def _read_disclosed(stream: list[str]) -> Reading | None:
    """Table 2: for each item of article 20 its columns, then rows of a label and as many values."""
    groups: list[tuple[str, list[str], list[list[str]]]] = []
    at = 0
    while at < len(stream) and _ITEM.match(stream[at]):
        item, at = stream[at], at + 1
        while at < len(stream) and stream[at] == "":  # the empty rest of a spanned row
            at += 1
        if at == len(stream) or stream[at] != form.CONTENT:
            return None
        at += 1
        columns: list[str] = []
        while at < len(stream) and _MEASURE.match(stream[at]):
            columns.append(stream[at])
            at += 1
        at = _past_blanks(stream, at, 3 - len(columns))
        rows: list[list[str]] = []
        while at < len(stream) and stream[at] and not is_value(stream[at]) and not _ENDS.match(stream[at]):
            values = stream[at + 1 : at + 1 + len(columns)]
            if len(values) < len(columns) or not all(map(is_value, values)):
                break
            rows.append(stream[at : at + 1 + len(columns)])
            at = _past_blanks(stream, at + 1 + len(columns), 3 - len(columns))
        if not columns or not rows or (at < len(stream) and is_value(stream[at]) and stream[at]):
            return None
        groups.append((item, columns, rows))
    width = max(len(columns) for _, columns, _ in groups) + 1
    cells: list[Cell] = []
    for item, columns, rows in groups:
        cells.append(Cell(item, _next_row(cells), 0, 1, width, True))
        cells += _spread([form.CONTENT, *columns], _next_row(cells), width, header=True)
        for row in rows:
            cells += _spread(row, _next_row(cells), width, header=False)
    return tuple(cells), at


def _read_disputes(stream: list[str]) -> Reading | None:
    """Table 4: three blocks of five results, and one row of fifteen values."""
    orders = (
        (*_HEADS, *_RESULTS, *_SUITS, *_RESULTS, *_RESULTS),
        (*_HEADS, *_SUITS, *_RESULTS, *_RESULTS, *_RESULTS),
        (*_HEADS, *_RESULTS, _SUITS[0], *_RESULTS, _SUITS[1], *_RESULTS),
    )
    at = next((end for order in orders if (end := skip_labels(stream, 0, order))), None)
    if at is None:
        return None
    values = stream[at : at + 15]
    if len(values) < 15 or not all(map(is_value, values)):
        return None
    cells = [Cell(form.REVIEW, 0, 0, 2, 5, True), Cell(form.LAWSUIT, 0, 5, 1, 10, True)]
    cells += [Cell(suit, 1, 5 + 5 * place, 1, 5, True) for place, suit in enumerate(_SUITS)]
    cells += [Cell(result, 2, place, header=True) for place, result in enumerate(_RESULTS * 3)]
    cells += [Cell(value, 3, place) for place, value in enumerate(values)]
    return tuple(cells), at + 15


_READERS: dict[str, Callable[[list[str]], Reading | None]] = {
    "二": _read_disclosed,
    "三": requests_form.read,
    "四": _read_disputes,
}


def _past_blanks(stream: list[str], at: int, most: int) -> int:
    """After up to `most` blank cells, which stand where a spanned cell went on."""
    end = at + max(0, most)
    while at < min(end, len(stream)) and stream[at] == "":
        at += 1
    return at


def _next_row(cells: Sequence[Cell]) -> int:
    return max((cell.row for cell in cells), default=-1) + 1


def _spread(texts: Sequence[str], row: int, width: int, header: bool) -> list[Cell]:
    """A row whose last cell reaches to the table's edge."""
    last = len(texts) - 1
    return [
        Cell(text, row, place, 1, width - place if place == last else 1, header)
        for place, text in enumerate(texts)
    ]
