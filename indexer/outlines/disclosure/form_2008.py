"""Disclosure reports for 2008–2018: free headings (条例 2007, art. 32 names the matters)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.outlines.base import Signs
from indexer.outlines.disclosure import wording as statutory
from indexer.report.doubt import Doubt
from indexer.report.report import Kind, Section

NAME = "disclosure_2008"
KIND = Kind.DISCLOSURE
TABLES = frozenset[int]()
find_evidence = statutory.find_evidence
divide = statutory.divide

# The matters of art. 32 that have a section of their own; 收费 and 其他 share the sixth.
_EXPECTED = (1, 2, 3, 4, 5)
_OWN = re.compile("概述|概况|收费|减免|咨询|附表|指标")


def weigh(signs: Signs) -> float:
    """How sure it is that a document is a disclosure report of the first generation."""
    if signs.points < statutory.ENOUGH:
        return 0.0
    own = sum(bool(_OWN.search(chapter.words)) for chapter in signs.chapters)
    if signs.year is not None:
        return 0.9 if signs.year <= 2018 else 0.7 if own > 1 and signs.year == 2019 else 0.1
    return 0.6 if own > 1 else 0.4 if own else 0.2


def find_doubts(sections: Sequence[Section]) -> tuple[Doubt, ...]:
    """Which statutory matters have no section."""
    return statutory.find_doubts(sections, _EXPECTED)
