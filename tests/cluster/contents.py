"""Whether two archives of the same files hold the same: reports, figures, checks, commitments, indicators."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from indexer.archive.archive import Archive
from indexer.commitments.search.results import CommitmentFilter
from indexer.figures.results import FindingFilter
from indexer.indicators.record import IndicatorFilter
from indexer.search.query.parse import parse_query

_DOSSIERS = 300
"""Commitments whose evidence is compared whole, drawn of all: it takes several statements each."""
_MOST = 20
"""Differences of a kind that are named."""
_SHOWN = 200

Item = tuple[str, object]
"""Something that an archive holds: what it is, and its value."""


@dataclass(frozen=True, slots=True)
class ContentsComparison:
    """What comparing two archives came to.

    Attributes:
        counts: number of items that the second one has, by what they are.
        differences: a sentence for each item that is not the same, at most twenty of a kind.
    """

    counts: dict[str, int]
    differences: tuple[str, ...]


def compare_contents(ours: Archive, theirs: Archive) -> ContentsComparison:
    """Compare what two archives hold.

    Compared are, in their order: the list of reports; of each report its text, source, reading and versions,
    its statutory tables and its commitments; the findings of all checks and their counts; the list of
    commitments and its facets; of a draw of commitments the candidates, the evidence and what is like them;
    indicators; and what the archive holds in numbers. Moments, which differ by nature, are not compared.
    """
    counts: dict[str, int] = {}
    differences: list[str] = []
    for kind, read in _READERS.items():
        found: list[str] = []
        for mine, known in zip_longest(read(ours), read(theirs)):
            counts[kind] = counts.get(kind, 0) + (known is not None)
            if mine != known and len(found) < _MOST:
                found.append(f"{kind} {_explain(mine, known)}")
        differences += found
    return ContentsComparison(counts, tuple(differences))


def _explain(mine: Item | None, known: Item | None) -> str:
    if mine is None or known is None or mine[0] != known[0]:
        return f"{mine and mine[0]} instead of {known and known[0]}"
    return f"{mine[0]}: {_show(mine[1], known[1])}"


def _show(mine: object, known: object) -> str:
    """Return two values from a little before where they begin to differ."""
    left, right = repr(mine), repr(known)
    same = next((at for at, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]), 0)
    start = max(same - 40, 0)
    return f"…{left[start:][:_SHOWN]} instead of …{right[start:][:_SHOWN]}"


def _read_list(archive: Archive) -> Iterator[Item]:
    """Yield the reports as lists have them."""
    return ((summary.id, summary) for summary in archive.list_summaries())


def _read_reports(archive: Archive) -> Iterator[Item]:
    """Yield the reports whole, without the moment at which they were added."""
    for summary in archive.list_summaries():
        record = archive.read_report(summary.id)
        yield summary.id, replace(record, source=replace(record.source, added=""))


def _read_figures(archive: Archive) -> Iterator[Item]:
    """Yield the statutory tables of every report, superseded ones too; then the bodies that have them."""
    for summary in archive.list_summaries():
        yield summary.id, archive.findings.read_figures(summary.id)
    yield from ((body.series, body) for body in archive.findings.list_bodies())


def _read_checks(archive: Archive) -> Iterator[Item]:
    """Yield all findings, and how many there are by outcome, rule and year."""
    for each in archive.findings.iterate(FindingFilter()):
        yield f"{each.finding.rule} {each.heading.report}", each
    yield "counts", replace(archive.findings.find(limit=0), items=())


def _read_commitments(archive: Archive) -> Iterator[Item]:
    """Yield the commitments of every report, then those of the list in its order, and its facets."""
    for summary in archive.list_summaries():
        yield summary.id, archive.commitments.list_report(summary.id)
    query = parse_query("")
    yield from ((each.key, each) for each in archive.commitments.iterate(query, CommitmentFilter()))
    yield "facets", archive.commitments.find(query).facets


def _read_evidence(archive: Archive) -> Iterator[Item]:
    """Yield all that is known of some commitments."""
    listed = archive.commitments.iterate(parse_query(""), CommitmentFilter())
    keys = sorted({each.key for each in listed})
    for key in random.Random(24).sample(keys, min(_DOSSIERS, len(keys))):
        yield key, archive.commitments.read_dossier(key)


def _read_indicators(archive: Archive) -> Iterator[Item]:
    """Yield the numbers of indicators in prose, and the bodies that state them."""
    yield from ((each.url, each) for each in archive.list_indicator_figures(IndicatorFilter()))
    yield from ((body.series, body) for body in archive.list_indicator_bodies())


def _read_numbers(archive: Archive) -> Iterator[Item]:
    """Yield what is held in numbers."""
    yield "overview", replace(archive.counts.read_overview(), generation="")
    yield "damage", archive.counts.count_damage()
    yield "areas", archive.counts.list_areas()
    yield "coverage", archive.counts.list_coverage()


_READERS: dict[str, Callable[[Archive], Iterator[Item]]] = {
    "list": _read_list,
    "reports": _read_reports,
    "figures": _read_figures,
    "checks": _read_checks,
    "commitments": _read_commitments,
    "evidence": _read_evidence,
    "indicators": _read_indicators,
    "numbers": _read_numbers,
}
