"""One item of the statutory tables over the years, or of several bodies in one year.

Where the two forms do not compare, nothing is compared and the reason is said (国办公开办函〔2021〕30号
changed table 2 and row （六） of table 3; see `indexer.report.form`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.errors import QueryError
from indexer.figures.figure import Figure, Figures, Meaning, Number
from indexer.figures.rates import compute_rate, find_rate, list_rates
from indexer.figures.results import Heading, ReportFigures
from indexer.report import form

_FORMS = (2019, 2021)
_SPLIT = "2021 年度起“（六）其他处理”分为三项，这里是三项之和。"
_YEARS = {2019: "2019、2020 年度", 2021: "2021 年度起"}


@dataclass(frozen=True, slots=True)
class Item:
    """Something that the tables count.

    Attributes:
        key: name of its cell in the form, e.g. `3.new.total`.
        forms: the forms that have it, or whose cells add up to it.
    """

    key: str
    forms: tuple[int, ...]

    @property
    def table(self) -> int:
        """Number of its table."""
        return int(self.key[0])

    @property
    def row(self) -> str:
        """What its row is called."""
        names = {2: form.ITEMS, 3: form.REQUESTS, 4: form.BLOCKS}
        return names[self.table][self.key.split(".")[1]].words

    @property
    def column(self) -> str:
        """What its column is called."""
        names = {2: form.MEASURES, 3: form.APPLICANTS, 4: form.RESULTS}
        return names[self.table][self.key.split(".")[2]].words

    @property
    def name(self) -> str:
        """What people read: `四、结转下年度继续办理 · 自然人`; amounts and rates with their unit."""
        if rate := find_rate(self.key):
            return f"{rate.name}（%）"
        unit = "（万元）" if self.key.endswith((".amount", ".charged")) else ""
        return f"{self.row} · {self.column}{unit}"

    @property
    def limits(self) -> str:
        """Which years it can be compared over, as a Chinese sentence; "" where over all."""
        if len(self.forms) > 1:
            return ""
        return f"“{self.name}”只有{_YEARS[self.forms[0]]}的表式中有，另一种表式没有这一项，不能前后相比。"


@dataclass(frozen=True, slots=True)
class Point:
    """An item in one report.

    Attributes:
        value: the number; None where there is none.
        said: what is there (`12`, `/`, "" for a blank), None where there is no cell.
        reason: why there is no number, or what the number is made of, as a Chinese sentence; else "".
        anchor: of the cell's line on the report's page, "" where there is no cell.
    """

    heading: Heading
    value: Number | None
    said: str | None
    reason: str
    anchor: str


def list_items() -> tuple[Item, ...]:
    """All items of the tables, in the order of the forms."""
    keys = dict.fromkeys(
        key for number in (2, 3, 4) for year in _FORMS for key in form.list_cells(number, year)
    )
    return tuple(find_item(key) for key in (*keys, *(rate.key for rate in list_rates())))


def find_item(key: str) -> Item:
    """An item by its key.

    Raises:
        QueryError: the tables have no such item.
    """
    forms = _FORMS if find_rate(key) else tuple(year for year in _FORMS if _parts(key, year))
    if not forms:
        raise QueryError(f"统计表中没有“{key[:40]}”这一项，请从列表中选择。")
    return Item(key, forms)


def compare(wanted: Item, reports: Iterable[ReportFigures]) -> tuple[Point, ...]:
    """An item in each of these reports, in their order; a reason where a report's form has none."""
    return tuple(_point(wanted, report.heading, report.figures) for report in reports)


def _point(wanted: Item, heading: Heading, figures: Figures) -> Point:
    year = figures.form
    if year is None:
        return Point(heading, None, None, "本报告是 2019 年以前的格式，没有统一的统计表，不能相比。", "")
    rate = find_rate(wanted.key)
    parts = rate.cells if rate else _parts(wanted.key, year)
    if not parts:
        return Point(heading, None, None, "本报告的表式中没有这一项，不能相比。", "")
    cells = figures.index_by_key()
    found = [cells[part] for part in parts if part in cells]
    if len(found) < len(parts):
        why = figures.explain_unread(int(parts[0][0])) or "本报告的表中没有这一格。"
        return Point(heading, None, None, why, "")
    if rate:
        made = compute_rate(rate, cells)
        return Point(heading, made.value, made.said, made.reason, found[0].place.anchor)
    return _sum(heading, found) if len(found) > 1 else _single(heading, found[0])


def _single(heading: Heading, cell: Figure) -> Point:
    reasons = {
        Meaning.NUMBER: "",
        Meaning.BLANK: "原表此格空白，不能当作 0。",
        Meaning.NOT_APPLICABLE: f"原表此格写作“{cell.text.strip()}”，不是数。",
        Meaning.TEXT: f"原表此格写作“{cell.text.strip()[:40]}”，不是数。",
    }
    return Point(heading, cell.value, cell.text.strip(), reasons[cell.meaning], cell.place.anchor)


def _sum(heading: Heading, cells: list[Figure]) -> Point:
    said = " + ".join(cell.text.strip() or "空白" for cell in cells)
    values = [cell.value for cell in cells if cell.value is not None]
    anchor = cells[0].place.anchor
    if len(values) < len(cells):
        return Point(heading, None, said, f"各分项（{said}）不都是数，不能相加。", anchor)
    return Point(heading, sum(values), said, _SPLIT, anchor)


def _parts(key: str, year: int) -> tuple[str, ...]:
    """Keys of the cells of a form that make an item: the one cell, or those that add up to it."""
    number, row, column = (*key.split("."), "", "", "")[:3]
    if number not in ("2", "3", "4"):
        return ()
    known = form.list_cells(int(number), year)
    if key in known:
        return (key,)
    if number == "3" and row == "other" and year == 2021:
        parts = tuple(f"3.{part}.{column}" for part in form.SUBTOTALS["other_sum"].parts)
        return parts if set(parts) <= set(known) else ()
    return ()
