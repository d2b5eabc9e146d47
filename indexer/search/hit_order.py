"""The order of hits: by what, and so that no report fills a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from indexer.search.query.tree import Query, Sort

BLOCK = 10
"""Pages that are arranged together."""
NO_YEAR = 10_000
"""Where reports of an unknown year come when the oldest come first."""
_PER_REPORT = 3
"""Hits of one report on a page where there are others."""


def choose_sort(query: Query) -> Sort:
    """Return the order that a query is answered in: who asks since when, and for no order, gets the oldest
    first.
    """
    return Sort.OLDEST if query.oldest_first and query.sort is Sort.RELEVANCE else query.sort


def number_block(query: Query) -> int:
    """Return the number of the block that the query's page is in, from 0."""
    return (query.page - 1) // BLOCK


def spread_reports(reports: Sequence[Hashable], whole: int, limit: int, most: int) -> list[int]:
    """Return places in the list of hits so that no report fills more than three of a page, while there are
    others; its other hits move to the next page. Those with all of the query stay before those with a part.

    Args:
        reports: the report of each hit, in the order of relevance.
        whole: how many of them, at the beginning, have all of the query.
        limit: hits on a page.
        most: how many are wanted.
    """
    arranged: list[int] = []
    for left in (range(whole), range(whole, len(reports))):
        remaining: Sequence[int] = left
        while remaining and len(arranged) < most:
            seen = Counter(reports[at] for at in arranged[len(arranged) // limit * limit :])
            room = limit - len(arranged) % limit
            page: list[int] = []
            for at in remaining:
                if len(page) == room:
                    break
                if seen[reports[at]] < _PER_REPORT:
                    seen[reports[at]] += 1
                    page.append(at)
            taken = set(page)
            if len(page) < min(room, len(remaining)):  # no others: the page is filled all the same
                page += [at for at in remaining if at not in taken][: room - len(page)]
                taken.update(page)
            arranged += page
            if len(arranged) < most:
                remaining = [at for at in remaining if at not in taken]
    return arranged


def count_more(
    page: Sequence[int], reports: Sequence[Hashable], of_report: Sequence[int], with_all: int
) -> list[int]:
    """Return for each hit of a page how many more of its report are elsewhere: with the last of each report,
    among those with all and those with a part, else 0.

    Args:
        page: where its hits are in the block.
        reports: the report of each hit of the block.
        of_report: for each hit of the page how many hits of its kind its report has.
        with_all: how many hits of the block, at its beginning, have all of the query.
    """
    keys = [(reports[at], at >= with_all) for at in page]
    on_page = Counter(keys)
    last = {key: number for number, key in enumerate(keys)}
    return [of_report[number] - on_page[key] if last[key] == number else 0 for number, key in enumerate(keys)]
