"""Whether two archives of the same reports answer alike, whatever keeps their index and tables."""

from __future__ import annotations

import random

from indexer.archive.archive import Archive
from indexer.figures.results import FindingFilter
from indexer.search.query.parse import Choices, parse_query
from indexer.search.results import Results


def check_searches(ours: Archive, theirs: Archive, count: int) -> None:
    """Ask both twice as many questions of all kinds.

    Raises:
        AssertionError: they have not the same hits, facets and suggestions; or of the first ten less than 95
            of a hundred in common.
    """
    shared = wanted = 0
    for typed in make_queries(theirs, count):
        for choices in (Choices(limit=50), Choices(limit=50, years=["2021"])):
            query = parse_query(typed, choices)
            mine, known = ours.search(query), theirs.search(query)
            assert find_all(mine) == find_all(known), typed
            assert (mine.total, mine.total_partial) == (known.total, known.total_partial), typed
            assert mine.facets == known.facets, typed
            assert mine.suggestion == known.suggestion, typed
            first, expected = first_ten(mine), first_ten(known)
            shared += len(first & expected)
            wanted += len(expected)
    assert shared / wanted >= 0.95


def tell_rows(archive: Archive) -> dict[str, object]:
    """What was worked out of the reports: figures, commitments, checks."""
    commitments = archive.commitments.find(parse_query("")).commitments
    return {
        "commitments": {(each.key, each.text, each.class_) for each in commitments},
        "findings": {repr(each) for each in archive.findings.iterate(FindingFilter())},
        "reports": {each.id: archive.read_report(each.id).report for each in archive.list_summaries()},
    }


def make_queries(archive: Archive, count: int) -> list[str]:
    """Queries of all kinds from the texts themselves."""
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


def find_all(results: Results) -> set[tuple[object, ...]]:
    """What is on the page, where all is; else only how much."""
    if results.total + results.total_partial > 50:
        return set()
    return {(hit.report, hit.section, hit.snippet.line, hit.partial) for hit in results.hits}


def first_ten(results: Results) -> set[tuple[object, ...]]:
    return {(hit.report, hit.section, hit.heading) for hit in results.hits[:10]}
