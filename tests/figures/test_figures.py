"""Golden files of figures: every case under tests/figure_cases/<name>/ is a body's reports, a file a year.

`expected.json` holds every cell, every table that cannot be read, and every finding that does not hold.
A case without it fails; `UPDATE_CASES=1` writes it, to be read before it is committed.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from indexer.extraction import extract
from indexer.extraction.repair import mend
from indexer.figures.checking import check_report, check_years
from indexer.figures.figure import Figures
from indexer.figures.finding import Finding, Outcome
from indexer.figures.rules import RULES, Yearly
from indexer.figures.tables import read
from indexer.outlines import read as read_outline
from indexer.report.report import Report
from indexer.settings import Settings
from tests.benchmarks import figures as benchmark

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


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
        findings = [*check_report(report, figures, "body"), *check_years(years[-1], years, "body")]
        found[path.stem] = (figures, findings)
    return found


def _shown(figures: Figures, findings: list[Finding]) -> dict[str, Any]:
    alone = "档案中没有该机构"
    return {
        "cells": {
            key: [figure.text, figure.meaning.value, figure.value, figure.place.anchor]
            for key, figure in figures.index_by_key().items()
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


@pytest.mark.parametrize("rule", [rule.id for rule in RULES if not rule.below])
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
            {key: figure.text for key, figure in figures.index_by_key().items()}
            for name in (one, *others)
            for figures, _ in _judged(Path(__file__).parent / "cases" / name).values()
        ]
        assert len(texts) == 1 + len(others)
        assert all(text == texts[0] for text in texts)
        assert len(texts[0]) == 200


def _form_2021() -> str:
    return next((Path(__file__).parent / "cases" / "form-2021").glob("*.html")).read_text("utf-8")


def _texts(page: str) -> dict[str, str]:
    figures = read(read_outline(mend(extract(page.encode(), "a.html", Settings()))))
    return {key: figure.text for key, figure in figures.index_by_key().items()}


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        ('rowspan="3" colspan="3"', 'rowspan="2" colspan="3"'),
        ('rowspan="3" colspan="3"', ""),
        ("三、本年度办理结果", "三<br>、<br>本<br>年<br>度<br>办<br>理<br>结<br>果"),
        ("总计", "合&nbsp;&nbsp;计"),
        (r"规章", "规&nbsp;&nbsp;章"),
        (r">(\d)\.", ">"),
        ("<tr>", "<tr><td></td>"),
        ("</tbody>", '<tr><td colspan="10">注：数据截至12月31日</td></tr></tbody>'),
    ],
)
def test_what_sites_get_wrong_in_a_table_changes_no_figure(pattern: str, instead: str) -> None:
    page = _form_2021()
    changed = re.sub(pattern, instead, page)
    assert changed != page
    assert _texts(changed) == _texts(page)


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [
        (r"(6\.属于四类过程性信息.*?</td>)<td>.*?</td>", r"\1"),
        (r"(6\.属于四类过程性信息.*?</td>)", r"\1<td>99</td>"),
        (r"(<tr>(?:(?!</tr>).)*2\.重复申请.*?</tr>)", r"\1\1"),
        (r">(?:<p[^>]*><span>)?总计<", "><"),
    ],
    ids=["cell missing", "cell too many", "row twice", "column without head"],
)
def test_a_table_that_is_not_certain_is_unread(pattern: str, instead: str) -> None:
    page = _form_2021()
    changed = re.sub(pattern, instead, page, count=1, flags=re.S)
    assert changed != page
    texts = _texts(page)
    assert _texts(changed) == {key: text for key, text in texts.items() if not key.startswith("3.")}


def test_a_row_that_is_not_there_is_missing_and_moves_no_other() -> None:
    page = _form_2021()
    changed = re.sub(r"<tr>(?:(?!</tr>).)*2\.重复申请.*?</tr>", "", page, count=1, flags=re.S)
    texts = _texts(page)
    assert _texts(changed) == {k: text for k, text in texts.items() if ".declined_repeat." not in k}


def test_of_invented_reports_every_cell_and_every_fault_is_found() -> None:
    """A small run of the benchmark, with a seed that its figures in the README do not use."""
    counts = benchmark.run(60, 3).counts
    assert counts["cells right"] == counts["cells"] > 10_000
    assert counts["faults found"] == counts["faults"] > 50
    assert counts["false alarms"] == counts["cells invented"] == counts["tables unread"] == 0
