"""Disclosure reports for 2021 and later: six sections, new tables (国办公开办函〔2021〕30号)."""

from __future__ import annotations

import re

from indexer.outlines.base import Signs
from indexer.outlines.disclosure import wording as statutory
from indexer.report import form
from indexer.report.report import Kind

NAME = "disclosure_2021"
KIND = Kind.DISCLOSURE
TABLES = statutory.TABLES
find_evidence = statutory.find_evidence
divide = statutory.divide
find_doubts = statutory.find_doubts

# Columns of its second table, and the rows that its third table has more than that of 2019.
_TABLE = re.compile(
    "|".join(form.MEASURES[key].words for key in ("issued", "repealed", "in_force"))
    + f"|{form.REQUESTS['other_uncorrected'].sign}|逾期未按{form.REQUESTS['other_unpaid'].sign}"
)
_EARLIER_TABLE = re.compile("|".join(form.MEASURES[key].words for key in ("made", "published", "previous")))


def weigh(signs: Signs) -> float:
    """How sure it is that a document is a disclosure report of the third generation."""
    if signs.points < statutory.ENOUGH:
        return 0.0
    if _TABLE.search(signs.features.text) and not _EARLIER_TABLE.search(signs.features.text):
        return 1.0
    if signs.year is not None:
        return 0.9 if signs.year >= 2021 else 0.2
    return 0.3
