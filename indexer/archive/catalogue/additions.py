"""Reads which reports were added, the last ones first, for whoever follows an archive."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from indexer.archive.catalogue.tables.conditions import IS_CURRENT, is_within, select_each
from indexer.archive.catalogue.tables.schema import GONE, REPORT, SPEAKER
from indexer.archive.databases.base import Database
from indexer.archive.storage.database import read_catalogue

_NAMES = ("id", "sha256", "sequence", "kind", "year", "title", "body", "region_path", "sample", "source")
_COLUMNS = tuple(REPORT.c[name] for name in _NAMES)


@dataclass(frozen=True, slots=True)
class Addition:
    """A current report as a follower is told of it.

    Attributes:
        sha256: of its original, as hexadecimal digits: stays through rebuilds and corrections.
        sequence: its place in the order of adding.
        region: path of region names from the top, () where unknown.
        sample: whether it is a sample of an invented place.
        added: time of adding, ISO 8601 in UTC.
        changed: time of its last correction, the same way; else that of adding.
    """

    id: str
    sha256: str
    sequence: int
    kind: str
    year: int | None
    title: str
    body: str
    region: tuple[str, ...]
    sample: bool
    added: str
    changed: str


@dataclass(frozen=True, slots=True)
class AdditionFilter:
    """Which reports are followed.

    Attributes:
        codes: of a division from the top down: reports about it and about what lies below it; () for all.
        series: of a body (`indexer.report.series`); "" for all.
        reports: ids of reports; None for all.
        year: that they report on; None for all.
        kind: of report; "" for all.
    """

    codes: tuple[str, ...] = ()
    series: str = ""
    reports: Collection[str] | None = None
    year: int | None = None
    kind: str = ""

    def list_conditions(self) -> list[sa.ColumnElement[bool]]:
        """Return what holds of the rows of current reports that it lets through."""
        conditions: list[sa.ColumnElement[bool]] = [IS_CURRENT]
        if self.codes:
            conditions.append(is_within(self.codes))
        if self.series:
            conditions.append(
                REPORT.c.id.in_(sa.select(SPEAKER.c.report).where(SPEAKER.c.series == self.series))
            )
        if self.reports is not None:
            conditions.append(REPORT.c.id.in_(select_each(self.reports)))
        if self.year is not None:
            conditions.append(REPORT.c.year == self.year)
        if self.kind:
            conditions.append(REPORT.c.kind == self.kind)
        return conditions


class AdditionReader:
    """The reports of a catalogue in the order of adding."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_newest(self, wanted: AdditionFilter, most: int, before: int = 0) -> tuple[Addition, ...]:
        """Return the current reports that were added last, the last first.

        Args:
            before: a `sequence`: only those that were added before it; 0 for all.
        """
        conditions = wanted.list_conditions()
        conditions += [REPORT.c.sequence < before] if before else []
        query = sa.select(*_COLUMNS).where(*conditions).order_by(REPORT.c.sequence.desc()).limit(most)
        return self._read(query, {})

    def list_after(self, wanted: AdditionFilter, most: int, after: int = 0) -> tuple[Addition, ...]:
        """Return current reports in the order of adding.

        Args:
            after: a `sequence`: only those that were added after it; 0 for all.
        """
        conditions = [*wanted.list_conditions(), REPORT.c.sequence > after]
        query = sa.select(*_COLUMNS).where(*conditions).order_by(REPORT.c.sequence).limit(most)
        return self._read(query, {})

    def list_changed(
        self, wanted: AdditionFilter, corrected: dict[str, str], most: int
    ) -> tuple[Addition, ...]:
        """Return current reports that may be let through only since a change after they were added: those
        that were corrected, and those whose newer version is gone.

        Args:
            corrected: when originals were corrected, by their SHA-256.
            most: of either kind.
        """
        conditions = wanted.list_conditions()
        latest = sa.select(sa.literal_column("rowid"), GONE.c.identity, GONE.c.version)
        gone = latest.order_by(sa.literal_column("rowid").desc()).limit(most * 4).subquery()
        back = sa.and_(gone.c.identity == REPORT.c.identity, gone.c.version > REPORT.c.version)
        # The few that changed are looked up first: of all reports only these are compared with the filter.
        ids = sa.select(REPORT.c.id).where(REPORT.c.sha256.in_(select_each(corrected)))
        # By the index of identities: joined the other way round, all reports would be walked through.
        named = REPORT.c.identity.in_(sa.select(gone.c.identity))
        both = ids.union(sa.select(REPORT.c.id).where(named, sa.exists(gone.c.identity).where(back)))
        query = sa.select(*_COLUMNS).where(*conditions, REPORT.c.id.in_(both))
        return self._read(query.order_by(REPORT.c.sequence.desc()).limit(most * 2), corrected)

    def find_series(self, report_id: str) -> str:
        """Return the series of the body that made a report, "" where there is no such report."""
        query = sa.select(SPEAKER.c.series).where(SPEAKER.c.report == report_id)
        with read_catalogue(self._database) as connection:
            return str(connection.scalar(query) or "")

    def _read(self, query: sa.Select[Any], corrected: dict[str, str]) -> tuple[Addition, ...]:
        with read_catalogue(self._database) as connection:
            rows: Sequence[sa.RowMapping] = connection.execute(query).mappings().all()
        return tuple(_make_addition(row, corrected) for row in rows)


def _make_addition(row: sa.RowMapping, corrected: dict[str, str]) -> Addition:
    added = str(json.loads(row["source"])["added"])
    return Addition(
        row["id"],
        row["sha256"],
        row["sequence"],
        row["kind"],
        row["year"],
        row["title"],
        row["body"],
        tuple(row["region_path"].split("/")) if row["region_path"] else (),
        bool(row["sample"]),
        added,
        max(added, corrected.get(row["sha256"], "")),
    )
