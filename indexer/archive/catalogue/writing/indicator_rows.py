"""Rows of the indicators of one report, made in any process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.archive.catalogue.tables.columns import list_place
from indexer.archive.storage.database import TableRow
from indexer.commitments.role import Sentence
from indexer.indicators.statement import IndicatorStatement, read_indicators
from indexer.report.report import Report, Section


@dataclass(frozen=True, slots=True)
class IndicatorRow(TableRow):
    """Columns of `supplement.INDICATOR` but its number and the report's id."""

    key: str
    measure: str
    role: str
    year: int | None
    low: float
    high: float
    unit: str
    bound: str
    currency: str
    yearly: int
    added: int
    text: str
    sentence: str
    section: int
    line: int
    start: int
    last: int
    end: int


def make_indicator_rows(
    report: Report, found: Iterable[tuple[Section, list[Sentence]]]
) -> tuple[IndicatorRow, ...]:
    """Return the rows of what a report states of indicators.

    Args:
        found: its sentences with their roles.
    """
    return tuple(map(_make_row, read_indicators(report, found)))


def _make_row(stated: IndicatorStatement) -> IndicatorRow:
    reading, value = stated.reading, stated.reading.value
    return IndicatorRow(
        key=reading.indicator,
        measure=reading.measure.value,
        role=stated.role.value,
        year=stated.year,
        low=value.low,
        high=value.high,
        unit=value.unit,
        bound=value.bound,
        currency=value.currency,
        yearly=int(reading.yearly),
        added=int(reading.added),
        text=value.text,
        sentence=stated.sentence,
        **list_place(stated.place),
    )
