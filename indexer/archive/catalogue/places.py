"""Reads what the catalogue holds of one place: its reports, and what was found in those below it too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from indexer.archive.catalogue.tables.conditions import IS_CURRENT, YEAR_DOWN, is_within, select_each
from indexer.archive.catalogue.tables.schema import FIGURES, FINDING, REPORT
from indexer.archive.catalogue.tables.supplement import INDICATOR, has_supplement
from indexer.archive.databases.base import Database
from indexer.archive.storage.database import read_catalogue
from indexer.figures.finding import Outcome
from indexer.report.series import is_of_government


@dataclass(frozen=True, slots=True)
class PlaceReport:
    """A current report about a place itself.

    Attributes:
        own: whether the place's own government made it, not one of its departments.
    """

    id: str
    kind: str
    year: int | None
    body: str
    title: str
    own: bool


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report that was added lately; `district` is "" where its division is unknown."""

    id: str
    kind: str
    year: int | None
    title: str
    district: str


class PlaceReader:
    """What a catalogue holds by place."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_reports(self, codes: tuple[str, ...]) -> tuple[PlaceReport, ...]:
        """Return the current reports about a division itself, by kind and body, newest first.

        Args:
            codes: from the top down.
        """
        columns = (REPORT.c[name] for name in ("id", "kind", "year", "body", "title", "identity"))
        query = sa.select(*columns).where(REPORT.c.region_codes == "/".join(codes), IS_CURRENT)
        order = REPORT.c.kind, REPORT.c.body, YEAR_DOWN, REPORT.c.version, REPORT.c.sequence
        with read_catalogue(self._database) as connection:
            return tuple(
                PlaceReport(row.id, row.kind, row.year, row.body, row.title, _is_own(row.identity))
                for row in connection.execute(query.order_by(*order))
            )

    def list_newest(self, most: int) -> tuple[NewReport, ...]:
        """Return the current reports that were added last, the last first."""
        columns = (REPORT.c[name] for name in ("id", "kind", "year", "title", "region_path"))
        query = sa.select(*columns).where(IS_CURRENT).order_by(REPORT.c.sequence.desc()).limit(most)
        with read_catalogue(self._database) as connection:
            rows = connection.execute(query).all()
        return tuple(
            NewReport(row.id, row.kind, row.year, row.title, row.region_path.rpartition("/")[2])
            for row in rows
        )

    def has_tables(self, reports: Sequence[str]) -> bool:
        """Return whether one of these reports has a statutory table."""
        of_these = FIGURES.c.report.in_(select_each(reports))
        query = sa.select(sa.exists().where(of_these, FIGURES.c.form.is_not(None)))
        with read_catalogue(self._database) as connection:
            return bool(connection.scalar(query))

    def has_indicators(self, reports: Sequence[str]) -> bool:
        """Return whether one of these reports states an indicator in prose."""
        query = sa.select(sa.exists().where(INDICATOR.c.report.in_(select_each(reports))))
        with read_catalogue(self._database) as connection:
            return has_supplement(connection) and bool(connection.scalar(query))

    def list_year_spans(self) -> dict[str, tuple[int, int]]:
        """Return by kind of report the first and the last year that any place reports on."""
        year = REPORT.c.year
        query = sa.select(REPORT.c.kind, sa.func.min(year), sa.func.max(year)).where(
            IS_CURRENT, year.is_not(None)
        )
        with read_catalogue(self._database) as connection:
            rows = connection.execute(query.group_by(REPORT.c.kind))
            return {kind: (first, last) for kind, first, last in rows}

    def count_findings(self, codes: tuple[str, ...]) -> dict[Outcome, int]:
        """Return how many findings of each outcome the current reports of a division and of those below it
        have.
        """
        query = (
            sa.select(FINDING.c.outcome, sa.func.count())
            .select_from(REPORT.join(FINDING, FINDING.c.report == REPORT.c.id))
            .where(is_within(codes), IS_CURRENT)
            .group_by(FINDING.c.outcome)
        )
        with read_catalogue(self._database) as connection:
            counts = {Outcome(outcome): count for outcome, count in connection.execute(query)}
        return {outcome: counts[outcome] for outcome in Outcome if outcome in counts}


def _is_own(identity: str) -> bool:
    return is_of_government(identity.rpartition("-")[0])
