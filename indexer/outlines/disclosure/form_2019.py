"""Disclosure reports for 2019 and 2020: six sections (国办公开办函〔2019〕60号)."""

from __future__ import annotations

import re

from indexer.outlines.base import Signs
from indexer.outlines.disclosure import wording as statutory
from indexer.report import form
from indexer.report.report import Kind

NAME = "disclosure_2019"
KIND = Kind.DISCLOSURE
TABLES = statutory.TABLES
find_evidence = statutory.find_evidence
divide = statutory.divide
find_doubts = statutory.find_doubts

# Columns of its second table; the form of 2021 has none of them.
_TABLE = re.compile(
    "|".join(form.MEASURES[key].words for key in ("made", "published", "in_public", "previous"))
)
_HEADING = re.compile("收到和处理|其[他它]需要报告")


def weigh(signs: Signs) -> float:
    """How sure it is that a document is a disclosure report of the second generation."""
    if signs.points < statutory.ENOUGH:
        return 0.0
    if _TABLE.search(signs.features.text):
        return 1.0
    if signs.year is not None:
        return 0.65 if signs.year in (2019, 2020) else 0.3
    return 0.5 if any(_HEADING.search(chapter.words) for chapter in signs.chapters) else 0.1
