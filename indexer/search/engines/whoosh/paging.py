"""Which of the passages found a page shows, in which order, and what it shows of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.search import snippet
from indexer.search.engines.whoosh.matches import Docs, Matches, Scores
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.needles import Needle, find_needles
from indexer.search.query.tree import Query, Sort
from indexer.search.query.values import MAX_LIMIT
from indexer.search.results import Hit

_BLOCK, _PER_REPORT = 10, 3
"""Pages that are arranged together, and hits of one report on a page where there are others."""


class _Listed(NamedTuple):
    """A passage in the list of hits: its number, and whether it has only a part of the query."""

    doc: int
    score: float
    partial: bool


def show_page(query: Query, whole: Matches, partial: Matches, snapshot: Snapshot) -> tuple[Hit, ...]:
    """Return the hits of the query's page.

    Args:
        whole: passages with all of the query.
        partial: passages with a part of it, which come after those.
    """
    page = _page(query, whole, partial, snapshot)
    more = _count_more(page, (whole, partial), snapshot)
    needles = find_needles(query.tree)
    return tuple([_hit(needles, listed, rest, snapshot) for listed, rest in zip(page, more, strict=True)])


def _page(query: Query, whole: Matches, partial: Matches, snapshot: Snapshot) -> list[_Listed]:
    start, end = (query.page - 1) * query.limit, query.page * query.limit
    block = query.limit * _BLOCK
    first = start // block * block
    sort = Sort.OLDEST if query.oldest_first and query.sort is Sort.RELEVANCE else query.sort
    listed: list[_Listed] = []
    for found, part, before in ((whole, False, 0), (partial, True, len(whole))):
        last = min(first + block - before, len(found))
        if last > 0:
            order = _foremost(found.docs, found.scores, sort, snapshot, last)[max(0, first - before) : last]
            docs, scores = found.docs[order].tolist(), found.scores[order].tolist()
            listed += [_Listed(doc, score, part) for doc, score in zip(docs, scores, strict=True)]
    if query.sort is Sort.RELEVANCE and query.limit <= MAX_LIMIT:
        listed = _spread(listed, snapshot, query.limit, end - first)
    return listed[start - first : end - first]


def _foremost(docs: Docs, scores: Scores, sort: Sort, snapshot: Snapshot, most: int) -> NDArray[np.intp]:
    """Which of the hits come first, in order; equal ones by report id and position in the report."""
    if sort is Sort.RELEVANCE:
        keys: NDArray[Any] = -scores
    else:
        years = snapshot.year[docs]
        keys = -years if sort is Sort.NEWEST else np.where(years == 0, 10_000, years)
    if most < len(docs):
        # Only those that can be among the first are sorted; of equal ones all of them, by place.
        least = np.partition(keys, most - 1)[most - 1]
        (surely,) = (keys < least).nonzero()
        (equal,) = (keys == least).nonzero()
        wanted = most - len(surely)
        if wanted < len(equal):
            equal = equal[np.argpartition(snapshot.place[docs[equal]], wanted - 1)[:wanted]]
        chosen = np.concatenate([surely, equal])
    else:
        chosen = np.arange(len(docs))
    return chosen[np.lexsort((snapshot.place[docs[chosen]], keys[chosen]))]


def _spread(hits: list[_Listed], snapshot: Snapshot, limit: int, most: int) -> list[_Listed]:
    """Return hits so that no report fills more than three places of a page, as long as there are others; its
    other hits move to the next page. Those with all of the query stay before those with a part.

    Args:
        limit: hits on a page.
        most: how many are wanted.
    """
    reports = snapshot.reports.codes
    arranged: list[_Listed] = []
    for part in (False, True):
        left = [hit for hit in hits if hit.partial is part]
        while left and len(arranged) < most:
            seen = Counter(reports.item(hit.doc) for hit in arranged[len(arranged) // limit * limit :])
            room = limit - len(arranged) % limit
            page: list[_Listed] = []
            for hit in left:
                if len(page) == room:
                    break
                report = reports.item(hit.doc)
                if seen[report] < _PER_REPORT:
                    seen[report] += 1
                    page.append(hit)
            if len(page) < min(room, len(left)):  # no others: the page is filled all the same
                there = set(page)
                page += [hit for hit in left if hit not in there][: min(room, len(left)) - len(page)]
            taken = set(page)
            left = [hit for hit in left if hit not in taken]
            arranged += page
    return arranged


def _count_more(page: Sequence[_Listed], found: tuple[Matches, Matches], snapshot: Snapshot) -> list[int]:
    """For each hit of a page how many more of its report are elsewhere: with the last of each report, among
    those with all and those with a part, else 0.
    """
    reports = snapshot.reports.codes
    counts = [0] * len(page)
    for matches, part in zip(found, (False, True), strict=True):
        shown = {at: reports.item(hit.doc) for at, hit in enumerate(page) if hit.partial is part}
        of_all = reports[matches.docs] if shown else reports[:0]
        last = {report: at for at, report in shown.items()}
        on_page = Counter(shown.values())
        for report, at in last.items():
            counts[at] = int(np.count_nonzero(of_all == report)) - on_page[report]
    return counts


def _hit(needles: Sequence[Needle], listed: _Listed, more: int, snapshot: Snapshot) -> Hit:
    known, text, folded, first, damage = snapshot.read_passage(listed.doc)
    hit = Hit(*known, listed.score, snippet.choose_snippet(needles, text, first, known=folded), damage)
    return hit._replace(
        partial=listed.partial,
        title_spans=snippet.mark(needles, hit.title),
        heading_spans=snippet.mark(needles, hit.heading),
        more=more,
    )
