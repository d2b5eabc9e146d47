"""How many reports say something, by place and year, beside how many are held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from indexer.report.regions import read_divisions
from indexer.report.report import UNKNOWN
from indexer.search.address import format_counted_address
from indexer.search.query.tree import Query, Years

MOST_PHRASES = 6
"""Phrases that are followed together: no more lines can be distinguished in a chart."""


class TrendCell(NamedTuple):
    """Reports of one place and year.

    Attributes:
        codes: of the division, from the top down; () where it is not known.
        path: its names.
        alone: without the divisions below it.
        year: None where it is not known.
        held: number of reports held.
        said: for each phrase how many of them say it.
    """

    codes: tuple[str, ...]
    path: tuple[str, ...]
    alone: bool
    year: int | None
    held: int
    said: tuple[int, ...]


class TrendRow(NamedTuple):
    """Reports of one year, or of one place: how many are held, and for each phrase how many say it.

    Attributes:
        value: what the filter takes, "" for all.
        name: what people read.
        year: of a row for a year.
        is_lowest: whether nothing lies below its place.
    """

    value: str
    name: str
    held: int
    said: tuple[int, ...]
    year: int | None = None
    is_lowest: bool = False

    def shares(self) -> tuple[float | None, ...]:
        """For each phrase the share of the reports held that say it; None where none is held."""
        return tuple(count / self.held if self.held else None for count in self.said)


@dataclass(frozen=True)
class Trend:
    """Phrases over years and places.

    Attributes:
        phrases: what was looked for; only their words count.
        scope: the filters under which they were.
        cells: by place, then year.
    """

    phrases: tuple[Query, ...]
    scope: Query
    cells: tuple[TrendCell, ...]

    @cached_property
    def total(self) -> TrendRow:
        """All reports."""
        return self._add("", "合计", self.cells)

    @cached_property
    def years(self) -> tuple[TrendRow, ...]:
        """Every year from the first that is held to the last; an unknown one last."""
        found: dict[int | None, list[TrendCell]] = {}
        for cell in self.cells:
            found.setdefault(cell.year, []).append(cell)
        known = [year for year in found if year is not None]
        years: list[int | None] = list(range(min(known), max(known) + 1)) if known else []
        if None in found:
            years.append(None)
        return tuple(
            self._add(
                str(year or UNKNOWN), f"{year} 年" if year else f"年度{UNKNOWN}", found.get(year, ()), year
            )
            for year in years
        )

    @cached_property
    def places(self) -> tuple[TrendRow, ...]:
        """The places right below the chosen one, with all that lies below them, and that one itself."""
        found: dict[tuple[tuple[str, ...], bool], list[TrendCell]] = {}
        for cell in self.cells:
            found.setdefault((cell.codes, cell.alone), []).append(cell)
        return tuple(
            self._add(value_place(cells[0]), name_place(cells[0]), cells)._replace(
                is_lowest=cells[0].alone or not cells[0].codes
            )
            for cells in found.values()
        )

    @property
    def missing(self) -> tuple[int, ...]:
        """Years between the first and the last of which nothing is held."""
        return tuple(row.year for row in self.years if row.year and not row.held)

    def format_url(self, phrase: int, place: str = "", year: str = "") -> str:
        """Return the address of the search that finds just the reports of one number.

        Args:
            place, year: values of the filters, "" for those of the scope.
        """
        places = [place] if place else [district.value for district in self.scope.districts]
        return format_counted_address(self.phrases[phrase], self.scope, year, places)

    def to_json(self) -> dict[str, Any]:
        """The answer of `/api/trend` and `nianbao trend --json`."""
        return {
            "phrases": [phrase.typed for phrase in self.phrases],
            "years": [self._row(row, year=row.value) for row in self.years],
            "places": [self._row(row, place=row.value) for row in self.places],
            "total": self._row(self.total),
            "missing_years": list(self.missing),
            "cells": [
                {
                    "place": value_place(cell),
                    "codes": list(cell.codes),
                    "year": cell.year,
                    "held": cell.held,
                    "reports": list(cell.said),
                }
                for cell in self.cells
            ],
        }

    def _row(self, row: TrendRow, **filters: str) -> dict[str, Any]:
        return {
            "value": row.value,
            "name": row.name,
            "held": row.held,
            "reports": list(row.said),
            "shares": [None if share is None else round(share, 4) for share in row.shares()],
            "urls": [self.format_url(at, **filters) for at in range(len(self.phrases))],
        }

    def _add(self, value: str, name: str, cells: Iterable[TrendCell], year: int | None = None) -> TrendRow:
        listed = list(cells)
        said = tuple(sum(cell.said[at] for cell in listed) for at in range(len(self.phrases)))
        return TrendRow(value, name, sum(cell.held for cell in listed), said, year)


def value_place(cell: TrendCell) -> str:
    """What the district filter takes for the place of a cell."""
    if not cell.codes:
        return UNKNOWN
    value = read_divisions().to_value(cell.codes[-1], cell.path[-1])
    return f"{value}本级" if cell.alone else value


def name_place(cell: TrendCell) -> str:
    """What people call the place of a cell."""
    if not cell.codes:
        return f"地区{UNKNOWN}"
    return f"{cell.path[-1]}本级" if cell.alone else cell.path[-1]


def list_gaps(rows: Sequence[TrendRow]) -> list[Years]:
    """Return the years without reports as ranges."""
    gaps: list[Years] = []
    for row in rows:
        if row.year is None or row.held:
            continue
        if gaps and gaps[-1].last == row.year - 1:
            gaps[-1] = Years(gaps[-1].first, row.year)
        else:
            gaps.append(Years(row.year, row.year))
    return gaps
