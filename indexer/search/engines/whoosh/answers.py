"""What a question is answered: how many hits, the first of them in order, and what facets count.

That is all a page shows, and it is small whatever the archive is: it is kept for whoever asks again or turns
the page. The hits themselves are looked up again where they are grouped or other filters are set.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock

from cachetools import LRUCache
from cachetools.keys import hashkey

from indexer.search.engines.whoosh.facets import Columns, Narrowed
from indexer.search.engines.whoosh.grouping import FoundGroups
from indexer.search.engines.whoosh.matches import Matches
from indexer.search.engines.whoosh.paging import HitBlock, arrange_block, show_page
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.facets.counting import Counted, FoundFacets
from indexer.search.hit_order import number_block
from indexer.search.query.relaxation import relax
from indexer.search.query.tree import Grasp, Query
from indexer.search.results import Results

_NONE: frozenset[Grasp] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question is answered.

    Attributes:
        total, total_partial: hits with all of the query, and with a part of it.
        block: hits of the page and of those beside it.
        counted: hits by what facets tell apart.
        suggestion: a less strict query that finds something, where this one does not.
    """

    total: int
    total_partial: int
    block: HitBlock
    counted: Counted
    suggestion: str | None

    @property
    def nbytes(self) -> int:
        """Memory."""
        return self.block.nbytes + self.counted.nbytes + 2000


class Answers:
    """Answers questions from one snapshot. May be shared by threads.

    Attributes:
        snapshot: the passages.
        columns: what facets need of them.
    """

    def __init__(self, snapshot: Snapshot, columns: Columns, cache_mb: int) -> None:
        """Args:
        cache_mb: memory for answers that were given, MiB.
        """
        self.snapshot, self.columns = snapshot, columns
        self._given: LRUCache[Hashable, Answer] = LRUCache(cache_mb * 2**20, lambda answer: answer.nbytes)
        self._lock = Lock()

    def answer(self, query: Query, took_ms: Callable[[], float]) -> Results:
        """The results of a query.

        Args:
            took_ms: time since it was asked, ms.
        """
        # Such a key is hashed once, however often the cache asks.
        asked = hashkey(replace(query, typed="", understood=(), literal=_NONE, page=number_block(query) + 1))
        with self._lock:
            known = self._given.get(asked)
        found: Matches | None = None
        if known is None:
            known, found = self._find(query)
            # What is larger than the whole cache is not kept.
            with self._lock, suppress(ValueError):
                self._given[asked] = known
        hits = show_page(query, known.block, self.snapshot)
        return Results(
            typed=query.typed,
            total=known.total,
            page=query.page,
            pages=-(-(known.total + known.total_partial) // query.limit),
            took_ms=took_ms(),
            hits=hits,
            facets=FoundFacets(query, self.columns, known.counted).by_name(),
            suggestion=known.suggestion,
            total_partial=known.total_partial,
            understood=query.understood,
            groups=FoundGroups(lambda: self._group(query) if found is None else found, query, self.snapshot),
        )

    def _find(self, query: Query) -> tuple[Answer, Matches]:
        """What is answered, and the hits: those with a part of the query only where there are no others."""
        whole, partial, narrowed = self._rank(query)
        total, total_partial = len(whole), len(partial)
        answer = Answer(
            total,
            total_partial,
            arrange_block(query, whole, partial, self.snapshot),
            narrowed.count(),
            None if total or total_partial else self._suggest(query),
        )
        return answer, whole if total else partial

    def _group(self, query: Query) -> Matches:
        whole, partial, _ = self._rank(query)
        return whole if len(whole) else partial

    def _rank(self, query: Query) -> tuple[Matches, Matches, Narrowed]:
        """Hits with all of the query and hits with a part, under its choices, and what facets count."""
        found = self.snapshot.rank_passages(query)
        narrowed = Narrowed(query, found.whole, self.columns)
        whole, partial = narrowed.keep(found.whole), found.partial
        if len(partial):
            less = Narrowed(query, partial, self.columns)
            partial = less.keep(partial)
            if not len(whole):
                narrowed = less
        return whole, partial, narrowed

    def _suggest(self, query: Query) -> str | None:
        for typed, relaxed in relax(query.tree):
            found = self.snapshot.find(relaxed)
            kept = Narrowed(query, found, self.columns).kept
            if len(found) if kept is None else kept.any():
                return typed
        return None
