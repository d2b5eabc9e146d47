"""What `nianbao inspect` shows: the report in a file, how it was read, its figures and findings."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from indexer.archive.catalogue.records import Reading
from indexer.figures.checking import check_report
from indexer.figures.figure_json import to_json as figures_to_json
from indexer.figures.finding import Finding
from indexer.figures.tables import read as read_figures
from indexer.report.identifier import identify
from indexer.report.report import Report
from indexer.report.report_json import to_public_json

Json = dict[str, Any]


def describe(report: Report, reading: Reading, sha256: str) -> Json:
    """Return all that a file says by itself, in values of JSON.

    Args:
        sha256: hash of the file.

    Returns:
        The report, and beside its fields `id`, `damage`, `recognised` (how much of it was recognised in
        pictures), `reading`, `figures` (the cells of the statutory tables, and which of them could not be
        read, and why) and `findings` (the rules within a report; those between years need an archive).
    """
    identity = identify(report, sha256)
    figures = read_figures(report)
    findings = check_report(report, figures, identity.rpartition("-")[0])
    return to_public_json(report) | {
        "id": identity,
        "damage": [found.to_json() for found in report.damage],
        "recognised": report.recognition.to_json() if report.recognition else None,
        "reading": asdict(reading),
        "figures": figures_to_json(figures),
        "findings": [_finding_to_json(finding) for finding in findings],
    }


def _finding_to_json(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "sentence": finding.sentence,
        "reason": finding.reason,
        "expected": finding.expected,
        "found": finding.found,
        "cells": [cell.key for cell in finding.cells],
        "anchor": finding.anchor,
        "key": finding.key,
    }
