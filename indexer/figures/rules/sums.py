"""Sums within tables 3 and 4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.figures.figure import Figure
from indexer.figures.finding import Finding
from indexer.figures.rules.base import (
    NOTICE_2019,
    NOTICE_2021,
    Basis,
    Case,
    Rule,
    make_finding,
    make_undecided,
    quote,
    show,
    weigh,
)
from indexer.report import form

_PARTS = tuple(key for key in form.APPLICANTS if key != "total")
_ORGANISATIONS = tuple(key for key in _PARTS if key != "natural")
_SOURCE = f"{NOTICE_2019}、{NOTICE_2021}"


def _balance(rule: Rule, case: Case) -> Iterator[Finding]:
    for column, label in form.APPLICANTS.items():
        keys = [f"3.{row}.{column}" for row in ("new", "carried_in", "done", "carried_out")]
        cells = _cells(case, keys)
        if isinstance(cells, str):
            yield make_undecided(rule, case, column, cells)
            continue
        new, before, done, after = cells
        weighed = weigh(cells[:2], cells[2:])
        sentence = (
            f"表三“{label.words}”一栏："
            f"本年新收 {quote(new)} 加上年结转 {quote(before)} 得 {show(weighed.left)}，"
            f"办理结果总计 {quote(done)} 加结转下年度 {quote(after)} 得 {show(weighed.right)}，"
        )
        yield make_finding(rule, case, weighed, sentence, Basis(column, cells))


def _outcomes(rule: Rule, case: Case) -> Iterator[Finding]:
    table = case.figures.find_table(3)
    rows = form.list_outcomes(table.form if table else 2021)
    for column, label in form.APPLICANTS.items():
        cells = _cells(case, [f"3.{row}.{column}" for row in ("done", *rows)])
        if isinstance(cells, str):
            yield make_undecided(rule, case, column, cells)
            continue
        weighed = weigh(cells[1:], cells[:1])
        parts = f"（一）至（六）各项之和为 {show(weighed.left)}"
        start = f"表三“{label.words}”一栏：{parts}，（七）总计写作 {quote(cells[0])}，"
        yield make_finding(rule, case, weighed, start, Basis(column, cells))


def _applicants(rule: Rule, case: Case) -> Iterator[Finding]:
    table = case.figures.find_table(3)
    rows = dict.fromkeys(cell.row for cell in table.figures) if table else {}
    for row in rows:
        cells = _cells(case, [f"3.{row}.{column}" for column in ("total", *_PARTS)])
        if isinstance(cells, str):
            yield make_undecided(rule, case, row, cells)
            continue
        weighed = weigh(cells[1:], cells[:1])
        name = form.name_row(f"3.{row}.total")
        start = f"{name}一行：各类申请人之和为 {show(weighed.left)}，总计写作 {quote(cells[0])}，"
        yield make_finding(rule, case, weighed, start, Basis(row, cells))


def _subtotals(rule: Rule, case: Case) -> Iterator[Finding]:
    by_key = case.cells
    for key, subtotal in by_key.items():
        number, row, column = key.split(".")
        sums: list[Sequence[str]] = []
        if number == "3" and row in form.SUBTOTALS:
            sums.append([f"3.{part}.{column}" for part in form.SUBTOTALS[row].parts])
        if number == "3" and column == form.ORGANISATIONS:
            sums.append([f"3.{row}.{part}" for part in _ORGANISATIONS])
        for parts in sums:
            there = [by_key[part] for part in parts if part in by_key]
            if len(there) < len(parts):
                yield make_undecided(rule, case, key, "小计的分项不全，无法判断。")
                continue
            weighed = weigh(there, [subtotal])
            start = f"{form.name_cell(key)}：分项之和为 {show(weighed.left)}，小计写作 {quote(subtotal)}，"
            yield make_finding(rule, case, weighed, start, Basis(f"{key}:{parts[0]}", [subtotal, *there]))


def _disputes(rule: Rule, case: Case) -> Iterator[Finding]:
    for block, label in form.BLOCKS.items():
        parts = [result for result in form.RESULTS if result != "total"]
        cells = _cells(case, [f"4.{block}.{column}" for column in ("total", *parts)])
        if isinstance(cells, str):
            yield make_undecided(rule, case, block, cells)
            continue
        weighed = weigh(cells[1:], cells[:1])
        start = f"表四“{label.words}”：四种结果之和为 {show(weighed.left)}，总计写作 {quote(cells[0])}，"
        yield make_finding(rule, case, weighed, start, Basis(block, cells))


RULES = (
    Rule(
        "balance",
        "收支平衡",
        "表三每一栏：一、本年新收加二、上年结转，等于三（七）总计加四、结转下年度。",
        f"{_SOURCE}（表内注明的勾稽关系）",
        (3,),
        _balance,
    ),
    Rule(
        "outcomes",
        "办理结果合计",
        "表三每一栏：办理结果（一）至（六）各项之和等于（七）总计。",
        _SOURCE,
        (3,),
        _outcomes,
    ),
    Rule(
        "applicants",
        "申请人合计",
        "表三每一行：自然人与五类法人或其他组织之和等于总计。",
        _SOURCE,
        (3,),
        _applicants,
    ),
    Rule(
        "subtotals",
        "自加小计",
        "表三中网站自己加的小计等于其分项之和。",
        "格式中没有小计；有的网站自行添加",
        (3,),
        _subtotals,
    ),
    Rule(
        "disputes",
        "复议诉讼合计",
        "表四每一类：结果维持、结果纠正、其他结果、尚未审结之和等于总计。",
        _SOURCE,
        (4,),
        _disputes,
    ),
)


def _cells(case: Case, keys: Sequence[str]) -> list[Figure] | str:
    """The cells of these names; a sentence where one is not in the table."""
    by_key = case.cells
    missing = next((key for key in keys if key not in by_key), None)
    return f"报告中没有{form.name_cell(missing)}。" if missing else [by_key[key] for key in keys]
