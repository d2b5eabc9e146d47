"""Which of the passages found a page shows, in which order, and what it shows of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.search import snippet
from indexer.search.engines.whoosh.matches import Matches, Scores
from indexer.search.engines.whoosh.ordering import make_keys
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.engines.whoosh.thresholds import find_lowest
from indexer.search.hit_order import BLOCK, choose_sort, count_more, number_block, spread_reports
from indexer.search.needles import Needle, find_needles
from indexer.search.query.tree import Query, Sort
from indexer.search.query.values import MAX_LIMIT
from indexer.search.results import Hit


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


def arrange_block(query: Query, whole: Matches, partial: Matches, snapshot: Snapshot) -> HitBlock:
    """Return the hits of the block that the query's page is in.

    Args:
        whole: passages with all of the query.
        partial: passages with a part of it, which come after those.
    """
    block = query.limit * BLOCK
    first = number_block(query) * block
    sort = choose_sort(query)
    docs, scores, of_report, with_all = [_NO_DOCS], [_NO_SCORES], [_NO_DOCS], 0
    for found, before in ((whole, 0), (partial, len(whole))):
        last = min(first + block - before, len(found))
        if last <= 0:
            continue
        best = found.foremost(last) if sort is Sort.RELEVANCE else found
        order = _foremost(best, sort, snapshot, last)[max(0, first - before) : last]
        docs.append(best.docs[order])
        scores.append(best.score_some(order))
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
    first = number_block(query) * query.limit * BLOCK
    at: Sequence[int] = range(len(block.docs))
    reports = snapshot.reports.codes[block.docs].tolist()
    if query.sort is Sort.RELEVANCE and query.limit <= MAX_LIMIT:
        at = spread_reports(reports, block.with_all, query.limit, end - first)
    page = at[start - first : end - first]
    docs, scores = block.docs[page].tolist(), block.scores[page].tolist()
    more = count_more(page, reports, block.of_report[page].tolist(), block.with_all)
    needles = find_needles(query.tree)
    listed = [
        _Listed(doc, score, place >= block.with_all)
        for doc, score, place in zip(docs, scores, page, strict=True)
    ]
    return tuple([_hit(needles, each, rest, snapshot) for each, rest in zip(listed, more, strict=True)])


_NO_DOCS, _NO_SCORES = np.empty(0, np.intp), np.empty(0, np.float32)


def _foremost(found: Matches, sort: Sort, snapshot: Snapshot, most: int) -> NDArray[np.intp]:
    """Which of the hits come first, in order; equal ones by report id and position in the report."""
    docs = found.docs
    if sort is Sort.RELEVANCE and not found.are_scored:  # they are all equal
        chosen = snapshot.order.choose_first(docs, most) if most < len(docs) else np.arange(len(docs))
        return chosen[snapshot.order.place(docs[chosen]).argsort()]
    keys = make_keys(docs, lambda: found.scores, sort, snapshot)
    if most < len(docs):
        # Only those that can be among the first are sorted; of equal ones all of them, by place.
        least = find_lowest(keys, most)
        (surely,) = (keys < least).nonzero()
        (equal,) = (keys == least).nonzero()
        wanted = most - len(surely)
        if wanted < len(equal):
            equal = equal[snapshot.order.choose_first(docs[equal], wanted)]
        chosen = np.concatenate([surely, equal])
    else:
        chosen = np.arange(len(docs))
    return chosen[np.lexsort((snapshot.order.place(docs[chosen]), keys[chosen]))]


def _hit(needles: Sequence[Needle], listed: _Listed, more: int, snapshot: Snapshot) -> Hit:
    passage = snapshot.read_passage(listed.doc)
    head = passage.head
    shown = snippet.choose_snippet(needles, passage.text, passage.first, known=passage.folded)
    title, heading = snippet.mark(needles, head.title), snippet.mark(needles, head.heading)
    marks = passage.damage, listed.partial
    return Hit(*head, listed.score, shown, *marks, title, heading, more, passage.recognised)
