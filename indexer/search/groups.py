"""Hits taken together: by the report that they stand in, by the place and year that it is about."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple, Protocol
from urllib.parse import quote

from indexer.report.anchor import format_anchor


class ReportGroup(NamedTuple):
    """A report with hits.

    Attributes:
        region: path of region names from the top, () where unknown.
        hits: number of its hits.
        section: statutory number of the section of its best hit.
        line: first line of the passage of its best hit.
    """

    report: str
    title: str
    year: int | None
    region: tuple[str, ...]
    body: str
    kind: str
    hits: int
    section: int
    line: int

    def url(self, typed: str) -> str:
        """Path of its best hit on the portal, with the query for highlighting."""
        query = f"?q={quote(typed)}" if typed else ""
        return f"/reports/{quote(self.report)}{query}#{format_anchor(self.section, self.line)}"


class PlaceCell(NamedTuple):
    """The hits in the reports about one division itself of one year.

    Attributes:
        codes: of the division, from the top down; () where unknown.
        path: its names.
        hits: number of hits, at least one.
        reports: number of reports that they stand in.
    """

    codes: tuple[str, ...]
    path: tuple[str, ...]
    year: int | None
    hits: int
    reports: int


class Groups(Protocol):
    """The hits of a query, those with a part of it only where there are no others."""

    def count_reports(self) -> int:
        """Number of reports with hits."""

    def list_reports(self, start: int, end: int) -> tuple[ReportGroup, ...]:
        """Reports in the order of the query, each where its best hit is."""

    def list_ids(self) -> tuple[str, ...]:
        """The ids of all reports with hits, in no order."""

    def find_reports(self, ids: Collection[str]) -> dict[str, ReportGroup]:
        """Those of these reports that have hits, by their ids."""

    def list_cells(self) -> tuple[PlaceCell, ...]:
        """Divisions and years with hits, by division and year."""


class NoGroups:
    """No hits."""

    def count_reports(self) -> int:
        """None."""
        return 0

    def list_reports(self, start: int, end: int) -> tuple[ReportGroup, ...]:
        """None."""
        return ()

    def list_ids(self) -> tuple[str, ...]:
        """None."""
        return ()

    def find_reports(self, ids: Collection[str]) -> dict[str, ReportGroup]:
        """None."""
        return {}

    def list_cells(self) -> tuple[PlaceCell, ...]:
        """None."""
        return ()
