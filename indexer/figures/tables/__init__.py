"""Report to figures: the statutory tables 2, 3 and 4, known by their labels and never guessed.

A page may put several of them into one `<table>`, or one into several; each is known by its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from indexer.figures.figure import Figure, Figures, StatutoryTable, Unread
from indexer.figures.labels import find_item, find_request
from indexer.figures.tables import disclosed, disputes, requests
from indexer.figures.tables.sheet import Row, Uncertain, list_rows
from indexer.report import form
from indexer.report.report import Kind, Paragraph, Report
from indexer.text.fold import fold

_READERS: dict[int, Callable[[Sequence[Row]], list[Figure]]] = {
    2: disclosed.read,
    3: requests.read,
    4: disputes.read,
}
NAMES = {2: "表二", 3: "表三", 4: "表四"}
"""What people call the statutory tables."""
_NATURAL, _TOTAL = form.APPLICANTS["natural"].words, form.APPLICANTS["total"].words
_UPHELD, _CORRECTED = form.RESULTS["upheld"].words, form.RESULTS["corrected"].words
_BEGINNINGS = {
    2: re.compile(rf"{form.ARTICLE}第?[（(]|{form.CONTENT}"),
    3: re.compile(rf"{form.APPLICANTS_HEAD}|{_NATURAL}.{{0,200}}(?:法人|{_TOTAL})"),
    4: re.compile(f"{form.REVIEW}{form.LAWSUIT}|{_UPHELD}.{{0,200}}{_CORRECTED}"),
}
# Words of each table, of which one at least is whole in a line where it fell apart into lines.
_IN_TEXT = {
    2: re.compile(
        rf"{form.ITEM}|{form.ARTICLE}第?[（(]|本年(?:{form.MEASURES['made'].sign}|{form.MEASURES['issued'].sign})"
    ),
    3: re.compile(f"{form.APPLICANTS_HEAD}|一、{form.REQUEST_PARTS[0]}|{form.BALANCE_START}"),
    4: re.compile(f"{_UPHELD}|{_CORRECTED}|未经复议直接起诉"),
}
_APPENDED = re.compile(r"(?:指标|项目)名称\s*计量单位|统计指标\s*单位")
_LONGEST_ROW = 150


FREE_FORM = "disclosure_2008"
"""The outline of reports of before the tables were prescribed."""


def read(report: Report) -> Figures:
    """The statutory tables of a report; none for work reports and disclosure reports until 2018.

    Until 2018 reports had an appendix of figures instead, free in form; one that fell apart into text is said
    to be unread.
    """
    if report.kind is not Kind.DISCLOSURE:
        return Figures(None)
    if report.outline == FREE_FORM:
        return Figures(None, (), tuple(_appendix(report)))
    found: dict[int, list[Figure]] = {}
    unread: dict[int, str] = {}
    for number, rows in _sorted(report).items():
        try:
            found[number] = _whole(_once(_READERS[number](rows), number), number, report)
        except Uncertain as reason:
            unread[number] = f"{NAMES[number]}没有读入：{reason}。"
    own = 2021 if report.outline == "disclosure_2021" else 2019
    tables = []
    for number, figures in sorted(found.items()):
        generation = _form(figures) or own
        there = {figure.key for figure in figures}
        missing = tuple(key for key in form.list_cells(number, generation) if key not in there)
        tables.append(StatutoryTable(number, generation, tuple(figures), missing))
    for number in NAMES:
        if number not in found and number not in unread:
            unread[number] = _absence(report, number)
    return Figures(own, tuple(tables), tuple(Unread(number, unread[number]) for number in sorted(unread)))


def _sorted(report: Report) -> dict[int, list[Row]]:
    """Rows by the statutory table that they belong to. What begins no table goes on with the last, if it
    is in the same section and no other table came between."""
    rows: dict[int, list[Row]] = {}
    number, section = 0, 0
    for table in list_rows(report):
        if table and table[0].section != section:
            number, section = 0, table[0].section
        for row in table:
            words = re.sub(r"\s", "", "".join(cell.text for cell in row.own))
            number = find_beginning(words) or number
            if number:
                rows.setdefault(number, []).append(row)
    return rows


def find_beginning(words: str) -> int:
    """Return the number of the statutory table that begins with the words of a row, without blanks; 0 for
    none."""
    return next((number for number, begins in _BEGINNINGS.items() if begins.search(words)), 0)


def _once(figures: list[Figure], number: int) -> list[Figure]:
    """The figures, in order, if each is there once.

    Raises:
        Uncertain: there are none, or one twice.
    """
    if not figures:
        raise Uncertain("表中没有认得出的行")
    seen: set[str] = set()
    for figure in figures:
        if figure.key in seen:
            raise Uncertain(f"{form.name_cell(figure.key)}出现了两次，不知以哪个为准")
        seen.add(figure.key)
    order = {
        key: at for at, key in enumerate((*form.list_cells(number, 2019), *form.list_cells(number, 2021)))
    }
    return sorted(figures, key=lambda figure: order.get(figure.key, len(order)))


def _whole(figures: list[Figure], number: int, report: Report) -> list[Figure]:
    """The figures, unless the text has rows of the table that fell out of it.

    Raises:
        Uncertain: it has.
    """
    there = {figure.row for figure in figures}
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph) and len(block.text) < _LONGEST_ROW:
                label = re.split(r"[|｜]", block.text)[0].strip()
                row = find_item(label) if number == 2 else find_request((label,)) if number == 3 else ""
                if row and row not in there and section.number == number:
                    raise Uncertain(f"“{label[:24]}”等行在原文中已散成文字")
    return figures


def _form(figures: Sequence[Figure]) -> int | None:
    """The form that a table's own rows and columns speak for, None where they do not say."""
    columns, rows = {figure.column for figure in figures}, {figure.row for figure in figures}
    if figures[0].table == 2:
        return next((year for year in (2019, 2021) if columns & form.list_own_measures(year)), None)
    if figures[0].table == 3:
        return 2021 if rows & {"other_uncorrected", "other_unpaid"} else 2019 if "other" in rows else None
    return None


def _appendix(report: Report) -> Iterator[Unread]:
    blocks = (block for section in report.sections for block in section.blocks)
    if any(isinstance(block, Paragraph) and _APPENDED.search(block.text) for block in blocks):
        yield Unread(6, "统计附表没有读入：在原文中已散成文字，数字连在一起，行列无法确定。")


def _absence(report: Report, number: int) -> str:
    """Why there is no table of this number: none in the source, or one that fell apart into text."""
    lines = (re.sub(r"\s", "", fold(line)) for section in report.sections for line in section.lines)
    if any(_IN_TEXT[number].search(line) for line in lines):
        return f"{NAMES[number]}没有读入：在原文中已散成文字，行列无法确定。"
    own = [section for section in report.sections if section.number == number]
    if any(section.pictures for section in own or report.sections):
        return f"{NAMES[number]}没有读入：原文中是图片，不是文字。"
    return f"报告中没有{NAMES[number]}。"
