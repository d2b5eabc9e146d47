"""Applies the rules to a report, to a body's years, and to a division and those below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.figures.figure import Figures
from indexer.figures.finding import Finding
from indexer.figures.rules import RULES, years
from indexer.figures.rules.base import Case, Rule, Yearly, make_undecided
from indexer.report.report import Report


def check_report(report: Report, figures: Figures, series: str) -> Iterator[Finding]:
    """What the rules within a report say of it; nothing where it has no statutory tables."""
    case = Case(series, report.year, figures, report.sections, report.body)
    for rule in RULES:
        if not rule.yearly and not rule.below:
            yield from _apply(rule, case)


def check_years(year: Yearly, all_years: Sequence[Yearly], series: str) -> Iterator[Finding]:
    """What the rules between years say of one report of a body, beside that for the year before."""
    earlier = tuple(other for other in all_years if other.year == year.year - 1)
    case = Case(series, year.year, year.figures, earlier=earlier)
    for rule in RULES:
        if rule.yearly:
            yield from _apply(rule, case)


def check_children(year: Yearly, below: Sequence[Yearly], series: str) -> Iterator[Finding]:
    """What the rules say of a report that covers the divisions below, beside their reports for its year."""
    case = Case(series, year.year, year.figures, children=tuple(below))
    for rule in RULES:
        if rule.below:
            yield from _apply(rule, case)


def _apply(rule: Rule, case: Case) -> Iterator[Finding]:
    """The findings of a rule, each once: two that nothing sets apart are one."""
    if case.figures.form is None:
        return
    tables = [case.figures.find_table(number) for number in rule.tables]
    if None in tables:
        number = rule.tables[tables.index(None)]
        yield make_undecided(rule, case, "", case.figures.explain_unread(number))
        return
    if any(table.form not in rule.forms for table in tables if table):
        return
    if rule.yearly and (reason := years.explain_incomparable(rule, case)):
        yield make_undecided(rule, case, "", reason)
        return
    seen: set[str] = set()
    for found in rule.apply(rule, case):
        if found.key not in seen:
            seen.add(found.key)
            yield found
