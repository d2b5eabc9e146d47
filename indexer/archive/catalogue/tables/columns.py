"""Columns that several tables have, as values and back: places in a report, and the report itself."""

from __future__ import annotations

import sqlalchemy as sa

from indexer.archive.catalogue.tables.schema import PLACE, REPORT
from indexer.commitments.sentence import Place
from indexer.commitments.source_report import SourceReport
from indexer.report.report import Region

SOURCE = tuple(
    REPORT.c[name].label(f"source_{name}")
    for name in ("id", "title", "year", "kind", "body", "region_codes", "region_path")
)
"""The columns of which `read_source` makes a report."""


def read_source(row: sa.RowMapping) -> SourceReport:
    """Return the report of a row that has the columns `SOURCE`."""
    report, title, year, kind, body = (row[f"source_{n}"] for n in ("id", "title", "year", "kind", "body"))
    region = Region.parse(row["source_region_codes"], row["source_region_path"])
    return SourceReport(report, title, year, kind, body, region)


def read_place(row: sa.RowMapping) -> Place:
    """Return the place of a row that has the columns `schema.PLACE`."""
    return Place(*(row[name] for name in PLACE))


def list_place(place: Place) -> dict[str, int]:
    """Return a place by the names of its columns, `schema.PLACE`."""
    return {name: getattr(place, name) for name in PLACE}
