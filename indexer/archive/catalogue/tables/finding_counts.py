"""How many findings there are of each year, rule and outcome, kept as findings come and go.

Counting millions of findings takes seconds; the database itself keeps the numbers, in the same
transaction, so that they are right whatever happens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from indexer.archive.catalogue.tables.schema import FINDING_COUNT
from indexer.figures.results import FindingFilter

Row = tuple[int | None, str, str]
"""Year, rule and outcome."""


def count_findings(connection: sa.Connection) -> dict[Row, int]:
    """Number of findings of current reports by year, rule and outcome."""
    rows = connection.execute(sa.select(FINDING_COUNT).where(FINDING_COUNT.c.number > 0))
    return {(year or None, rule, outcome): number for year, rule, outcome, number in rows}


def can_answer(wanted: FindingFilter) -> bool:
    """Whether a filter asks for nothing but what is counted."""
    return not (wanted.reports or wanted.series or wanted.regions or wanted.keys or wanted.but)


def count_by(counts: dict[Row, int], wanted: FindingFilter, by: Callable[[Row], Any]) -> Counter[Any]:
    """The number of findings that a filter lets through, by what `by` gives of year, rule and outcome."""
    found: Counter[Any] = Counter()
    for row, number in counts.items():
        year, rule, outcome = row
        if (
            (not wanted.years or year in wanted.years)
            and (not wanted.rules or rule in wanted.rules)
            and (not wanted.outcomes or outcome in wanted.outcomes)
        ):
            found[by(row)] += number
    return found
