"""Which texts are versions of one report.

The same report comes from two addresses, under two names, or corrected: all are kept, the one that was
taken in last is shown, the others are a click away. A body has one report of a kind a year (《中华人民共和国
政府信息公开条例》 第四十九条), but what a text says of its body may be read wrongly, and then a report would
hide another: so two texts count as versions only if they are alike besides.
"""

from __future__ import annotations

from indexer.commitments.likeness import share, triples
from indexer.report import Report
from indexer.text.fold import fold

ALIKE = 0.6
"""Share of common character triples (Jaccard) from which two texts of one identity are one report's.

Of the sample reports no two share more than 0.39, those of different bodies and one year 0.35 at most; of
real work reports of one year no two shared more than 0.13.
"""


def alike(one: Report, other: Report) -> float:
    """How much of two texts is the same: 1 for the same characters, whatever the files look like."""
    return share(triples(_plain(one)), triples(_plain(other)))


def _plain(report: Report) -> str:
    lines = (line for section in report.sections for line in (section.heading, *section.lines))
    return "".join(filter(str.isalnum, fold("\n".join(lines))))
