"""Writing figures and findings into the catalogue, and keeping those between years right."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from indexer.archive.catalogue.finding_rows import finding_row
from indexer.archive.catalogue.ledger_table import FIGURES, FINDING, REPORT
from indexer.archive.database import insert
from indexer.figures.figure import Figures
from indexer.figures.figure_json import from_json
from indexer.figures.finding import Finding
from indexer.figures.rules import Yearly, check_children, check_years


class Bookkeeper:
    """Writes in an open transaction.

    What a rule between years says of a report depends on another report, so does what one over the divisions
    below says. So every change of a body's reports is noted, and `settle` judges these bodies anew before
    the transaction ends.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._figures: list[dict[str, object]] = []
        self._findings: list[dict[str, object]] = []
        self._changed: set[str] = set()
        self._governed: set[str] = set()

    def enter(self, report_id: str, reckoned: dict[str, Any]) -> None:
        """Enter a report's tables, and what rules say of them by themselves (`reckoning.reckon`)."""
        figures = reckoned["figures"]
        self._figures.append({"report": report_id, **figures})
        known = {"report": report_id, "outer": False, "year": figures["year"] or 0, "current": 1}
        self._findings += [{**known, **row} for row in reckoned["findings"]]
        self._changed.add(figures["series"])
        self._governed.add(figures["governs"])

    def touch(self, report_id: str) -> None:
        """Note that a report became current, or ceased to be."""
        self._flush()
        current = sa.select(REPORT.c.superseded_by.is_(None)).where(REPORT.c.id == report_id)
        mark = FINDING.update().where(FINDING.c.report == report_id)
        self._connection.execute(mark.values(current=sa.func.coalesce(current.scalar_subquery(), 0)))
        query = sa.select(FIGURES.c.series, FIGURES.c.governs).where(FIGURES.c.report == report_id)
        for series, codes in self._connection.execute(query):
            self._changed.add(series)
            self._governed.add(codes)

    def drop(self, report_id: str) -> None:
        """Take a report's figures and findings out."""
        self.touch(report_id)
        for table in (FINDING, FIGURES):
            self._connection.execute(table.delete().where(table.c.report == report_id))

    def settle(self) -> None:
        """Judge all changed bodies, and those that cover them, anew beside the reports they depend on."""
        if not self._changed:
            return
        self._flush()
        for series in sorted(self._changed | self._covering()):
            self._settle(series)
        self._flush()
        self._changed.clear()
        self._governed.clear()

    def _covering(self) -> set[str]:
        """Governments right above changed ones whose reports cover what is below."""
        above = {codes.rpartition("/")[0] for codes in self._governed} - {""}
        query = _current(FIGURES.c.series).where(FIGURES.c.covers, FIGURES.c.governs.in_(above))
        return set(self._connection.scalars(query))

    def _settle(self, series: str) -> None:
        ours = FIGURES.c.series == series
        outer = sa.and_(FINDING.c.report.in_(sa.select(FIGURES.c.report).where(ours)), FINDING.c.outer)
        self._connection.execute(FINDING.delete().where(outer))
        years = self._yearly(ours)
        for year in years:
            self._file(year, check_years(year, years, series))
        covering = ours, FIGURES.c.covers, FIGURES.c.governs != ""
        if codes := self._connection.scalar(_current(FIGURES.c.governs).where(*covering).limit(1)):
            # A range, which an index serves ("0" comes after "/"); of it what lies right below.
            below_it = FIGURES.c.governs > f"{codes}/", FIGURES.c.governs < f"{codes}0"
            deeper = *below_it, FIGURES.c.governs.not_like(f"{codes}/%/%")
            for year in self._yearly(*covering):
                # Of several versions of one body's report the last counts, and only once.
                below = {found.series: found for found in self._yearly(FIGURES.c.year == year.year, *deeper)}
                self._file(year, check_children(year, tuple(below.values()), series))

    def _yearly(self, *conditions: sa.ColumnElement[bool]) -> list[Yearly]:
        """Figures of current reports with a known year, by year."""
        columns = (FIGURES.c.report, FIGURES.c.year, FIGURES.c.content, FIGURES.c.series)
        query = _current(*columns).where(FIGURES.c.year.is_not(None), *conditions)
        rows = self._connection.execute(query.order_by(FIGURES.c.year, FIGURES.c.report))
        return [Yearly(report, year, _figures(content), series) for report, year, content, series in rows]

    def _file(self, of: Yearly, findings: Iterable[Finding]) -> None:
        known = {"report": of.report, "outer": True, "year": of.year, "current": 1}
        self._findings += [{**known, **finding_row(finding)} for finding in findings]

    def _flush(self) -> None:
        """Write what was gathered: a statement for many rows costs little more than one for a single row."""
        for table, rows in ((FIGURES, self._figures), (FINDING, self._findings)):
            insert(self._connection, table, rows)
            rows.clear()


def _current(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """A query over the figures of reports that are not replaced."""
    joined = FIGURES.join(REPORT, REPORT.c.id == FIGURES.c.report)
    return sa.select(*columns).select_from(joined).where(REPORT.c.superseded_by.is_(None))


def _figures(content: str) -> Figures:
    return from_json(json.loads(content))
