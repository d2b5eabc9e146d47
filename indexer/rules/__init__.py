"""The rules that figures must keep (勾稽关系), each declared once, and what they say of a report.

`RULES` is all of them; a new one is one entry in its family's file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.figure import Figures
from indexer.finding import Finding
from indexer.report import Report
from indexer.rules import prose, sums, years
from indexer.rules.base import Case, Rule, Yearly, cannot_judge

RULES: tuple[Rule, ...] = (*sums.RULES, *prose.RULES, *years.RULES)
"""Every rule, in the order of the report."""

RULE_NAMES = {rule.id: rule.name for rule in RULES}
"""Chinese names by id."""

__all__ = ["RULES", "RULE_NAMES", "Rule", "Yearly", "between_years", "within"]


def within(report: Report, figures: Figures, series: str) -> Iterator[Finding]:
    """What the rules within a report say of it; nothing where it has no statutory tables."""
    case = Case(series, report.year, figures, report.sections, report.body)
    for rule in RULES:
        if not rule.yearly:
            yield from _applied(rule, case)


def between_years(year: Yearly, all_years: Sequence[Yearly], series: str) -> Iterator[Finding]:
    """What the rules between years say of one report of a body, beside that for the year before."""
    earlier = tuple(other for other in all_years if other.year == year.year - 1)
    case = Case(series, year.year, year.figures, earlier=earlier)
    for rule in RULES:
        if rule.yearly:
            yield from _applied(rule, case)


def _applied(rule: Rule, case: Case) -> Iterator[Finding]:
    """The findings of a rule, each once: two that nothing sets apart are one."""
    if case.figures.form is None:
        return
    tables = [case.figures.table(number) for number in rule.tables]
    if None in tables:
        number = rule.tables[tables.index(None)]
        yield cannot_judge(rule, case, "", case.figures.why_unread(number))
        return
    if any(table.form not in rule.forms for table in tables if table):
        return
    if rule.yearly and (reason := years.incomparable(rule, case)):
        yield cannot_judge(rule, case, "", reason)
        return
    seen: set[str] = set()
    for found in rule.apply(rule, case):
        if found.key not in seen:
            seen.add(found.key)
            yield found
