"""Reads the numbers of indicators from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from indexer.archive.catalogue.tables.columns import SOURCE, read_place, read_source
from indexer.archive.catalogue.tables.conditions import IS_CURRENT, YEAR
from indexer.archive.catalogue.tables.schema import REPORT, SPEAKER
from indexer.archive.catalogue.tables.supplement import INDICATOR, has_supplement
from indexer.archive.databases.base import Database
from indexer.archive.storage.database import read_catalogue
from indexer.indicators.record import IndicatorBody, IndicatorFigure, IndicatorFilter
from indexer.indicators.statement import IndicatorRole
from indexer.indicators.value import IndicatorValue, Measure


class IndicatorReader:
    """The indicators of all current reports of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, wanted: IndicatorFilter) -> tuple[IndicatorFigure, ...]:
        """Return the numbers that a filter lets through, by region, body, report and place."""
        query = (
            sa.select(INDICATOR, SPEAKER.c.series, *SOURCE)
            .join(REPORT, REPORT.c.id == INDICATOR.c.report)
            .join(SPEAKER, SPEAKER.c.report == INDICATOR.c.report)
            .where(IS_CURRENT)
            .order_by(REPORT.c.region_codes, REPORT.c.body, YEAR, INDICATOR.c.id)
        )
        for column, values in (
            (SPEAKER.c.series, wanted.series),
            (INDICATOR.c.key, wanted.keys),
            (INDICATOR.c.year, wanted.years),
            (INDICATOR.c.report, wanted.reports),
        ):
            if values:
                query = query.where(column.in_(values))
        with read_catalogue(self._database) as connection:
            if not has_supplement(connection):
                return ()
            return tuple(map(_make_figure, connection.execute(query).mappings()))

    def list_bodies(self) -> tuple[IndicatorBody, ...]:
        """Return the bodies whose reports state indicators, by region and name."""
        states = sa.exists().where(INDICATOR.c.report == REPORT.c.id)
        query = (
            sa.select(SPEAKER.c.series, *SOURCE)
            .join(REPORT, REPORT.c.id == SPEAKER.c.report)
            .where(IS_CURRENT, states)
            .order_by(REPORT.c.region_codes, REPORT.c.body, YEAR, REPORT.c.id)
        )
        stated = (
            sa.select(SPEAKER.c.series, INDICATOR.c.key)
            .join(REPORT, REPORT.c.id == INDICATOR.c.report)
            .join(SPEAKER, SPEAKER.c.report == INDICATOR.c.report)
            .where(IS_CURRENT)
            .distinct()
        )
        found: dict[str, list[sa.RowMapping]] = {}
        keys: dict[str, set[str]] = {}
        with read_catalogue(self._database) as connection:
            if not has_supplement(connection):
                return ()
            for row in connection.execute(query).mappings():
                found.setdefault(row["series"], []).append(row)
            for series, key in connection.execute(stated):
                keys.setdefault(series, set()).add(key)
        return tuple(_make_body(series, rows, keys.get(series, ())) for series, rows in found.items())


def _make_body(series: str, rows: Sequence[sa.RowMapping], keys: Iterable[str]) -> IndicatorBody:
    years = {row["source_year"] for row in rows if row["source_year"] is not None}
    return IndicatorBody(series, read_source(rows[-1]), tuple(sorted(years)), frozenset(keys))


def _make_figure(row: sa.RowMapping) -> IndicatorFigure:
    value = IndicatorValue(row["text"], row["low"], row["high"], row["unit"], row["bound"], row["currency"])
    return IndicatorFigure(
        row["key"],
        row["series"],
        read_source(row),
        Measure(row["measure"]),
        IndicatorRole(row["role"]),
        row["year"],
        value,
        bool(row["yearly"]),
        bool(row["added"]),
        row["sentence"],
        read_place(row),
    )
