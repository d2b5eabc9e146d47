"""Findings say which of the cells they use were recognised in pictures, and which of these are doubtful."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.extraction import extract
from indexer.figures.checking import check_report
from indexer.figures.figure_json import from_json, to_json
from indexer.figures.finding import Finding
from indexer.figures.tables import read
from indexer.outlines import read as read_outline
from indexer.report.document import Cell, Table
from indexer.report.report import Report
from indexer.settings import Settings
from indexer.text.change import Change
from indexer.text.damage import RECOGNISED

REPORT = Path(__file__).parents[2] / "corpus" / "disclosure" / "东湖区" / "2021.html"


@pytest.fixture(scope="module")
def report() -> Report:
    return read_outline(extract(REPORT.read_bytes(), REPORT.name, Settings()))


def recognise(report: Report, sure: Callable[[int, Cell], float]) -> Report:
    """The report as if its tables had been recognised, each cell as surely as is said by its section."""

    def mark(number: int, table: Table) -> Table:
        return replace(
            table,
            cells=tuple(
                replace(
                    cell,
                    changes=(
                        Change(0, len(cell.text), cell.text, cell.text, RECOGNISED, sure(number, cell)),
                    ),
                )
                for cell in table.cells
            ),
        )

    sections = (
        replace(
            section,
            blocks=tuple(
                mark(section.number, block) if isinstance(block, Table) else block for block in section.blocks
            ),
        )
        for section in report.sections
    )
    return replace(report, sections=tuple(sections))


def check(report: Report) -> list[Finding]:
    return list(check_report(report, read(report), "series"))


def test_findings_name_doubtful_cells(report: Report) -> None:
    total = next(
        figure
        for figure in read(report).find_table(3).figures
        if figure.key == "3.new.total"  # type: ignore[union-attr]
    )

    def doubt(number: int, cell: Cell) -> float:
        place = (total.place.section, total.place.row, total.place.column)
        return 0.5 if (number, cell.row, cell.column) == place else 0.99

    plain, recognised = check(report), check(recognise(report, doubt))
    assert [finding.key for finding in plain] == [finding.key for finding in recognised]
    with_cells = [finding for finding in recognised if finding.cells]
    assert with_cells
    for finding in with_cells:
        assert "由程序从图片识别而来" in finding.sentence
        is_doubtful = any(cell.key == total.key for cell in finding.cells)
        assert ("把握不足的有" in finding.sentence) == is_doubtful
    assert any("“总计”" in finding.sentence for finding in with_cells if "把握不足" in finding.sentence)
    assert not any("识别" in finding.sentence for finding in plain)


def test_how_sure_cells_are_survives_json(report: Report) -> None:
    figures = read(recognise(report, lambda _number, cell: 0.5 if cell.column else 0.99))
    assert from_json(to_json(figures)) == figures
    assert {figure.sure for table in figures.tables for figure in table.figures} == {0.5, 0.99}
