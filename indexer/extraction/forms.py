"""The statutory tables as a stream of cells: reads one where rows and columns are certain.

Forms: 国办公开办函〔2019〕60号 (reports for 2019–2020) and 〔2021〕30号 (since 2021). A stream has lost where
rows begin and which cells span; the labels, always the same, tell it again. Anything unexpected (a blank
cell that vanished, a column that a site added) makes a reading uncertain, and then there is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from indexer.document import Cell

Reading = tuple[tuple[Cell, ...], int]
"""The cells of a table, and how many cells of the stream it took."""

_BLANK = re.compile(r"\s+")
_VALUE = re.compile(r"(?:[+\-－]?[\d０-９][\d０-９,，.]*(?:件|宗|条|项|次|万元|元)?|[/／\\]|[-—–－]+|无|)\Z")

_ITEM = re.compile(r"第二十条第[（(][一五六八九][）)]项\Z")
_FIRST_COLUMN = "信息内容"
_COLUMN = re.compile(
    r"(?:本年(?:新)?(?:制作|公开|制发|废止|收费)|现行有效|对外公开|上一年项目|本年增/?减|(?:本年)?处理决定|采购(?:项目|总))"
)

_APPLICANTS = ("自然人", "法人或其他组织", "总计")
_ORGANISATIONS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
_BALANCE = re.compile(r"[（(]本列数据的勾稽关系.*[）)]\Z")
_LEVELS = (
    re.compile("[一二三四]、"),
    re.compile("[（(][一二三四五六七][）)]"),
    re.compile(r"\d{1,2}[.．、]"),
)
_EXPECTED = ("一、", "二、", "(一)", "(二)", "1", "2", "(七)", "四、")

_RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_SUITS = ("未经复议直接起诉", "复议后起诉")


def is_value(cell: str) -> bool:
    """Whether a cell holds what stands in a table's body: a number, `/`, a dash or nothing."""
    return bool(_VALUE.match(_BLANK.sub("", cell)))


def opening(stream: Sequence[str]) -> str:
    """The table that seems to begin here: `二`, `三` or `四` after the section it belongs to, else ""."""
    first = _BLANK.sub("", stream[0])
    head = "".join(_BLANK.sub("", cell) for cell in stream[:12])
    if _ITEM.match(first):
        return "二"
    if first.startswith("申请人情况") or (_BALANCE.match(first) and "申请人情况" in head):
        return "三"
    if head.startswith("行政复议行政诉讼") and ("结果维持" in head or "未经复议" in head):
        return "四"
    return ""


def read(stream: Sequence[str]) -> Reading | None:
    """Read the table that begins with the first cell of a stream.

    Args:
        stream: cells in reading order, one line's after the other's.

    Returns:
        The table and the number of cells that it took; None where nothing is certain.
    """
    reader = _READERS.get(opening(stream))
    return reader([_BLANK.sub("", cell) for cell in stream]) if reader else None


def _read_disclosed(stream: list[str]) -> Reading | None:
    """Table 2: for each item of article 20 its columns, then rows of a label and as many values."""
    groups: list[tuple[str, list[str], list[list[str]]]] = []
    at = 0
    while at < len(stream) and _ITEM.match(stream[at]):
        item, at = stream[at], at + 1
        while at < len(stream) and stream[at] == "":  # the empty rest of a spanned row
            at += 1
        if at == len(stream) or stream[at] != _FIRST_COLUMN:
            return None
        at += 1
        columns: list[str] = []
        while at < len(stream) and _COLUMN.match(stream[at]):
            columns.append(stream[at])
            at += 1
        at = _past_blanks(stream, at, 3 - len(columns))
        rows: list[list[str]] = []
        while at < len(stream) and stream[at] and not is_value(stream[at]) and not _ITEM.match(stream[at]):
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
        cells += _spread([_FIRST_COLUMN, *columns], _next_row(cells), width, header=True)
        for row in rows:
            cells += _spread(row, _next_row(cells), width, header=False)
    return tuple(cells), at


