"""What an archive holds, in numbers: counted by the catalogue, however many reports there are.

Of several versions of a report the one that is shown counts, as searches count it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from indexer.archive.catalogue.tables.conditions import IS_CURRENT, YEAR, is_below
from indexer.archive.catalogue.tables.schema import COMMITMENT, EVIDENCE, FINDING, REPORT
from indexer.archive.catalogue.tables.supplement import INDICATOR
from indexer.archive.databases.base import Database
from indexer.archive.databases.dialect import find_position
from indexer.archive.storage.database import read_catalogue
from indexer.report.regions import read_divisions
from indexer.report.report import UNKNOWN
from indexer.text.damage import Damage, add_up

_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Overview:
    """What the archive holds.

    Attributes:
        reports: number of reports.
        years: years reported on, ascending.
        districts: number of divisions with a report of their own.
        samples: number of sample reports among them.
        kinds: number of reports by kind.
        generation: name of the current generation.
        damaged: number of reports with damaged places.
    """

    reports: int
    years: tuple[int, ...]
    districts: int
    samples: int
    kinds: dict[str, int]
    generation: str
    damaged: int = 0

    @property
    def compact(self) -> bool:
        """Whether people can still read a table of all divisions."""
        return self.districts <= _MOST_ROWS


@dataclass(frozen=True, slots=True)
class Count:
    """A number of reports, at least one; `first` is the id of one of them."""

    reports: int
    first: str


@dataclass(frozen=True, slots=True)
class Area:
    """A division with reports of its own or below it; () and "" for reports whose division is unknown.

    Attributes:
        codes: from the top down.
        value: what the district filter takes.
        depth: 0 for provinces and the country, 1 below them, …
    """

    codes: tuple[str, ...]
    value: str
    name: str

    @property
    def depth(self) -> int:
        """0 for provinces and the country, 1 below them, …"""
        return max(len(self.codes) - 1, 0)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The reports about one division by year; None for reports whose year is unknown."""

    area: Area
    years: dict[int | None, Count]


_NUMBERS = sa.func.count(), sa.func.min(REPORT.c.id)


class ReportCounts:
    """Counts over all reports of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read_overview(self, generation: str) -> Overview:
        """Return what there is in all."""
        columns = REPORT.c.year, REPORT.c.kind
        counts = sa.func.count(), sa.func.sum(REPORT.c.sample), sa.func.sum(REPORT.c.damaged)
        rows = self._rows(
            sa.select(*columns, *counts).where(IS_CURRENT).group_by(*columns).order_by(YEAR, REPORT.c.kind)
        )
        known = sa.select(REPORT.c.region_codes).where(IS_CURRENT, REPORT.c.region_codes != "").distinct()
        districts = self._rows(sa.select(sa.func.count()).select_from(known.subquery()))[0][0]
        kinds: dict[str, int] = {}
        for _, kind, count, _, _ in rows:
            kinds[kind] = kinds.get(kind, 0) + count
        return Overview(
            sum(row[2] for row in rows),
            tuple(sorted({row[0] for row in rows if row[0] is not None})),
            districts,
            sum(row[3] for row in rows),
            kinds,
            generation,
            sum(row[4] for row in rows),
        )

    def count_contents(self) -> dict[str, int]:
        """Return how many rows there are of each kind, by what people call it."""
        tables = {"承诺": COMMITMENT, "承诺的依据": EVIDENCE, "核对结果": FINDING, "指标": INDICATOR}
        with read_catalogue(self._database) as connection:
            return {
                name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
                for name, table in tables.items()
            }

    def count_damage(self) -> tuple[Damage, ...]:
        """Return the damaged places of all reports by kind."""
        rows = self._rows(sa.select(REPORT.c.damage).where(IS_CURRENT, REPORT.c.damaged != 0))
        return add_up(tuple(Damage(**each) for each in json.loads(row[0])) for row in rows)

    def list_areas(self) -> tuple[Area, ...]:
        """Return all divisions with reports and those above them in the order of their codes, unknown ones
        last.
        """
        columns = REPORT.c.region_codes, REPORT.c.region_path
        return _areas(self._rows(sa.select(*columns).where(IS_CURRENT).distinct()))

    def list_coverage(self) -> tuple[Coverage, ...]:
        """Return reports by division and year, each at its own division only."""
        rows = self._counted()
        years: dict[tuple[str, ...], dict[int | None, Count]] = {}
        for codes, _, year, count, first in rows:
            years.setdefault(_split(codes), {})[year] = Count(count, first)
        areas = _areas((codes, path) for codes, path, *_ in rows)
        return tuple(Coverage(area, years.get(area.codes, {})) for area in areas)

    def list_coverage_below(self, codes: tuple[str, ...]) -> tuple[Coverage, ...]:
        """Return reports by year of the divisions right below one (of the uppermost for ()), with all below
        them.
        """
        depth = len(codes) + 1
        sums: dict[tuple[str, ...], dict[int | None, Count]] = {}
        names: dict[str, str] = {}
        for text, path, year, count, first in self._counted("/".join(codes)) if codes else self._uppermost():
            child = _split(text)[:depth]
            names["/".join(child)] = "/".join(path.split("/")[:depth])
            years = sums.setdefault(child, {})
            known = years.get(year)
            years[year] = Count(known.reports + count, known.first) if known else Count(count, first)
        areas = _areas(names.items())
        return tuple(Coverage(area, sums[area.codes]) for area in areas if area.codes in sums)

    def _counted(self, under: str = "") -> list[tuple[str, str, int | None, int, str]]:
        """Codes, path, year, number of reports and the id of one, of every division (below one)."""
        columns = REPORT.c.region_codes, REPORT.c.region_path, REPORT.c.year
        query = sa.select(*columns, *_NUMBERS).where(IS_CURRENT).group_by(*columns)
        query = query.order_by(REPORT.c.region_codes, REPORT.c.region_path, YEAR)
        if under:
            query = query.where(is_below(under))
        return self._rows(query)

    def _uppermost(self) -> list[tuple[str, str, int | None, int, str]]:
        """Return the same, each division with all below it."""
        first, name = (
            sa.func.substr(column, 1, find_position(column.concat("/"), "/") - 1)
            for column in (REPORT.c.region_codes, REPORT.c.region_path)
        )
        return self._rows(
            sa.select(first, name, REPORT.c.year, *_NUMBERS)
            .where(IS_CURRENT)
            .group_by(first, name, REPORT.c.year)
            .order_by(first, name, YEAR)
        )

    def _rows(self, query: sa.Select[Any]) -> list[Any]:
        with read_catalogue(self._database) as connection:
            return list(connection.execute(query))


def _areas(rows: Iterable[tuple[str, str]]) -> tuple[Area, ...]:
    names: dict[tuple[str, ...], str] = {}
    for text, path in rows:
        codes, parts = _split(text), path.split("/")
        if not codes:
            names[()] = f"地区{UNKNOWN}"
        for depth in range(len(codes), 0, -1):
            if codes[:depth] in names:
                break
            names[codes[:depth]] = parts[depth - 1]
    return tuple(
        Area(codes, read_divisions().to_value(codes[-1], names[codes]) if codes else UNKNOWN, names[codes])
        for codes in sorted(names, key=lambda codes: (not codes, codes))
    )


def _split(codes: str) -> tuple[str, ...]:
    return tuple(codes.split("/")) if codes else ()
