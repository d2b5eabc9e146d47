"""The engine: opens the index, follows its commits, answers queries."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from whoosh.index import FileIndex, LockError
from whoosh.reading import CorruptIndexError
from whoosh.writing import SegmentWriter

from indexer.errors import ArchiveBusy, ArchiveDamaged, ArchiveMissing
from indexer.search.engines.whoosh.answers import Answers
from indexer.search.engines.whoosh.checksums import find_damaged
from indexer.search.engines.whoosh.codec import ArrayCodec
from indexer.search.engines.whoosh.damage import DAMAGE, report_damage
from indexer.search.engines.whoosh.facets import Columns
from indexer.search.engines.whoosh.mmap import MappedStorage
from indexer.search.engines.whoosh.schema import SCHEMA
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.facets.divisions import NameOf, name_division
from indexer.search.query.tree import Node, Query
from indexer.search.results import Results
from indexer.settings import Settings

# What a search does not need is loaded by who needs it: `nianbao search` starts the sooner.
if TYPE_CHECKING:
    from indexer.search.auditing.batch import BatchCounts
    from indexer.search.auditing.concordance import Concordance, ConcordanceSort
    from indexer.search.auditing.trend import TrendCell
    from indexer.search.engines.whoosh.writer import WhooshWriter

_GIVEN = 8
"""One part in so many of the memory for searching is for answers that were given: a thousand in 16 MiB."""
_RESTED = 2.0
"""Seconds; no file system rounds the time of a change more."""


class WhooshEngine:
    """An index in one folder (see `indexer.search.engines.base.Engine`)."""

    publishes_itself = True

    def __init__(self, folder: Path, settings: Settings, name_of: NameOf = name_division) -> None:
        """Nothing is opened before it is needed.

        Args:
            name_of: what the district filter calls a division, from its code and short name.
        """
        self._folder, self._settings, self._name_of = folder, settings, name_of
        self.name = str(folder)
        self._lock = threading.Lock()
        self._index: FileIndex | None = None
        self._rested = 0.0
        self._opened: Answers | None = None

    def search(self, query: Query) -> Results:
        """Answer a query from what was last published.

        Raises:
            ArchiveMissing: there is no index.
            ArchiveDamaged: the index cannot be read.
        """
        began = time.perf_counter()
        opened = self._current()
        if opened is None:
            raise ArchiveMissing(f"{self._folder} 中还没有索引，请先用 nianbao add 收录报告。")
        with report_damage(self._folder, *DAMAGE):
            return opened.answer(query, lambda: (time.perf_counter() - began) * 1000)

    def count_trend(self, trees: Sequence[Node], scope: Query) -> tuple[TrendCell, ...]:
        """Return how many reports say what each tree says, by place and year, in a scope."""
        from indexer.search.engines.whoosh.auditing import count_saying

        opened = self._current()
        with report_damage(self._folder, *DAMAGE):
            return count_saying(opened, trees, scope)

    def count_batch(self, trees: Iterable[Node], scope: Query) -> BatchCounts:
        """Return how many reports say what each tree says, by district of the scope and by year."""
        from indexer.search.engines.whoosh.auditing import count_many_saying

        opened = self._current()
        with report_damage(self._folder, *DAMAGE):
            return count_many_saying(opened, trees, scope)

    def find_places(self, query: Query, sort: ConcordanceSort) -> Concordance:
        """Return every place where a query's phrases are in the passages that it matches."""
        from indexer.search.engines.whoosh.auditing import find_places

        opened = self._current()
        with report_damage(self._folder, *DAMAGE):
            return find_places(opened, query, sort)

    def corrections(self, run: str, most: int = 0) -> tuple[str, ...]:
        """What was probably meant by a folded run, the likeliest first; () where more than `most` passages
        have it.
        """
        opened = self._current()
        if opened is None:
            return ()
        with report_damage(self._folder, *DAMAGE):
            snapshot = opened.snapshot
            if len(snapshot.containing(run, "")) > most:
                return ()
            return snapshot.corrections.find(run)

    def complete(self, run: str, most: int) -> tuple[str, ...]:
        """Runs of the texts that begin with a folded run, the most frequent first; at most so many."""
        opened = self._current()
        if opened is None:
            return ()
        with report_damage(self._folder, *DAMAGE):
            return opened.snapshot.complete(run, most)

    @contextmanager
    def write(self) -> Iterator[WhooshWriter]:
        """A transaction: published when the block ends, undone when it raises.

        Raises:
            ArchiveBusy: another writer is open.
            ArchiveDamaged: the index cannot be read.
        """
        from indexer.search.engines.whoosh.report_lookup import ReportLookup
        from indexer.search.engines.whoosh.writer import WhooshWriter

        writer = self._writer()
        try:
            with report_damage(self._folder, *DAMAGE):
                held = ReportLookup(writer.storage, writer.segments)
            transaction = WhooshWriter(writer, held, self._settings.index_memory_mb)
        except BaseException:
            writer.cancel()
            raise
        try:
            with report_damage(self._folder, CorruptIndexError):  # segments that it would join
                yield transaction
            if transaction.changed:
                with report_damage(self._folder, CorruptIndexError):
                    transaction.commit()
                if self._opened:
                    self._current(wait=True)  # who has written finds it
            else:
                transaction.cancel()
        except BaseException:
            if not writer.is_closed:
                transaction.cancel()
            raise

    def read_generation(self) -> int:
        """Number of the last commit: one more with every commit; 0 where there is no index yet."""
        if not (self._folder.is_dir() and any(self._folder.iterdir())):
            return 0
        with report_damage(self._folder, Exception):
            index = MappedStorage(str(self._folder)).open_index(schema=SCHEMA)
            return int(index.latest_generation())

    def list_reports(self) -> frozenset[str]:
        """Ids of all reports in the index; none where there is no index yet."""
        opened = self._current()
        return frozenset(opened.snapshot.list_held()) if opened else frozenset()

    def find_damaged(self) -> tuple[str, ...]:
        """Names of files of the index that are gone, or not what was written; reads all of them. Nobody may
        write meanwhile.

        Raises:
            ArchiveDamaged: which files there are cannot be read.
        """
        if not (self._folder.is_dir() and any(self._folder.iterdir())):
            return ()
        storage = MappedStorage(str(self._folder))
        with report_damage(self._folder, Exception):
            segments = storage.open_index(schema=SCHEMA)._segments()
            return tuple(name for segment in segments for name in find_damaged(storage, segment))

    def close(self) -> None:
        """Let go of files; searches that are still running keep theirs until they end."""
        with self._lock:
            self._index = self._opened = None

    def _writer(self) -> SegmentWriter:
        self._folder.mkdir(parents=True, exist_ok=True)
        storage = MappedStorage(str(self._folder))
        if not any(self._folder.iterdir()):
            storage.create_index(SCHEMA)
        try:
            with report_damage(self._folder, Exception):
                return storage.open_index(schema=SCHEMA).writer(codec=ArrayCodec())
        except ArchiveDamaged as error:
            if isinstance(error.__cause__, LockError):
                raise ArchiveBusy(f"另一个进程正在写入索引 {self._folder}，请等它结束后再试。") from None
            raise

    def _current(self, wait: bool = False) -> Answers | None:
        """The last commit; None where nothing was ever written.

        While one thread opens a new commit, the others go on with the one before, unless they `wait`.
        """
        opened = self._opened
        if not self._lock.acquire(blocking=wait or opened is None):
            return opened
        try:
            if self._index is None and not (self._folder.is_dir() and any(self._folder.iterdir())):
                return None
            # A broken file makes Whoosh raise anything while it opens.
            with report_damage(self._folder, Exception):
                if self._index is None:
                    storage = MappedStorage(str(self._folder))
                    self._index = storage.steady(lambda: storage.open_index(schema=SCHEMA))
                if self._opened is None or self._changed(self._index, self._opened.snapshot):
                    self._opened = self._open(self._index)
                return self._opened
        finally:
            self._lock.release()

    def _changed(self, index: FileIndex, snapshot: Snapshot) -> bool:
        """Whether there was another commit. A folder that has rested a while since is not listed again."""
        touched = self._folder.stat().st_mtime
        if touched == self._rested:
            return False
        now = time.time()
        if index.latest_generation() != snapshot.generation:
            return True
        if now - touched > _RESTED:
            self._rested = touched
        return False

    def _open(self, index: FileIndex) -> Answers:
        known = self._opened.snapshot.parts if self._opened else {}

        def snapshot() -> Snapshot:
            return Snapshot(index.storage, index._read_toc(), known, memory_mb - given_mb)

        memory_mb = self._settings.search_memory_mb
        given_mb = memory_mb // _GIVEN
        opened: Snapshot = index.storage.steady(snapshot)
        return Answers(opened, Columns(opened, self._name_of), given_mb)
