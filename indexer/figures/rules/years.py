"""Rules between the reports of one body for two years that follow one another."""

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
    Yearly,
    make_finding,
    make_undecided,
    quote,
    show,
    weigh,
)
from indexer.report import form

_COUNTED = ("licences", "other_services", "penalties", "coercion", "fees")


def _carried_over(rule: Rule, case: Case) -> Iterator[Finding]:
    earlier = _before(case, ["3.carried_out.total"])
    now = case.cells.get("3.carried_in.total")
    if now is None:
        yield make_undecided(rule, case, "", f"报告中没有{form.name_cell('3.carried_in.total')}。")
    elif isinstance(earlier, str):
        yield make_undecided(rule, case, "", earlier)
    else:
        last, (left,) = earlier
        start = (
            f"{last.year} 年报告结转下年度 {quote(left)} 件，{case.year} 年报告上年结转写作 {quote(now)} 件，"
        )
        yield make_finding(rule, case, weigh([left], [now]), start, Basis("", [now], [(last.report, left)]))


def _in_force(rule: Rule, case: Case) -> Iterator[Finding]:
    by_key = case.cells
    for row in ("regulations", "normative"):
        now = [by_key.get(f"2.{row}.{column}") for column in ("in_force", "issued", "repealed")]
        cells = [cell for cell in now if cell]
        if len(cells) < 3:
            yield make_undecided(rule, case, row, f"表二“{form.ITEMS[row].words}”一行不全。")
            continue
        earlier = _before(case, [f"2.{row}.in_force"])
        if isinstance(earlier, str):
            yield make_undecided(rule, case, row, earlier)
            continue
        last, (before,) = earlier
        valid, issued, repealed = cells
        weighed = weigh([before, issued], [valid, repealed])
        start = (
            f"“{form.ITEMS[row].words}”：{last.year} 年现行有效 {quote(before)} 件，{case.year} 年制发 "
            f"{quote(issued)} 件、废止 {quote(repealed)} 件，现行有效写作 {quote(valid)} 件，"
        )
        yield make_finding(rule, case, weighed, start, Basis(row, cells, [(last.report, before)]))


def _previous_items(rule: Rule, case: Case) -> Iterator[Finding]:
    by_key = case.cells
    for row in _COUNTED:
        now = by_key.get(f"2.{row}.previous")
        if now is None:
            yield make_undecided(rule, case, row, f"报告中没有{form.name_cell(f'2.{row}.previous')}。")
            continue
        earlier = _before(case, [f"2.{row}.previous", f"2.{row}.change"])
        if isinstance(earlier, str):
            yield make_undecided(rule, case, row, earlier)
            continue
        last, (previous, change) = earlier
        weighed = weigh([previous, change], [now])
        start = (
            f"“{form.ITEMS[row].words}”：{last.year} 年报告上一年项目数量 {quote(previous)}、"
            f"本年增/减 {quote(change)}，得 {show(weighed.left)}，"
            f"{case.year} 年报告上一年项目数量写作 {quote(now)}，"
        )
        others = [(last.report, previous), (last.report, change)]
        yield make_finding(rule, case, weighed, start, Basis(row, [now], others))


RULES = (
    Rule(
        "carried_over",
        "跨年结转",
        "上一年报告的“结转下年度继续办理”总计，等于本年报告的“上年结转”总计。",
        f"{NOTICE_2019}、{NOTICE_2021}（两项指标的定义）",
        (3,),
        _carried_over,
        yearly=True,
    ),
    Rule(
        "in_force",
        "现行有效件数",
        "现行有效件数等于上一年现行有效件数加本年制发件数减本年废止件数。",
        f"{NOTICE_2021}；各地统计口径不一，仅作提示",
        (2,),
        _in_force,
        forms=(2021,),
        yearly=True,
        hint=True,
    ),
    Rule(
        "previous_items",
        "上一年项目数量",
        "上一年项目数量等于上一年报告的上一年项目数量加其本年增减。",
        f"{NOTICE_2019}；各地统计口径不一，仅作提示",
        (2,),
        _previous_items,
        forms=(2019,),
        yearly=True,
        hint=True,
    ),
)


def explain_incomparable(rule: Rule, case: Case) -> str:
    """Why a rule between years cannot be applied at all, as a Chinese sentence; "" where it can."""
    if case.year is None:
        return "报告年度未详，无法与上一年比较。"
    if not case.earlier:
        return f"档案中没有该机构 {case.year - 1} 年的报告。"
    for year in case.earlier:
        if year.figures.form is None:
            return f"{year.year} 年报告用的是 2019 年以前的格式，没有可比的表。"
        for number in rule.tables:
            table = year.figures.find_table(number)
            if table is None:
                return f"{year.year} 年报告：{year.figures.explain_unread(number)}"
            if table.form not in rule.forms:
                return f"{year.year} 年报告的格式不同，没有可比的栏目。"
    return ""


def _before(case: Case, keys: Sequence[str]) -> tuple[Yearly, list[Figure]] | str:
    """The report for the year before with these cells, or a sentence why there is none for certain.

    Where there are several versions of it, they must say the same.
    """
    found: list[tuple[Yearly, list[Figure]]] = []
    for year in case.earlier:
        by_key = year.figures.index_by_key()
        missing = next((key for key in keys if key not in by_key), None)
        if missing:
            return f"{year.year} 年的报告中没有{form.name_cell(missing)}。"
        found.append((year, [by_key[key] for key in keys]))
    if len({tuple(cell.value for cell in cells) for _, cells in found}) > 1:
        versions = f"{found[0][0].year} 年的报告有 {len(found)} 份"
        return f"档案中该机构 {versions}，数字不同，不知以哪份为准。"
    return found[-1]
