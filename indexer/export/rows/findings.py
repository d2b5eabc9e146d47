"""Findings as rows, each with what people judged of it and the permanent address of its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from indexer.archive.archive import Archive
from indexer.export import Column, ExportTable, Fact, Terms, Value
from indexer.export.rows.facts import list_common_facts
from indexer.figures.finding import OUTCOME_NAMES
from indexer.figures.results import FindingFilter, ReportFinding
from indexer.figures.rules import RULE_NAMES
from indexer.report.names import join_path
from indexer.verdict import Subject, Verdict

_COLUMNS = (
    Column("title", "报告", 42),
    Column("year", "年度", 7),
    Column("region", "地区路径", 24),
    Column("body", "机构", 24),
    Column("outcome", "结果", 12),
    Column("rule_name", "规则", 14),
    Column("rule", "规则代号", 16),
    Column("sentence", "说明", 70),
    Column("expected", "应为", 8),
    Column("found", "实为", 8),
    Column("reason", "原因", 30),
    Column("verdict", "核对意见", 10),
    Column("note", "意见说明", 30),
    Column("who", "署名", 10),
    Column("key", "核对编号", 20),
    Column("report", "报告编号", 26),
    Column("url", "链接", 50, link=True),
)


def list_findings(
    archive: Archive,
    wanted: FindingFilter,
    asked: Sequence[Fact],
    terms: Terms,
) -> ExportTable:
    """Return all findings that were asked for, with what people judged of them.

    Args:
        wanted: which findings.
        asked: what was asked for, in words.
    """
    verdicts = archive.verdicts.read_complete(Subject.FINDING)
    facts = (*asked, *list_common_facts(archive.findings.find(wanted, limit=0).total, terms))
    rows = (
        make_row(judged, verdicts, terms.site)
        for judged in islice(archive.findings.iterate(wanted), terms.most)
    )
    return ExportTable("核对结果", _COLUMNS, facts, rows)


def make_row(judged: ReportFinding, verdicts: Mapping[str, Verdict], site: str = "") -> dict[str, Value]:
    """Return a finding as a row."""
    heading, finding = judged.heading, judged.finding
    verdict = verdicts.get(finding.key)
    anchor = f"#{finding.anchor}" if finding.anchor else ""
    return {
        "title": heading.title,
        "year": heading.year,
        "region": join_path(heading.region.path) if heading.region else "",
        "body": heading.body,
        "outcome": OUTCOME_NAMES[finding.outcome],
        "rule_name": RULE_NAMES[finding.rule],
        "rule": finding.rule,
        "sentence": finding.sentence,
        "expected": finding.expected,
        "found": finding.found,
        "reason": finding.reason,
        "verdict": verdict.name if verdict else "",
        "note": verdict.note if verdict else "",
        "who": verdict.who if verdict else "",
        "key": finding.key,
        "report": heading.report,
        "url": f"{site}/reports/{heading.report}{anchor}",
    }
