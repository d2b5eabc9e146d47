"""Whether two archives of the same reports find the same, whatever keeps their index and tables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.archive.archive import Archive
from indexer.search.query.parse import Choices, parse_query
from indexer.search.query.values import MAX_LIMIT
from indexer.search.results import Results

LEAST_OVERLAP = 0.95
"""Share of the first ten hits that must be among the other archive's first ten."""
_TEN = 10
_NAMED = 20
"""Differences that are named where there are more."""
_CHOICES = (Choices(limit=MAX_LIMIT), Choices(limit=MAX_LIMIT, years=["2021"]))


@dataclass(frozen=True, slots=True)
class SearchComparison:
    """What asking two archives the same questions came to.

    Attributes:
        searches: number of questions.
        hits: number of hits that the second archive has for all of them.
        overlap: share of its first ten hits that the first archive has among its own, of all questions.
        differences: a sentence for each answer that is not the same.
    """

    searches: int
    hits: int
    overlap: float
    differences: tuple[str, ...]


def check_searches(ours: Archive, theirs: Archive, count: int) -> SearchComparison:
    """Ask both the same queries of all kinds, each once over all years and once of one year.

    Raises:
        AssertionError: they have not the same hits, facets and suggestions; or of the first ten less than 95
            of a hundred in common.
    """
    found = compare_searches(ours, theirs, count)
    assert not found.differences, "\n".join(found.differences[:_NAMED])
    assert found.overlap >= LEAST_OVERLAP
    return found


def compare_searches(ours: Archive, theirs: Archive, count: int) -> SearchComparison:
    """Return what asking both came to (`check_searches`)."""
    searches = hits = shared = wanted = 0
    differences: list[str] = []
    for typed in make_queries(theirs, count):
        for choices in _CHOICES:
            query = parse_query(typed, choices)
            mine, known = ours.search(query), theirs.search(query)
            where = f"{typed!r} {list(choices.years)}"
            differences += (f"{where}: {each}" for each in _compare(mine, known))
            searches, hits = searches + 1, hits + known.total
            first, expected = _read_hits(mine, _TEN), _read_hits(known, _TEN)
            shared, wanted = shared + len(first & expected), wanted + len(expected)
    return SearchComparison(searches, hits, shared / max(wanted, 1), tuple(differences))


def _compare(ours: Results, theirs: Results) -> Iterator[str]:
    """Yield in what two answers differ."""
    for name, mine, known in (
        ("total", ours.total, theirs.total),
        ("total of parts", ours.total_partial, theirs.total_partial),
        ("suggestion", ours.suggestion, theirs.suggestion),
        ("understood", ours.understood, theirs.understood),
        # Of other spellings the engine for many machines looks at 200 passages: as good ones may come first.
        ("hints", replace(ours.hints, alternatives=()), replace(theirs.hints, alternatives=())),
    ):
        if mine != known:
            yield f"{name} {mine!r}, not {known!r}"
    if ours.facets != theirs.facets:
        yield "other facets"
    if theirs.total + theirs.total_partial <= MAX_LIMIT:  # all of them are on the page
        mine, known = _read_hits(ours), _read_hits(theirs)
        if mine != known:
            yield f"hits more {sorted(mine - known)[:3]}, missing {sorted(known - mine)[:3]}"
    counts, expected = _count_by_report(ours), _count_by_report(theirs)
    if counts != expected:
        yield f"hits by report more {sorted(counts - expected)[:3]}, missing {sorted(expected - counts)[:3]}"
    if ours.groups.list_cells() != theirs.groups.list_cells():
        yield "other hits by place and year"


def _read_hits(results: Results, most: int = MAX_LIMIT) -> set[tuple[str, int, int, bool]]:
    """Return which passages the first hits are: report, section, line, and whether of a part of the query."""
    return {(hit.report, hit.section, hit.snippet.line, hit.partial) for hit in results.hits[:most]}


def _count_by_report(results: Results) -> set[tuple[str, int]]:
    """Return the number of all hits by report, on whatever page they are."""
    groups = results.groups
    return {(group.report, group.hits) for group in groups.list_reports(0, groups.count_reports())}


def make_queries(archive: Archive, count: int) -> list[str]:
    """Return queries of all kinds from the texts themselves, the same for the same texts."""
    draw = random.Random(24)
    reports = [archive.read_report(each.id).report for each in archive.list_summaries()]
    lines = [line for report in reports for section in report.sections for line in section.lines if line]
    queries = [
        "公开",
        "2021年 公开",
        "“政府信息公开”",
        "申请 NEAR 答复",
        "公开 -申请",
        "不存在的话",
        "一",
        "12",
    ]
    while len(queries) < count:
        line = draw.choice(lines).strip()
        size = draw.randint(1, 12)
        at = draw.randrange(max(len(line) - size, 1))
        run = line[at : at + size].replace("|", " ").strip('“”"-（）() 　:：,，')
        kind = len(queries) % 4
        if not run or run[0] in "-(":
            continue
        queries.append(run if kind else f"“{run}”")
        if kind == 2:
            other = draw.choice(lines).replace("|", " ").strip()[:4].strip('“”"-（）() 　:：')
            queries[-1] = f"{run} {other}"
    return queries
