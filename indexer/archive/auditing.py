"""What the reports of an archive say, counted and listed in full: by place and year, or place after place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from indexer.archive.storage.live import LiveGeneration
from indexer.search.auditing.batch import CountedList
from indexer.search.auditing.concordance import Concordance, ConcordanceSort
from indexer.search.auditing.trend import Trend
from indexer.search.query.tree import Query


class ArchiveAuditing:
    """The index of one archive, for those who want every hit. May be shared by threads."""

    def __init__(self, live: LiveGeneration) -> None:
        self._live = live

    def count_trend(self, phrases: Sequence[Query], scope: Query) -> Trend:
        """Return how many reports say each of some phrases, by place and year.

        Args:
            phrases: of each its words alone (`search.query.exact.make_exact`).
            scope: of it its filters alone.
        """
        cells = self._live.open()[2].count_trend([phrase.tree for phrase in phrases], scope)
        return Trend(tuple(phrases), scope, cells)

    def count_batch(
        self, phrases: Sequence[Query], scope: Query, is_over: Callable[[], bool] = lambda: False
    ) -> CountedList:
        """Return how many reports say each of many phrases, by place and year, until time is over.

        Args:
            scope: its filters choose the reports; each of its districts is counted by itself.
            is_over: asked before each phrase.
        """
        trees = takewhile(lambda _tree: not is_over(), (phrase.tree for phrase in phrases))
        return CountedList(tuple(phrases), scope, self._live.open()[2].count_batch(trees, scope))

    def find_places(self, query: Query, sort: ConcordanceSort) -> Concordance:
        """Return every place where a query's phrases stand (`search.query.exact.make_exact`)."""
        return self._live.open()[2].find_places(query, sort)
