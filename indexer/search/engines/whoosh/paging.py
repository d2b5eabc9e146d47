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


class HitBlock(NamedTuple):
    """Hits of several pages, in order, not spread by report yet.

    Attributes:
        docs, scores: passages, those with all of the query first.
        of_report: for each how many hits of its kind, with all or with a part, its report has.
        with_all: how many of them have all of the query.
    """

    docs: NDArray[np.int32]
    scores: Scores
    of_report: NDArray[np.int32]
    with_all: int

    @property
    def nbytes(self) -> int:
        """Memory."""
        return int(self.docs.nbytes + self.scores.nbytes + self.of_report.nbytes)


def number_block(query: Query) -> int:
    """The number of the block that the query's page is in, from 0."""
    return (query.page - 1) // _BLOCK


def arrange_block(query: Query, whole: Matches, partial: Matches, snapshot: Snapshot) -> HitBlock:
    """Return the hits of the block that the query's page is in.

    Args:
        whole: passages with all of the query.
        partial: passages with a part of it, which come after those.
    """
    block = query.limit * _BLOCK
    first = number_block(query) * block
    sort = choose_sort(query)
    docs, scores, of_report, with_all = [_NO_DOCS], [_NO_SCORES], [_NO_DOCS], 0
    for found, before in ((whole, 0), (partial, len(whole))):
        last = min(first + block - before, len(found))
        if last <= 0:
            continue
        order = _foremost(found.docs, found.scores, sort, snapshot, last)[max(0, first - before) : last]
        docs.append(found.docs[order])
        scores.append(found.scores[order])
        starts, ends = found.docs.searchsorted(snapshot.bound_reports(docs[-1]))
        of_report.append(ends - starts)
        if found is whole:
            with_all = len(order)
    return HitBlock(
        np.concatenate(docs).astype(np.int32),
        np.concatenate(scores),
        np.concatenate(of_report).astype(np.int32),
        with_all,
    )


def show_page(query: Query, block: HitBlock, snapshot: Snapshot) -> tuple[Hit, ...]:
    """Return the hits of the query's page.

    Args:
        block: hits of that page and of those beside it.
    """
    start, end = (query.page - 1) * query.limit, query.page * query.limit
    first = number_block(query) * query.limit * _BLOCK
    at: Sequence[int] = range(len(block.docs))
    reports = snapshot.reports.codes[block.docs].tolist()
    if query.sort is Sort.RELEVANCE and query.limit <= MAX_LIMIT:
        at = _spread(reports, block.with_all, query.limit, end - first)
    page = at[start - first : end - first]
    docs, scores = block.docs[page].tolist(), block.scores[page].tolist()
    more = _count_more(page, reports, block)
    needles = find_needles(query.tree)
    listed = [
        _Listed(doc, score, place >= block.with_all)
        for doc, score, place in zip(docs, scores, page, strict=True)
    ]
    return tuple([_hit(needles, each, rest, snapshot) for each, rest in zip(listed, more, strict=True)])


_NO_DOCS, _NO_SCORES = np.empty(0, np.intp), np.empty(0, np.float32)


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
            equal = equal[snapshot.order.choose_first(docs[equal], wanted)]
        chosen = np.concatenate([surely, equal])
    else:
        chosen = np.arange(len(docs))
    return chosen[np.lexsort((snapshot.order.place(docs[chosen]), keys[chosen]))]


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


def _count_more(page: Sequence[int], reports: Sequence[int], block: HitBlock) -> list[int]:
    """For each hit of a page how many more of its report are elsewhere: with the last of each report, among
    those with all and those with a part, else 0.

    Args:
        page: where its hits are in the block.
        reports: the report of each hit of the block.
    """
    keys = [(reports[at], at >= block.with_all) for at in page]
    on_page = Counter(keys)
    last = {key: number for number, key in enumerate(keys)}
    of_report = block.of_report[page].tolist()
    return [of_report[number] - on_page[key] if last[key] == number else 0 for number, key in enumerate(keys)]


def _hit(needles: Sequence[Needle], listed: _Listed, more: int, snapshot: Snapshot) -> Hit:
    passage = snapshot.read_passage(listed.doc)
    head = passage.head
    shown = snippet.choose_snippet(needles, passage.text, passage.first, known=passage.folded)
    title, heading = snippet.mark(needles, head.title), snippet.mark(needles, head.heading)
    marks = passage.damage, listed.partial
    return Hit(*head, listed.score, shown, *marks, title, heading, more, passage.recognised)
