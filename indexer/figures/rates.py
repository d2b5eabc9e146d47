"""Rates that follow from the cells of tables 3 and 4, each with its formula.

The cells are those of the forms of 国办公开办函〔2019〕60号 and 〔2021〕30号. A rate is refused where one
of its cells is blank or no number, or where nothing is divided by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from indexer.figures.figure import Figure
from indexer.report import form

TABLE = 5
"""The number under which rates stand beside the tables of the form."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of some cells in others, in percent.

    Attributes:
        key: its name in addresses; name: what people read; formula: what is divided by what.
        above, below: keys of the cells that are added up.
        less: keys of cells that are taken from `below`.
    """

    key: str
    name: str
    formula: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    less: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """All cells that it is made of."""
        return (*self.above, *self.below, *self.less)


def _of_results(key: str, name: str, rows: tuple[str, ...], said: str) -> Rate:
    """A share of all requests that were decided in the year."""
    cells = tuple(f"3.{row}.total" for row in rows)
    return Rate(f"{TABLE}.{key}.rate", name, f"{said} ÷ 三（七）总计", cells, ("3.done.total",))


def _of_applicants(key: str, name: str) -> Rate:
    """A share of the new requests."""
    cells = (f"3.new.{key}",)
    return Rate(
        f"{TABLE}.{key}.rate", f"{name}申请占比", f"一（{name}）÷ 一（总计）", cells, ("3.new.total",)
    )


def _of_outcomes(key: str, name: str, blocks: tuple[str, ...]) -> Rate:
    """A share of the cases that are decided."""
    above, below, less = (
        tuple(f"4.{block}.{column}" for block in blocks) for column in ("corrected", "total", "pending")
    )
    return Rate(f"{TABLE}.{key}.rate", name, "结果纠正 ÷（总计 − 尚未审结）", above, below, less)


@cache
def list_rates() -> tuple[Rate, ...]:
    """Return all rates, in the order in which they are offered."""
    refused, lacking, declined = (form.SUBTOTALS[name].parts for name in ("refused", "lacking", "declined"))
    return (
        _of_results("granted", "予以公开率", ("granted",), "（一）予以公开"),
        _of_results("granted_part", "部分公开率", ("granted_part",), "（二）部分公开"),
        _of_results("refused", "不予公开率", refused, "（三）不予公开各项之和"),
        *(
            _of_results(row, f"不予公开率：{_reason(row)}", (row,), form.REQUESTS[row].words)
            for row in refused
        ),
        _of_results("lacking", "无法提供率", lacking, "（四）无法提供各项之和"),
        _of_results("declined", "不予处理率", declined, "（五）不予处理各项之和"),
        Rate(
            f"{TABLE}.carried.rate",
            "结转率",
            "四、结转下年度 ÷（一 + 二）",
            ("3.carried_out.total",),
            ("3.new.total", "3.carried_in.total"),
        ),
        *(_of_applicants(key, label.words) for key, label in form.APPLICANTS.items() if key != "total"),
        _of_outcomes("review", "复议纠错率", ("review",)),
        _of_outcomes("lawsuits", "诉讼纠错率", ("direct", "after_review")),
    )


def find_rate(key: str) -> Rate | None:
    """Return a rate by its key, None where there is none."""
    return next((rate for rate in list_rates() if rate.key == key), None)


@dataclass(frozen=True, slots=True)
class RateValue:
    """A rate in one report.

    Attributes:
        value: percent; None where it is refused, for `reason`.
        said: the two sums, `12 ÷ 40`; "" where there are none.
    """

    value: float | None
    said: str
    reason: str


def compute_rate(rate: Rate, cells: Mapping[str, Figure]) -> RateValue:
    """Return a rate of a report's cells, all of which are there."""
    numbers = {key: cells[key].value for key in rate.cells}
    blank = next((key for key, number in numbers.items() if number is None), None)
    if blank:
        return RateValue(None, "", f"{form.name_cell(blank)}不是数，不能算出{rate.name}。")

    def add(keys: tuple[str, ...]) -> float:
        return sum(numbers[key] or 0 for key in keys)

    above, below = add(rate.above), add(rate.below) - add(rate.less)
    said = f"{above:g} ÷ {below:g}"
    if below <= 0 or above > below:
        why = "除数是 0" if below <= 0 else "分子大于分母，表中的数可能有误"
        return RateValue(None, said, f"{why}，不能算出{rate.name}（{rate.formula}）。")
    return RateValue(round(100 * above / below, 2), said, f"{rate.name} = {rate.formula}。")


def _reason(row: str) -> str:
    return form.REQUESTS[row].words.rpartition(".")[2]
