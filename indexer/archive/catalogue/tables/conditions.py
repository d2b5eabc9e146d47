"""Conditions that several readers put to the rows of reports."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from indexer.archive.catalogue.tables.schema import REPORT
from indexer.archive.databases.dialect import make_rows

IS_CURRENT = REPORT.c.superseded_by.is_(None)
"""It is no superseded version."""

# Databases differ in where they put what is not known; here unknown years come before all others.
YEAR = REPORT.c.year.nulls_first()
"""Years in ascending order, unknown ones first."""
YEAR_DOWN = REPORT.c.year.desc().nulls_last()
"""Years in descending order, unknown ones last."""


def is_below(place: str) -> sa.ColumnElement[bool]:
    """Return whether a report is about a division below one.

    Args:
        place: codes of that one from the top down, with `/` between them.
    """
    # A range, which an index serves: "0" comes after "/".
    return sa.and_(REPORT.c.region_codes > f"{place}/", REPORT.c.region_codes < f"{place}0")


def is_within(codes: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return whether a report is about a division or one below it.

    Args:
        codes: of the division from the top down.
    """
    place = "/".join(codes)
    return sa.or_(REPORT.c.region_codes == place, is_below(place))


def select_each(values: Collection[str]) -> sa.Select[tuple[str]]:
    """Return values as the rows of a table: a statement may have only so many variables, and this is one."""
    return sa.select(make_rows(values).c.value)
