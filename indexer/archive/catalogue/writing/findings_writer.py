"""Writes figures and findings into the catalogue, and updates those that depend on several reports."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from indexer.archive.catalogue.tables.conditions import IS_CURRENT
from indexer.archive.catalogue.tables.schema import FIGURES, FINDING, REPORT
from indexer.archive.catalogue.writing.finding_rows import FindingRows, make_finding_row
from indexer.archive.databases.dialect import insert
from indexer.figures.checking import check_children, check_years
from indexer.figures.figure import Figures
from indexer.figures.figure_json import from_json
from indexer.figures.finding import Finding
from indexer.figures.rules import Yearly


class FindingWriter:
    """Writes in an open transaction.

    A finding between years depends on another report, and so does one over the divisions below. So the
    bodies whose reports change are collected, and `update` makes their findings anew before the transaction
    ends.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._figures: list[dict[str, object]] = []
        self._findings: list[dict[str, object]] = []
        self._changed: set[str] = set()
        self._governed: set[str] = set()

    def insert(self, report_id: str, rows: FindingRows) -> None:
        """Insert the tables of a new report, and the findings that depend on no other."""
        figures = rows.figures
        self._figures.append({"report": report_id, **figures.to_columns()})
        known = {"report": report_id, "outer": False, "year": figures.year or 0, "current": 1}
        self._findings += [{**known, **row.to_columns()} for row in rows.findings]
        self._changed.add(figures.series)
        self._governed.add(figures.governs)

    def mark_changed(self, report_id: str) -> None:
        """Have all that depends on a report updated, which became current or superseded."""
        self._flush()
        current = sa.select(sa.case((IS_CURRENT, 1), else_=0)).where(REPORT.c.id == report_id)
        mark = FINDING.update().where(FINDING.c.report == report_id)
        self._connection.execute(mark.values(current=sa.func.coalesce(current.scalar_subquery(), 0)))
        query = sa.select(FIGURES.c.series, FIGURES.c.governs).where(FIGURES.c.report == report_id)
        for row in self._connection.execute(query):
            self._changed.add(row.series)
            self._governed.add(row.governs)

    def delete(self, report_id: str) -> None:
        """Delete a report's figures and findings."""
        self.mark_changed(report_id)
        for table in (FINDING, FIGURES):
            self._connection.execute(table.delete().where(table.c.report == report_id))

    def update(self) -> None:
        """Apply the rules that need several reports to all changed bodies, and to those that cover them."""
        if not self._changed:
            return
        self._flush()
        for series in sorted(self._changed | self._covering()):
            self._update(series)
        self._flush()
        self._changed.clear()
        self._governed.clear()

    def _covering(self) -> set[str]:
        """Governments right above changed ones whose reports cover what is below."""
        above = {codes.rpartition("/")[0] for codes in self._governed} - {""}
        query = _current(FIGURES.c.series).where(FIGURES.c.covers, FIGURES.c.governs.in_(above))
        return set(self._connection.scalars(query))

    def _update(self, series: str) -> None:
        ours = FIGURES.c.series == series
        outer = sa.and_(FINDING.c.report.in_(sa.select(FIGURES.c.report).where(ours)), FINDING.c.outer)
        self._connection.execute(FINDING.delete().where(outer))
        years = self._yearly(ours)
        for year in years:
            self._insert(year, check_years(year, years, series))
        covering = ours, FIGURES.c.covers, FIGURES.c.governs != ""
        if codes := self._connection.scalar(_current(FIGURES.c.governs).where(*covering).limit(1)):
            # A range, which an index serves ("0" comes after "/"); of it what lies right below.
            below_it = FIGURES.c.governs > f"{codes}/", FIGURES.c.governs < f"{codes}0"
            deeper = *below_it, FIGURES.c.governs.not_like(f"{codes}/%/%")
            for year in self._yearly(*covering):
                # Of several versions of one body's report the last counts, and only once.
                below = {found.series: found for found in self._yearly(FIGURES.c.year == year.year, *deeper)}
                self._insert(year, check_children(year, tuple(below.values()), series))

    def _yearly(self, *conditions: sa.ColumnElement[bool]) -> list[Yearly]:
        """Return figures of current reports with a known year, by year."""
        columns = (FIGURES.c.report, FIGURES.c.year, FIGURES.c.content, FIGURES.c.series)
        query = _current(*columns).where(FIGURES.c.year.is_not(None), *conditions)
        rows = self._connection.execute(query.order_by(FIGURES.c.year, FIGURES.c.report))
        return [Yearly(row.report, row.year, _read_figures(row.content), row.series) for row in rows]

    def _insert(self, of: Yearly, findings: Iterable[Finding]) -> None:
        known = {"report": of.report, "outer": True, "year": of.year, "current": 1}
        self._findings += [{**known, **make_finding_row(finding).to_columns()} for finding in findings]

    def _flush(self) -> None:
        """Insert the collected rows: a statement for many costs little more than one for a single row."""
        for table, rows in ((FIGURES, self._figures), (FINDING, self._findings)):
            insert(self._connection, table, rows)
            rows.clear()


def _current(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Return a query over the figures of reports that are not replaced."""
    joined = FIGURES.join(REPORT, REPORT.c.id == FIGURES.c.report)
    return sa.select(*columns).select_from(joined).where(IS_CURRENT)


def _read_figures(content: str) -> Figures:
    return from_json(json.loads(content))
