"""The engine: follows what is published of an index on other machines, answers queries from it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TypeVar

from indexer.errors import ArchiveMissing
from indexer.search.auditing.batch import BatchCounts
from indexer.search.auditing.concordance import Concordance, ConcordanceSort, NoConcordance
from indexer.search.auditing.held_reports import count_batch, count_trend
from indexer.search.auditing.trend import TrendCell
from indexer.search.completion import complete
from indexer.search.corrector import Corrector
from indexer.search.engines.base import IndexPlace
from indexer.search.engines.opensearch.answers import ClusterAnswers
from indexer.search.engines.opensearch.clauses import EVERYTHING
from indexer.search.engines.opensearch.cluster import Cluster
from indexer.search.engines.opensearch.concordance import ClusterPlaces
from indexer.search.engines.opensearch.passages import is_intact
from indexer.search.engines.opensearch.published import PublishedIndex
from indexer.search.engines.opensearch.reports import IndexedReports, find_saying, list_held_reports
from indexer.search.engines.opensearch.texts import SampledTexts
from indexer.search.engines.opensearch.transaction import IndexTransactions, read_commit
from indexer.search.engines.opensearch.writer import OpenSearchWriter
from indexer.search.facets.divisions import NameOf, name_division
from indexer.search.query.tree import Node, Query
from indexer.search.results import Results

_TRIES = 3
"""Times that a question is asked while something else is published each time."""

Answer = TypeVar("Answer")


class _OpenIndex:
    """One published state, and what was worked out for it."""

    def __init__(self, published: PublishedIndex) -> None:
        self.published = published
        self.answers = ClusterAnswers(published)
        self.texts = SampledTexts(published)
        self.corrector = Corrector(self.texts)

    @cached_property
    def reports(self) -> IndexedReports:
        """The reports; asked once."""
        return list_held_reports(self.published)


class OpenSearchEngine:
    """An index in a cluster (see `indexer.search.engines.base.Engine`)."""

    publishes_itself = False

    def __init__(self, cluster: Cluster, place: IndexPlace, name_of: NameOf = name_division) -> None:
        """Nothing is asked before it is needed.

        Args:
            name_of: what the district filter calls a division, from its code and short name.
        """
        self._cluster, self._place, self._name_of = cluster, place, name_of
        self.name = f"{cluster.address.shown}-{place.name.lower()}"
        self._lock = threading.Lock()
        self._opened: _OpenIndex | None = None

    def search(self, query: Query) -> Results:
        """Answer a query from what was last published.

        Raises:
            ArchiveMissing: there is no index.
            EngineUnreachable: there is no answer.
        """
        began = time.perf_counter()

        def answer(opened: _OpenIndex) -> Results:
            return opened.answers.answer(query, lambda: (time.perf_counter() - began) * 1000)

        results = self._ask(answer)
        if results is None:
            raise ArchiveMissing(f"{self.name} 中还没有索引，请先用 nianbao add 收录报告。")
        return results

    def count_trend(self, trees: Sequence[Node], scope: Query) -> tuple[TrendCell, ...]:
        """Return how many reports say what each tree says, by place and year, in a scope."""

        def count(opened: _OpenIndex) -> tuple[TrendCell, ...]:
            said = [find_saying(opened.published, opened.reports, tree, scope) for tree in trees]
            return count_trend(opened.reports.held, said, scope)

        return self._ask(count) or ()

    def count_batch(self, trees: Iterable[Node], scope: Query) -> BatchCounts:
        """Return how many reports say what each tree says, by district of the scope and by year."""
        opened = self._current()
        if opened is None:
            return BatchCounts((), (), ())
        said = (find_saying(opened.published, opened.reports, tree, scope) for tree in trees)
        return count_batch(opened.reports.held, said, scope)

    def find_places(self, query: Query, sort: ConcordanceSort) -> Concordance:
        """Return every place where a query's phrases are in the passages that it matches."""
        return self._ask(lambda opened: ClusterPlaces(opened.published, query, sort)) or NoConcordance()

    def corrections(self, run: str, most: int = 0) -> tuple[str, ...]:
        """What was probably meant by a folded run, the likeliest first; () where more than `most` passages
        have it.
        """

        def correct(opened: _OpenIndex) -> tuple[str, ...]:
            return () if opened.texts.count_passages(run) > most else opened.corrector.find(run)

        return self._ask(correct) or ()

    def complete(self, run: str, most: int) -> tuple[str, ...]:
        """Runs of the texts that begin with a folded run, the most frequent first; at most so many."""

        def finish(opened: _OpenIndex) -> tuple[str, ...]:
            return complete(run, most, opened.texts.list_words, opened.texts.count_passages)

        return self._ask(finish) or ()

    def write(self) -> AbstractContextManager[OpenSearchWriter]:
        """A transaction: published when its number is, at the latest when the block ends; undone when it
        raises before that. What an earlier one has left that was stopped is deleted first.

        Raises:
            ArchiveBusy: another writer is open.
            EngineUnreachable: there is no answer.
        """
        return IndexTransactions(self._cluster, self._place, self._name_of).write()

    def read_generation(self) -> int:
        """Number of the transaction that is published; 0 where the index has none of this number."""
        opened = self._current()
        return opened.published.commit.number if opened else 0

    def list_reports(self) -> frozenset[str]:
        """Ids of all reports in the index; none where there is no index yet."""
        return self._ask(lambda opened: frozenset(opened.published.list_reports())) or frozenset()

    def find_damaged(self) -> tuple[str, ...]:
        """Names of reports of which passages are gone, or not what was written; reads all of them."""

        def look(opened: _OpenIndex) -> tuple[str, ...]:
            damaged: dict[str, None] = {}
            held: dict[str, int] = {}
            counts: dict[str, int] = {}
            for hit in opened.published.scan(EVERYTHING, True):
                source = hit["_source"]
                report = source["report"]
                held[report] = held.get(report, 0) + 1
                counts[report] = source["shown"].get("count", 0)
                if not is_intact(source):
                    damaged[report] = None
            damaged |= dict.fromkeys(report for report, count in counts.items() if held[report] != count)
            return tuple(damaged)

        return self._ask(look) or ()

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            self._opened = None
        self._cluster.close()

    def _ask(self, answer: Callable[[_OpenIndex], Answer]) -> Answer | None:
        """What is answered from one published state, whatever is published meanwhile; None where none is."""
        tries = _TRIES
        while True:
            opened = self._current()
            if opened is None:
                return None
            tries -= 1
            try:
                found = answer(opened)
            except KeyError:  # a passage that was found was replaced before it was read
                if tries and self._place.publication.read() != opened.published.commit.number:
                    continue
                raise
            # What is replaced is deleted after the next state is published: then some of it was not found.
            if not tries or self._place.publication.read() == opened.published.commit.number:
                return found

    def _current(self) -> _OpenIndex | None:
        """What is published; None where nothing ever was, or the index has nothing of it."""
        number = self._place.publication.read()
        opened = self._opened
        if opened and opened.published.commit.number == number:
            return opened
        with self._lock:
            if self._opened is None or self._opened.published.commit.number != number:
                commit = read_commit(self._cluster, self._place.name, number)
                if commit is None:
                    return None
                self._opened = _OpenIndex(
                    PublishedIndex(self._cluster, self._place.name, commit, self._name_of)
                )
            return self._opened
