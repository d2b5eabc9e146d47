"""Reads which bodies have reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from indexer.archive.catalogue.tables.conditions import IS_CURRENT, YEAR, is_within, select_each
from indexer.archive.catalogue.tables.schema import REPORT, SPEAKER
from indexer.archive.databases.base import Database
from indexer.archive.storage.database import read_catalogue


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

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_bodies(self, most: int, after: str = "", codes: tuple[str, ...] = ()) -> tuple[BodySummary, ...]:
        """Return bodies in the order of their series.

        Args:
            after: a series: only those behind it.
            codes: of a division from the top down: bodies of it and of what lies below it; () for all.
        """
        source = SPEAKER.join(REPORT, REPORT.c.id == SPEAKER.c.report)
        query = sa.select(SPEAKER.c.series).select_from(source).where(IS_CURRENT, SPEAKER.c.series > after)
        if codes:
            query = query.where(is_within(codes))
        # Two steps: the bodies of a page by an index, then their reports, of which a body has few.
        query = query.group_by(SPEAKER.c.series).order_by(SPEAKER.c.series).limit(most)
        names = ("body", "body_kind", "region_codes", "region_path", "year")
        theirs = sa.select(SPEAKER.c.series, *(REPORT.c[name] for name in names)).select_from(source)
        within = (is_within(codes),) if codes else ()
        found: dict[str, list[sa.Row[Any]]] = {}
        with read_catalogue(self._database) as connection:
            wanted = SPEAKER.c.series.in_(select_each(connection.scalars(query).all()))
            for row in connection.execute(
                theirs.where(IS_CURRENT, wanted, *within).order_by(YEAR, REPORT.c.sequence)
            ):
                found.setdefault(row.series, []).append(row)
        return tuple(_summarize(series, found[series]) for series in sorted(found))


def _summarize(series: str, reports: Sequence[sa.Row[Any]]) -> BodySummary:
    """Return the summary of a body, of whose reports the years ascend."""
    last = reports[-1]
    return BodySummary(
        series,
        last.body,
        last.body_kind,
        tuple(last.region_codes.split("/")) if last.region_codes else (),
        tuple(last.region_path.split("/")) if last.region_path else (),
        len(reports),
        next((each.year for each in reports if each.year is not None), None),
        last.year,
    )
