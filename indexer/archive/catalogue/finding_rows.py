"""A report's statutory tables and what rules say of them by themselves, as rows made in any process."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from indexer.archive.database import dump
from indexer.figures.figure_json import to_json
from indexer.figures.finding import Finding
from indexer.figures.rules import check_report, covers_children
from indexer.figures.tables import read
from indexer.report.report import BodyKind, Report

_GOVERNING = (BodyKind.GOVERNMENT, BodyKind.TOWNSHIP, BodyKind.ZONE)


def reckon(series: str, report: Report) -> dict[str, Any]:
    """Read a report's tables and judge them.

    Args:
        series: what the reports of one body share: the report's identity without its year.

    Returns:
        `figures` and `findings`, rows of these tables but for ids, as values of JSON.
    """
    figures = read(report)
    return {
        "figures": {
            "series": series,
            "year": report.year,
            "governs": "/".join(report.region.codes)
            if report.region and report.body_kind in _GOVERNING
            else "",
            "covers": covers_children(report),
            "form": figures.form,
            "content": dump(to_json(figures)),
        },
        "findings": [finding_row(finding) for finding in check_report(report, figures, series)],
    }


def finding_row(finding: Finding) -> dict[str, object]:
    """Columns of a finding but those that say which report it is of."""
    return {
        "key": finding.key,
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "sentence": finding.sentence,
        "reason": finding.reason,
        "expected": dump(finding.expected),
        "found": dump(finding.found),
        "cells": dump([cell.key for cell in finding.cells]),
        "others": dump([[report, cell.key] for report, cell in finding.others]),
        "mention": dump(asdict(finding.mention)) if finding.mention else "null",
    }