def _read_requests(stream: list[str]) -> Reading | None:
    """Table 3: seven applicant columns; a row is labels, known by their own numbers, and seven values."""
    balance = stream[0] if _BALANCE.match(stream[0]) else ""
    at = 1 if balance else 0
    orders = (
        ("申请人情况", *_APPLICANTS, *_ORGANISATIONS),
        ("申请人情况", *_APPLICANTS[:2], *_ORGANISATIONS, _APPLICANTS[2]),
    )
    after = next((end for order in orders if (end := _past(stream, at, order))), None)
    if after is None:
        return None
    at = after
    cells = [Cell(balance, 0, 0, 3, 3, True), Cell("申请人情况", 0, 3, 1, 7, True)]
    cells += [Cell("自然人", 1, 3, 2, 1, True), Cell("法人或其他组织", 1, 4, 1, 5, True)]
    cells.append(Cell("总计", 1, 9, 2, 1, True))
    cells += [Cell(name, 2, 4 + place, header=True) for place, name in enumerate(_ORGANISATIONS)]
    rows: list[_Row] = []
    standing: dict[int, str] = {}
    while not rows or not rows[-1][0][0][1].startswith("四"):
        read = _request_row(stream, at, standing)
        if read is None:
            return None
        rows.append(read)
        at = read[2]
    said = [unicodedata.normalize("NFKC", label) for labels, _, _ in rows for _, label in labels]
    if not all(any(label.startswith(start) for label in said) for start in _EXPECTED):
        return None
    return tuple(cells + _request_cells(rows)), at


_Row = tuple[list[tuple[int, str]], list[str], int]
"""Labels with their levels, values, and where the next row begins."""


def _request_row(stream: list[str], at: int, standing: dict[int, str]) -> _Row | None:
    """One row of table 3. `standing` holds the labels that reach down from above; exports may repeat them."""
    labels: list[tuple[int, str]] = []
    while at < len(stream) and not is_value(stream[at]):
        level = next((n for n, number in enumerate(_LEVELS) if number.match(stream[at])), None)
        if level is not None:
            labels.append((level, stream[at]))
        elif labels:
            labels[-1] = (labels[-1][0], labels[-1][1] + stream[at])
        else:
            return None
        at += 1
    labels = list(dict.fromkeys(labels))
    fresh = [label for label in labels[:-1] if standing.get(label[0]) != label[1]] + labels[-1:]
    values = stream[at : at + 7]
    if not fresh or len(values) < 7 or not all(map(is_value, values)):
        return None
    levels = [level for level, _ in fresh]
    if levels != sorted(set(levels)):
        return None
    for level, text in fresh:
        standing[level] = text
        for below in range(level + 1, len(_LEVELS)):
            standing.pop(below, None)
    return fresh, values, at + 7


def _request_cells(rows: list[_Row]) -> list[Cell]:
    """Rows below the three of the head: a label stands at its level and reaches to the values or the next;
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


def _read_disputes(stream: list[str]) -> Reading | None:
    """Table 4: three blocks of five results, and one row of fifteen values."""
    orders = (
        ("行政复议", "行政诉讼", *_RESULTS, *_SUITS, *_RESULTS, *_RESULTS),
        ("行政复议", "行政诉讼", *_SUITS, *_RESULTS, *_RESULTS, *_RESULTS),
        ("行政复议", "行政诉讼", *_RESULTS, _SUITS[0], *_RESULTS, _SUITS[1], *_RESULTS),
    )
    at = next((end for order in orders if (end := _past(stream, 0, order))), None)
    if at is None:
        return None
    values = stream[at : at + 15]
    if len(values) < 15 or not all(map(is_value, values)):
        return None
    cells = [Cell("行政复议", 0, 0, 2, 5, True), Cell("行政诉讼", 0, 5, 1, 10, True)]
    cells += [Cell(suit, 1, 5 + 5 * place, 1, 5, True) for place, suit in enumerate(_SUITS)]
    cells += [Cell(result, 2, place, header=True) for place, result in enumerate(_RESULTS * 3)]
    cells += [Cell(value, 3, place) for place, value in enumerate(values)]
    return tuple(cells), at + 15


_READERS: dict[str, Callable[[list[str]], Reading | None]] = {
    "二": _read_disclosed,
    "三": _read_requests,
    "四": _read_disputes,
}


def _past(stream: list[str], at: int, order: Sequence[str]) -> int | None:
    """Where the stream goes on after these labels, however they are broken over cells; None if it differs."""
    wanted, said = "".join(order), ""
    while len(said) < len(wanted) and at < len(stream):
        said += stream[at]
        at += 1
    return at if said == wanted else None


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
