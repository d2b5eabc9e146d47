"""Passages into the index."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from operator import itemgetter

from whoosh.writing import SegmentWriter

from indexer.search.engines.base import Entry
from indexer.search.engines.whoosh.bulk import Chunk, analyse, assemble
from indexer.search.engines.whoosh.codec import ArraySegment
from indexer.search.engines.whoosh.merge_policy import Joining
from indexer.search.engines.whoosh.report_lookup import ReportLookup
from indexer.search.engines.whoosh.segment_writer import write_segment
from indexer.search.engines.whoosh.segmenter_vocabulary import SegmenterVocabulary

_CHUNK = 200_000
"""Characters analysed in one go."""
_BYTES_A_CHARACTER = 20
"""Memory at most while a segment is sorted, by character of its text."""
_MOST_WORDS = 1 << 18
"""Words of the segmenter that are known from one segment to the next: some 200 bytes each."""
_THREADS = 3
"""Two wait for Python's lock so often that a third finds time: a quarter more on two cores."""


class WhooshWriter:
    """An open transaction (see `indexer.search.engines.base.Writer`)."""

    def __init__(self, writer: SegmentWriter, held: ReportLookup, memory_mb: int) -> None:
        """Args:
        held: what was in the index before the transaction.
        memory_mb: memory for passages that are not written yet, MiB.
        """
        self._writer, self._held = writer, held
        # One segment is sorted while the next is gathered.
        self._most = memory_mb * 2**20 // _BYTES_A_CHARACTER // 2
        self._added: dict[str, list[int]] = {}
        self._dropped: set[int] = set()
        self._count = self._characters = 0
        self._waiting: list[Entry] = []
        self._size = self._gathered = self._gathered_passages = 0
        self._chunks: deque[Future[Chunk]] = deque()
        self._vocabulary = SegmenterVocabulary()
        self._threads = ThreadPoolExecutor(_THREADS, "nianbao-analyse")
        self._sorting = ThreadPoolExecutor(1, "nianbao-sort")
        self._segments: list[Future[tuple[int, ArraySegment]]] = []
        self._compact = False
        self._prepared: list[ArraySegment] | None = None
        self.changed = False

    def add(self, entries: Iterable[Entry]) -> None:
        """Add the passages of one report; what the index held of that report is replaced."""
        replaced = None
        for entry in entries:
            if entry.report != replaced:
                self.remove(entry.report)
                replaced = entry.report
                if self._gathered + self._size > self._most:  # a report is never in two segments
                    self._analyse()
                    self._assemble()
            self.changed = True
            self._added.setdefault(entry.report, []).append(self._count)
            self._count += 1
            self._waiting.append(entry)
            self._size += len(entry.text)
            self._characters += len(entry.text)
            if self._size > _CHUNK:
                self._analyse()

    def remove(self, report: str) -> None:
        """Take all passages of a report out, also those added in this transaction."""
        for number in self._held.find_numbers(report):
            self._writer.delete_document(number)
            self.changed = True
        self._dropped.update(self._added.pop(report, ()))

    def compact(self) -> None:
        """Join what many transactions have added, when this one is published."""
        self._compact = True

    def prepare(self) -> None:
        """Write what is to be published, so that publishing it takes no more than a moment."""
        self._analyse()
        self._assemble()
        added = [future.result() for future in self._segments]
        self._close()
        for number in self._dropped:
            first, segment = added[bisect_right(added, number, key=itemgetter(0)) - 1]
            segment.delete_document(number - first)
        new = [segment for _, segment in added if segment.doc_count()]

        held = [segment for segment in self._writer.segments if segment.doc_count()]
        joining = Joining(self._writer.storage, self._writer.indexname, self._characters)
        self._prepared = joining.joined([*held, *new], self._compact)

    def commit(self) -> None:
        """Publish all changes at once."""
        if self._prepared is None:
            self.prepare()
        self._writer.commit(mergetype=lambda _writer, _segments: self._prepared)

    def cancel(self) -> None:
        """Undo all changes. Files that were written are taken away by the next commit."""
        self._close()
        self._writer.cancel()

    def _close(self) -> None:
        self._threads.shutdown(cancel_futures=True)
        self._sorting.shutdown(cancel_futures=True)

    def _analyse(self) -> None:
        if self._waiting:
            self._chunks.append(self._threads.submit(analyse, self._waiting, self._vocabulary))
            self._gathered += self._size
            self._gathered_passages += len(self._waiting)
        self._waiting, self._size = [], 0
        if len(self._chunks) > 2 * _THREADS:
            # Those who add wait for those who analyse: else what waits has no bound.
            self._chunks[-2 * _THREADS].result()

    def _assemble(self) -> None:
        if self._chunks:
            if self._segments:
                self._segments[-1].result()
            first = self._count - self._gathered_passages - len(self._waiting)
            chunks, vocabulary = list(self._chunks), self._vocabulary
            self._segments.append(self._sorting.submit(self._written, first, chunks, vocabulary))
        self._chunks.clear()
        self._gathered = self._gathered_passages = 0
        if len(self._vocabulary) > _MOST_WORDS:
            self._vocabulary = SegmenterVocabulary()

    def _written(
        self, first: int, chunks: list[Future[Chunk]], vocabulary: SegmenterVocabulary
    ) -> tuple[int, ArraySegment]:
        rows = assemble([chunk.result() for chunk in chunks], vocabulary)
        return first, write_segment(self._writer.storage, self._writer.indexname, rows)
