"""Hits by place and year as a table: years of which nothing is held are told from those without hits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.archive.catalogue.coverage import Coverage
from indexer.report.names import UNKNOWN_PLACE
from indexer.report.regions import read_divisions
from indexer.report.report import UNKNOWN
from indexer.search.groups import PlaceCell

MOST_ROWS = 250
"""Rows of a table that people can still read."""

Codes = tuple[str, ...]
Year = int | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A division with what lies below it.

    Attributes:
        value: what the district filter takes.
        depth: 0 for the uppermost of the table.
        hits: number of hits by year.
        held: years of which a report is held.
        reports: number of reports with hits.
    """

    name: str
    value: str
    depth: int
    hits: dict[Year, int]
    held: frozenset[Year]
    reports: int

    @property
    def total(self) -> int:
        """Hits of all years."""
        return sum(self.hits.values())


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Hits by division and year.

    Attributes:
        rows: divisions, each before those below it.
        years: newest first, an unknown one last.
        folded: whether lower divisions are left out, for there are too many.
    """

    rows: tuple[PlaceRow, ...]
    years: tuple[Year, ...]
    folded: bool


def tabulate_places(cells: Sequence[PlaceCell], coverage: Iterable[Coverage]) -> PlaceTable:
    """Return hits by division and year, those below each division included.

    Args:
        coverage: the reports held by division and year.
    """
    hits: dict[Codes, Counter[Year]] = {}
    reports: Counter[Codes] = Counter()
    names: dict[Codes, str] = {}
    for cell in cells:
        for depth in range(len(cell.codes), 0, -1) if cell.codes else (0,):
            codes = cell.codes[:depth]
            hits.setdefault(codes, Counter())[cell.year] += cell.hits
            reports[codes] += cell.reports
            names[codes] = cell.path[depth - 1] if cell.path else UNKNOWN_PLACE
    held: dict[Codes, set[Year]] = {codes: set() for codes in hits}
    for each in coverage:
        for depth in range(len(each.area.codes), 0, -1) if each.area.codes else (0,):
            held.get(each.area.codes[:depth], set()).update(each.years)
    deepest = max(map(len, hits), default=0)
    shown = sorted(hits, key=lambda codes: (not codes, codes))
    while deepest > 1 and len(shown) > MOST_ROWS:
        deepest -= 1
        shown = [codes for codes in shown if len(codes) <= deepest]
    top = min((len(codes) for codes in shown if codes), default=1)
    years = sorted({cell.year for cell in cells}, key=lambda year: -(year or 0))
    rows = tuple(
        PlaceRow(
            names[codes],
            read_divisions().to_value(codes[-1], names[codes]) if codes else UNKNOWN,
            max(len(codes) - top, 0),
            dict(hits[codes]),
            frozenset(held[codes]),
            reports[codes],
        )
        for codes in shown[:MOST_ROWS]
    )
    return PlaceTable(rows, tuple(years), len(shown) < len(hits))
