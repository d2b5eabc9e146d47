"""Which of the passages found a page shows, in which order, and what it shows of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.search import snippet
from indexer.search.engines.whoosh.matches import Docs, Matches, Scores
from indexer.search.engines.whoosh.ordering import choose_sort, make_keys
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
    sort = choose_sort(query)
    docs: list[int] = []
    scores: list[float] = []
    with_all = 0
    for found, before in ((whole, 0), (partial, len(whole))):
        last = min(first + block - before, len(found))
        if last > 0:
            order = _foremost(found.docs, found.scores, sort, snapshot, last)[max(0, first - before) : last]
            docs += found.docs[order].tolist()
            scores += found.scores[order].tolist()
        if found is whole:
            with_all = len(docs)
    at: Sequence[int] = range(len(docs))
    if query.sort is Sort.RELEVANCE and query.limit <= MAX_LIMIT:
        reports = snapshot.reports.codes[docs].tolist()
        at = _spread(reports, with_all, query.limit, end - first)
    return [_Listed(docs[each], scores[each], each >= with_all) for each in at[start - first : end - first]]


def _foremost(docs: Docs, scores: Scores, sort: Sort, snapshot: Snapshot, most: int) -> NDArray[np.intp]:
    """Which of the hits come first, in order; equal ones by report id and position in the report."""
    keys = make_keys(docs, scores, sort, snapshot)
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


def _spread(reports: Sequence[int], whole: int, limit: int, most: int) -> list[int]:
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


def _count_more(page: Sequence[_Listed], found: tuple[Matches, Matches], snapshot: Snapshot) -> list[int]:
    """For each hit of a page how many more of its report are elsewhere: with the last of each report, among
    those with all and those with a part, else 0.
    """
    counts = [0] * len(page)
    starts, ends = snapshot.bound_reports([hit.doc for hit in page])
    for matches, part in zip(found, (False, True), strict=True):
        shown = [at for at, hit in enumerate(page) if hit.partial is part]
        if not shown:
            continue
        before, after = np.searchsorted(matches.docs, (starts[shown], ends[shown])).tolist()
        on_page = Counter(before)
        last = {of_report: (at, end) for at, of_report, end in zip(shown, before, after, strict=True)}
        for of_report, (at, end) in last.items():
            counts[at] = end - of_report - on_page[of_report]
    return counts


def _hit(needles: Sequence[Needle], listed: _Listed, more: int, snapshot: Snapshot) -> Hit:
    known, text, folded, first, damage = snapshot.read_passage(listed.doc)
    shown = snippet.choose_snippet(needles, text, first, known=folded)
    title, heading = snippet.mark(needles, known[1]), snippet.mark(needles, known[-1])
    return Hit(*known, listed.score, shown, damage, listed.partial, title, heading, more)
