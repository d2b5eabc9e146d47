"""Writing figures and findings into the catalogue, and keeping those between years right."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

import sqlalchemy as sa

from indexer.figure import Figures
from indexer.figure_json import from_json, to_json
from indexer.finding import Finding
from indexer.ledger import FIGURES, FINDING, REPORT
from indexer.report import Report
from indexer.rules import Yearly, between_years, within
from indexer.tables import read


class Bookkeeper:
    """Writes in an open transaction.

    What a rule between years says of a report depends on another report. So every change of a body's
    reports is noted, and `settle` judges these bodies anew before the transaction ends.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._changed: set[str] = set()

    def enter(self, report_id: str, series: str, report: Report) -> None:
        """Read a report's tables and judge them."""
        figures = read(report)
        content = json.dumps(to_json(figures), ensure_ascii=False)
        self._connection.execute(
            FIGURES.insert().values(report=report_id, series=series, year=report.year, content=content)
        )
        self._file(report_id, within(report, figures, series))
        self._changed.add(series)

    def touch(self, report_id: str) -> None:
        """Note that a report became current, or ceased to be."""
        query = sa.select(FIGURES.c.series).where(FIGURES.c.report == report_id)
        self._changed.update(self._connection.scalars(query))

    def drop(self, report_id: str) -> None:
        """Take a report's figures and findings out."""
        self.touch(report_id)
        for table in (FINDING, FIGURES):
            self._connection.execute(table.delete().where(table.c.report == report_id))

    def settle(self) -> None:
        """Judge the years of all changed bodies anew."""
        for series in sorted(self._changed):
            self._settle(series)
        self._changed.clear()

    def _settle(self, series: str) -> None:
        query = (
            sa.select(FIGURES.c.report, FIGURES.c.year, FIGURES.c.content)
            .join(REPORT, REPORT.c.id == FIGURES.c.report)
            .where(FIGURES.c.series == series, REPORT.c.superseded_by.is_(None))
            .order_by(FIGURES.c.year, FIGURES.c.report)
        )
        years = [
            Yearly(report, year, _figures(content))
            for report, year, content in self._connection.execute(query)
            if year is not None
        ]
        ours = sa.select(FIGURES.c.report).where(FIGURES.c.series == series)
        between = sa.and_(FINDING.c.report.in_(ours), FINDING.c.yearly)
        self._connection.execute(FINDING.delete().where(between))
        for year in years:
            self._file(year.report, between_years(year, years, series), yearly=True)

    def _file(self, report_id: str, findings: Iterable[Finding], yearly: bool = False) -> None:
        rows = [
            {
                "report": report_id,
                "yearly": yearly,
                "key": finding.key,
                "rule": finding.rule,
                "outcome": finding.outcome.value,
                "sentence": finding.sentence,
                "reason": finding.reason,
                "expected": json.dumps(finding.expected),
                "found": json.dumps(finding.found),
                "cells": json.dumps([cell.key for cell in finding.cells]),
                "others": json.dumps([[report, cell.key] for report, cell in finding.others]),
                "mention": json.dumps(asdict(finding.mention), ensure_ascii=False)
                if finding.mention
                else "null",
            }
            for finding in findings
        ]
        if rows:
            self._connection.execute(FINDING.insert(), rows)


def _figures(content: str) -> Figures:
    return from_json(json.loads(content))
