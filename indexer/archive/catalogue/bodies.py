"""Reads which bodies have reports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from indexer.archive.catalogue.tables.conditions import IS_CURRENT, is_within
from indexer.archive.catalogue.tables.schema import REPORT, SPEAKER
from indexer.archive.storage.database import guard_catalogue


@dataclass(frozen=True, slots=True)
class BodySummary:
    """A body with current reports, under the name that its last one states.

    Attributes:
        series: what all its reports share, under whichever of its names (`indexer.report.series`).
        body_kind: a value of `BodyKind`, None where unknown.
        codes: of its division from the top down, () where unknown.
        path: its names.
        reports: number of its current reports.
        first, last: years reported on; None where no year is known.
    """

    series: str
    name: str
    body_kind: str | None
    codes: tuple[str, ...]
    path: tuple[str, ...]
    reports: int
    first: int | None
    last: int | None


class BodyReader:
    """The bodies of a catalogue."""

    def __init__(self, engine: sa.Engine, path: Path) -> None:
        self._engine, self._path = engine, path

    def list_bodies(self, most: int, after: str = "", codes: tuple[str, ...] = ()) -> tuple[BodySummary, ...]:
        """Return bodies in the order of their series.

        Args:
            after: a series: only those behind it.
            codes: of a division from the top down: bodies of it and of what lies below it; () for all.
        """
        # Beside one `max`, SQLite gives the other columns of the row that has it (lang_select, bare columns).
        last = sa.func.max(sa.func.coalesce(REPORT.c.year, 0)).label("last")
        first = sa.select(sa.func.min(REPORT.c.year)).select_from(
            SPEAKER.join(REPORT, REPORT.c.id == SPEAKER.c.report)
        )
        names = (REPORT.c[name] for name in ("body", "body_kind", "region_codes", "region_path"))
        query = (
            sa.select(SPEAKER.c.series, *names, sa.func.count().label("reports"), last)
            .select_from(SPEAKER.join(REPORT, REPORT.c.id == SPEAKER.c.report))
            .where(IS_CURRENT, SPEAKER.c.series > after)
        )
        if codes:
            query = query.where(is_within(codes))
        query = query.group_by(SPEAKER.c.series).order_by(SPEAKER.c.series).limit(most)
        with guard_catalogue(self._path), self._engine.connect() as connection:
            rows = connection.execute(query).all()
            of_series = {
                row.series: connection.scalar(first.where(IS_CURRENT, SPEAKER.c.series == row.series))
                for row in rows
            }
        return tuple(
            BodySummary(
                row.series,
                row.body,
                row.body_kind,
                tuple(row.region_codes.split("/")) if row.region_codes else (),
                tuple(row.region_path.split("/")) if row.region_path else (),
                row.reports,
                of_series[row.series],
                row.last or None,
            )
            for row in rows
        )
