"""Which later reports may say what became of a commitment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.report.report import Kind

_REACH = 2  # years after the promised one in which an answer still counts as one
_NEXT = 2  # reports of each kind that are heard
_SUFFIXES = ("省", "市", "区", "县", "州", "盟", "旗", "镇", "乡")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A report of a body, as far as succession goes; `path` is that of its region, parted by `/`."""

    report: str
    kind: str
    year: int | None
    path: str = ""
    body: str = ""


def find_successors(speaker: Speaker, reports: Sequence[Speaker]) -> list[Speaker]:
    """The reports of the same body that look back on the time a report makes commitments for, nearest first.

    A disclosure report promises for the year after it, a work report for its own; a disclosure report
    looks back on its own year, a work report on the year before it.
    """
    if speaker.year is None:
        return []
    promised = speaker.year + (speaker.kind == Kind.DISCLOSURE)
    later: list[tuple[int, str, Speaker]] = []
    for kind in Kind:
        back = int(kind is Kind.WORK)
        found = [
            (other.year - back, other.report, other)
            for other in reports
            if other.kind == kind
            and other.year is not None
            and promised <= other.year - back <= promised + _REACH
            and other.report != speaker.report
        ]
        years = sorted({year for year, _, _ in found})[:_NEXT]
        later += [entry for entry in found if entry[0] in years]
    return [other for _, _, other in sorted(later, key=lambda entry: entry[:2])]


def list_names(speakers: Sequence[Speaker]) -> tuple[str, ...]:
    """What a body and its place are called: words that say nothing of what a commitment is about."""
    called = {name for s in speakers for name in (*s.path.split("/"), s.body) if name}
    called |= {name[:-1] for name in called if len(name) > 2 and name.endswith(_SUFFIXES)}
    return tuple(sorted(called, key=lambda name: (-len(name), name)))
