"""Disclosure reports for 2008–2018: free headings (条例 2007, art. 32 names the matters)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.outlines import disclosure as statutory
from indexer.outlines.features import Signs
from indexer.report.doubt import Doubt
from indexer.report.report import Kind, Section

NAME = "disclosure_2008"
KIND = Kind.DISCLOSURE

# The matters of art. 32 that have a section of their own; 收费 and 其他 share the sixth.
_EXPECTED = (1, 2, 3, 4, 5)
_OWN = re.compile("概述|概况|收费|减免|咨询|附表|指标")


def certainty(signs: Signs) -> float:
    """How sure it is that a document is a disclosure report of the first generation."""
    if statutory.evidence(signs) < statutory.ENOUGH:
        return 0.0
    own = sum(bool(_OWN.search(chapter.words)) for chapter in statutory.chapters(signs))
    if signs.year is not None:
        return 0.9 if signs.year <= 2018 else 0.7 if own > 1 and signs.year == 2019 else 0.1
    return 0.6 if own > 1 else 0.4 if own else 0.2


def sections(signs: Signs, title: str) -> tuple[Section, ...]:
    """The sections, without the lines of the title."""
    return statutory.sections(signs, title)


def doubts(sections: Sequence[Section]) -> tuple[Doubt, ...]:
    """Which statutory matters have no section."""
    return statutory.doubts(sections, _EXPECTED)
