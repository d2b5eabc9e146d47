"""Golden files of figures: every case under tests/figure_cases/<name>/ is a body's reports, a file a year.

`expected.json` holds every cell, every table that cannot be read, and every finding that does not hold.
A case without it fails; `UPDATE_CASES=1` writes it, to be read before it is committed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from indexer.extraction import extract
from indexer.figure import Figures
from indexer.finding import Finding, Outcome
from indexer.mending import mend
from indexer.outlines import read as read_outline
from indexer.report import Report
from indexer.rules import RULES, Yearly, between_years, within
from indexer.settings import Settings
from indexer.tables import read

CASES = sorted(path for path in (Path(__file__).parent / "figure_cases").iterdir() if path.is_dir())


def _report(path: Path) -> Report:
    return read_outline(mend(extract(path.read_bytes(), f"file{path.suffix}", Settings())))


def _judged(case: Path) -> dict[str, tuple[Figures, list[Finding]]]:
    """Figures and findings of each year of a case."""
    found: dict[str, tuple[Figures, list[Finding]]] = {}
    years: list[Yearly] = []
    for path in sorted(path for path in case.iterdir() if path.suffix in (".html", ".txt")):
        report = _report(path)
        figures = read(report)
        assert str(report.year) == path.stem
        years.append(Yearly(path.stem, int(path.stem), figures))
        findings = [*within(report, figures, "body"), *between_years(years[-1], years, "body")]
        found[path.stem] = (figures, findings)
    return found


def _shown(figures: Figures, findings: list[Finding]) -> dict[str, Any]:
    alone = "档案中没有该机构"
    return {
        "cells": {
            key: [figure.text, figure.meaning.value, figure.value, figure.place.anchor]
            for key, figure in figures.by_key().items()
        },
        "forms": {str(table.number): table.form for table in figures.tables},
        "missing": [key for table in figures.tables for key in table.missing],
        "unread": [unread.reason for unread in figures.unread],
        "findings": [
            [finding.rule, finding.outcome.value, finding.sentence, finding.anchor]
            for finding in findings
            if finding.outcome is not Outcome.HOLDS and alone not in finding.reason
        ],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    found = {year: _shown(*judged) for year, judged in _judged(case).items()}
    golden = case / "expected.json"
    if os.environ.get("UPDATE_CASES") == "1":
        lines = json.dumps(found, ensure_ascii=False, indent=1)
        golden.write_text(lines.replace(",\n    ", ", ") + "\n", encoding="utf-8")
    assert golden.exists(), f"{case.name} has no expected.json: write it with UPDATE_CASES=1 and read it"
    assert found == json.loads(golden.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [case for case in CASES if not case.name.startswith("fault-")], ids=str)
def test_no_sound_report_fails(case: Path) -> None:
    for _, findings in _judged(case).values():
        assert not [finding.sentence for finding in findings if finding.outcome is Outcome.FAILS]


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_every_rule_has_a_case_that_breaks_it(rule: str) -> None:
    case = next(case for case in CASES if case.name == f"fault-{rule.replace('_', '-')}")
    found = [finding for _, findings in _judged(case).values() for finding in findings]
    assert [finding for finding in found if finding.rule == rule and finding.outcome is Outcome.FAILS]


def test_however_it_is_laid_out_a_table_reads_the_same() -> None:
    """The same figures, whole and cut, with a span that is wrong, as bars with edges and without."""
    for one, others in {
        "form-2021": ("split-within-a-group", "row-span-too-short"),
        "rows-joined-by-bars": ("bars-with-edges",),
    }.items():
        texts = [
            {key: figure.text for key, figure in figures.by_key().items()}
            for name in (one, *others)
            for figures, _ in _judged(Path(__file__).parent / "figure_cases" / name).values()
        ]
        assert len(texts) == 1 + len(others)
        assert all(text == texts[0] for text in texts)
        assert len(texts[0]) == 200
