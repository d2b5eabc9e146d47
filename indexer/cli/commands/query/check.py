"""`nianbao check`: findings as lines, as JSON or as CSV."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from indexer.archive.archive import Archive, open_archive
from indexer.archive.finding_filter import FindingChoice, parse_finding_filter
from indexer.cli.export import make_terms
from indexer.cli.language import localize
from indexer.cli.options import home_option, read_settings
from indexer.cli.output import show
from indexer.export import FORMATS, ExportTable, Fact, Terms
from indexer.export.rows.findings import list_findings
from indexer.figures.finding import OUTCOME_NAMES, Outcome
from indexer.figures.results import FindingFilter, ReportFinding
from indexer.figures.rules import RULES
from indexer.verdict import Subject, Verdict

_HINTS = frozenset(rule.id for rule in RULES if rule.hint)
_NAMES = {rule.id: rule.name for rule in RULES}
USUAL_OUTCOMES = (Outcome.FAILS, Outcome.HOLDS_IF_BLANK_ZERO)
"""What is listed where no outcome is chosen."""
_PAGE = 500


@click.command()
@click.option("--year", "years", multiple=True, help="年度，如 2020 或 2019..2021；可重复")
@click.option("--district", "districts", multiple=True, help="地区，如 从化区；可重复")
@click.option("--rule", "rules", multiple=True, help="规则，如 balance；可重复")
@click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    help="结果，如 fails（默认只列 fails 和 holds_if_blank_zero）；可重复",
)
@click.option("--csv", "form", flag_value="csv", help="以 CSV 输出")
@click.option("--json", "form", flag_value="json", help="以 JSON 输出")
@home_option
def check(home: Path | None, form: str | None, **filters: Any) -> None:
    """核对统计表的数字互相对不对得上；有不符的，退出码为 1。"""
    settings = read_settings(home)
    archive = open_archive(settings)
    wanted = parse_finding_filter(FindingChoice(**filters), USUAL_OUTCOMES, archive.verdicts)
    if show_checks(archive, wanted, form or "", make_terms(settings)):
        sys.exit(1)


def show_checks(archive: Archive, wanted: FindingFilter, form: str, terms: Terms) -> bool:
    """Print findings.

    Args:
        form: `json`, `csv`, or "" for people.
        terms: of a file.

    Returns:
        Whether a rule that is more than a hint fails, and nobody has judged that to be no fault.
    """
    verdicts = archive.verdicts.read_complete(Subject.FINDING)
    if form:
        listing = _listing(archive, wanted, terms)
        for piece in FORMATS[form].write(listing):
            sys.stdout.buffer.write(piece)
        sys.stdout.flush()
    else:
        _print(archive, wanted, verdicts)
    return _failing(archive, wanted, verdicts)


def _listing(archive: Archive, wanted: FindingFilter, terms: Terms) -> ExportTable:
    counts = archive.findings.find(wanted, limit=0).outcomes
    facts = tuple(
        Fact(outcome.value, OUTCOME_NAMES[outcome], counts.get(outcome, 0)) for outcome in OUTCOME_NAMES
    )
    return list_findings(archive, wanted, facts, terms)


def _print(archive: Archive, wanted: FindingFilter, verdicts: Mapping[str, Verdict]) -> None:
    offset = 0
    while page := archive.findings.find(wanted, _PAGE, offset):
        for found in page.items:
            click.echo(_describe(found, verdicts))
        offset += _PAGE
        if offset >= page.total:
            break
    progress = localize("，").join(
        localize(name) + localize(f" {page.outcomes.get(outcome, 0)} 处")
        for outcome, name in OUTCOME_NAMES.items()
    )
    show(f"共核对 {sum(page.outcomes.values())} 处：{progress}。")


def _describe(found: ReportFinding, verdicts: Mapping[str, Verdict]) -> str:
    heading, finding = found.heading, found.finding
    hint = localize("（提示）") if finding.rule in _HINTS else ""
    verdict = verdicts.get(finding.key)
    opinion = f"【{localize(verdict.name)}】" if verdict else ""
    anchor = f"#{finding.anchor}" if finding.anchor else ""
    return (
        f"{localize(OUTCOME_NAMES[finding.outcome])}{hint}{opinion}\t{localize(_NAMES[finding.rule])}"
        f"\t{heading.title}\n\t{localize(finding.sentence)}\t/reports/{heading.report}{anchor}"
    )


def _failing(archive: Archive, wanted: FindingFilter, verdicts: Mapping[str, Verdict]) -> bool:
    strict = tuple(rule.id for rule in RULES if not rule.hint and rule.id in (wanted.rules or _NAMES))
    if not strict or (wanted.outcomes and Outcome.FAILS not in wanted.outcomes):
        return False
    failing = replace(wanted, rules=strict, outcomes=(Outcome.FAILS,))
    found = archive.findings.find(failing).items
    given = (verdicts.get(each.finding.key) for each in found)
    return any(verdict is None or verdict.value != "dismissed" for verdict in given)
