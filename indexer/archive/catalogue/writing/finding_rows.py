"""Rows of a report's statutory tables and of what rules say of them by themselves, made in any process."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from indexer.archive.storage.database import TableRow, dump
from indexer.figures.checking import check_report
from indexer.figures.figure_json import to_json
from indexer.figures.finding import Finding
from indexer.figures.rules import covers_children
from indexer.figures.tables import read
from indexer.report.report import BodyKind, Report

_GOVERNING = (BodyKind.GOVERNMENT, BodyKind.TOWNSHIP, BodyKind.ZONE)


@dataclass(frozen=True, slots=True)
class FiguresRow(TableRow):
    """Columns of `schema.FIGURES` but the report's id."""

    series: str
    year: int | None
    governs: str
    covers: bool
    form: int | None
    content: str


@dataclass(frozen=True, slots=True)
class FindingRow(TableRow):
    """Columns of `schema.FINDING` but those that say which report it is of; the last five are JSON."""

    key: str
    rule: str
    outcome: str
    sentence: str
    reason: str
    expected: str
    found: str
    cells: str
    others: str
    mention: str


@dataclass(frozen=True, slots=True)
class FindingRows:
    """The tables of one report, and the findings that depend on no other report."""

    figures: FiguresRow
    findings: tuple[FindingRow, ...]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> FindingRows:
        """Return the rows that `to_json` turned into `data`."""
        return cls(FiguresRow(**data["figures"]), tuple(FindingRow(**row) for row in data["findings"]))

    def to_json(self) -> dict[str, Any]:
        """Return the rows as values of JSON."""
        return {"figures": self.figures.to_columns(), "findings": [row.to_columns() for row in self.findings]}


def make_finding_rows(plain: str, series: str, report: Report) -> FindingRows:
    """Read a report's tables and apply the rules that need no other report.

    Args:
        plain: the report's identity without its year, which the keys of findings are made of.
        series: what the reports of one body share, under all its names (`report.series`).
    """
    figures = read(report)
    governs = report.region is not None and report.body_kind in _GOVERNING
    return FindingRows(
        FiguresRow(
            series,
            report.year,
            "/".join(report.region.codes) if report.region and governs else "",
            covers_children(report),
            figures.form,
            dump(to_json(figures)),
        ),
        tuple(make_finding_row(finding) for finding in check_report(report, figures, plain)),
    )


def make_finding_row(finding: Finding) -> FindingRow:
    """Return the row of a finding."""
    return FindingRow(
        key=finding.key,
        rule=finding.rule,
        outcome=finding.outcome.value,
        sentence=finding.sentence,
        reason=finding.reason,
        expected=dump(finding.expected),
        found=dump(finding.found),
        cells=dump([cell.key for cell in finding.cells]),
        others=dump([[report, cell.key] for report, cell in finding.others]),
        mention=dump(asdict(finding.mention)) if finding.mention else "null",
    )
