"""Reads which pages there are and when what they show last changed, for search engines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from indexer.archive.catalogue.tables.conditions import IS_CURRENT, select_each
from indexer.archive.catalogue.tables.schema import REPORT
from indexer.archive.databases.base import Database
from indexer.archive.storage.database import read_catalogue

PART = 5000
"""Places in the order of adding that a part spans: with the longest ids it stays below 3 MB."""


@dataclass(frozen=True, slots=True)
class SitemapPart:
    """Reports that were added one after the other; the last change among them, ISO 8601 in UTC."""

    number: int
    changed: str


@dataclass(frozen=True, slots=True)
class SitemapReport:
    """A current report, and when it was added or last corrected, ISO 8601 in UTC."""

    id: str
    changed: str


class SitemapReader:
    """The current reports of a catalogue by parts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_parts(self, corrected: Mapping[str, str]) -> tuple[SitemapPart, ...]:
        """Return all parts that have reports.

        Args:
            corrected: when originals were corrected, by their SHA-256.
        """
        number_of = REPORT.c.sequence.op("/")(PART)
        again = sa.select(number_of.label("part"), REPORT.c.sha256).where(
            IS_CURRENT, REPORT.c.sha256.in_(select_each(corrected))
        )
        with read_catalogue(self._database) as connection:
            top = connection.scalar(sa.select(sa.func.max(REPORT.c.sequence)))
            changed = {}
            for number in range(0 if top is None else top // PART + 1):
                # Of a part the last one that was added has the last time of adding: found from its end.
                last = sa.select(REPORT.c.source).where(IS_CURRENT, _is_within(number))
                row = connection.scalar(last.order_by(REPORT.c.sequence.desc()).limit(1))
                if row is not None:
                    changed[number] = str(json.loads(row)["added"])
            for row in connection.execute(again):
                changed[row.part] = max(changed[row.part], corrected[row.sha256])
        return tuple(SitemapPart(number, changed[number]) for number in sorted(changed))

    def list_reports(self, part: int, corrected: Mapping[str, str]) -> tuple[SitemapReport, ...]:
        """Return the reports of a part in the order of adding; none where there is no such part."""
        columns = (REPORT.c[name] for name in ("id", "sha256", "source"))
        query = sa.select(*columns).where(IS_CURRENT, _is_within(part)).order_by(REPORT.c.sequence)
        with read_catalogue(self._database) as connection:
            return tuple(
                SitemapReport(
                    row.id, max(str(json.loads(row.source)["added"]), corrected.get(row.sha256, ""))
                )
                for row in connection.execute(query)
            )

    def list_places(self) -> dict[str, str]:
        """Return by the code of every division that has a report, itself or below it, when the last one was
        added.
        """
        last = (
            sa.select(sa.func.max(REPORT.c.sequence))
            .where(IS_CURRENT, REPORT.c.region_codes != "")
            .group_by(REPORT.c.region_codes)
        )
        query = sa.select(REPORT.c.region_codes, REPORT.c.source).where(REPORT.c.sequence.in_(last))
        added: dict[str, str] = {}
        with read_catalogue(self._database) as connection:
            for row in connection.execute(query):
                when = str(json.loads(row.source)["added"])
                for code in row.region_codes.split("/"):
                    added[code] = max(added.get(code, ""), when)
        return added


def _is_within(part: int) -> sa.ColumnElement[bool]:
    return sa.and_(REPORT.c.sequence >= part * PART, REPORT.c.sequence < (part + 1) * PART)
