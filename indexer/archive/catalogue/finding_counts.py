"""How many findings there are of each year, rule and outcome, kept as findings come and go.

Counting millions of findings takes seconds; the database itself keeps the numbers, in the same
transaction, so that they are right whatever happens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from indexer.archive.database import METADATA
from indexer.figures.results import FindingFilter

TALLY = sa.Table(
    "finding_tally",
    METADATA,
    # 0 stands for an unknown year: no two unknown values are the same to a database.
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("rule", sa.Text, primary_key=True),
    sa.Column("outcome", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
)

_CHANGE = """
CREATE TRIGGER finding_{name} AFTER {event} ON finding WHEN {when} BEGIN
  INSERT INTO finding_tally (year, rule, outcome, number)
  VALUES ({row}.year, {row}.rule, {row}.outcome, {number})
  ON CONFLICT (year, rule, outcome) DO UPDATE SET number = number + excluded.number;
END
"""
for _trigger in (
    {"name": "added", "event": "INSERT", "when": "new.current", "row": "new", "number": "1"},
    {"name": "gone", "event": "DELETE", "when": "old.current", "row": "old", "number": "-1"},
    {
        "name": "replaced",
        "event": "UPDATE OF current",
        "when": "old.current <> new.current",
        "row": "new",
        "number": "new.current - old.current",
    },
):
    _made: sa.DDL = sa.DDL(_CHANGE.format(**_trigger))  # type: ignore[no-untyped-call]
    sa.event.listen(METADATA, "after_create", _made)

Row = tuple[int | None, str, str]
"""Year, rule and outcome."""


def tallied(connection: sa.Connection) -> dict[Row, int]:
    """Number of findings of current reports by year, rule and outcome."""
    rows = connection.execute(sa.select(TALLY).where(TALLY.c.number > 0))
    return {(year or None, rule, outcome): number for year, rule, outcome, number in rows}


def answers(wanted: FindingFilter) -> bool:
    """Whether a filter asks for nothing but what is counted."""
    return not (wanted.reports or wanted.series or wanted.regions or wanted.keys or wanted.but)


def counted(tally: dict[Row, int], wanted: FindingFilter, by: Callable[[Row], Any]) -> Counter[Any]:
    """The number of findings that a filter lets through, by what `by` gives of year, rule and outcome."""
    found: Counter[Any] = Counter()
    for row, number in tally.items():
        year, rule, outcome = row
        if (
            (not wanted.years or year in wanted.years)
            and (not wanted.rules or rule in wanted.rules)
            and (not wanted.outcomes or outcome in wanted.outcomes)
        ):
            found[by(row)] += number
    return found
