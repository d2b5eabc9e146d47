"""Reads many files ahead in several processes, and yields what they say in the order of the files.

What a file says depends on its bytes alone, with one exception: damaged stretches are repaired with the
texts of reports that were added before. So processes read without them and answer that a file needs them;
such a file is read again when its turn has come, with the texts that the writer knows by then. The result is
the same as if one process had read one file after the other.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from indexer.archive.catalogue.writing.report_rows import Prepared
from indexer.archive.contributions.reading_basis import BasisReader
from indexer.archive.storage.home import Home
from indexer.ingest.reading.executor import ReadingExecutor
from indexer.ingest.reading.prepare import File, prepare_report
from indexer.ingest.reading.read import OthersNeeded
from indexer.ingest.reading.readers import Readers

SECONDS = 10.0
"""Longest time to read one file and work out its rows."""
AHEAD, AHEAD_BYTES = 250, 64 * 1024 * 1024
"""Most files, and bytes of them, that are read ahead: processes read on while a batch is published."""

Tag = TypeVar("Tag")


@dataclass(frozen=True, slots=True)
class Pending(Generic[Tag]):
    """A file that is being read, or is read when its result is asked for.

    Attributes:
        tag: what the caller knows it by.
        file: None where nothing is to be read.
    """

    tag: Tag
    file: File | None
    _readers: Readers
    _executor: ReadingExecutor | None
    _future: Future[Prepared] | None

    def wait(self, others: Iterable[str]) -> Prepared:
        """Return what the file says.

        Args:
            others: texts of undamaged reports that were added before; iterated only if this one is damaged.

        Raises:
            SourceError: it cannot be read as a report.
            ArchiveDamaged: what people corrected of it cannot be read.
        """
        assert self.file is not None
        if self._future is None or self._executor is None:
            read = self._readers.read(self.file.data, self.file.name, others)
            return prepare_report(*read, self.file, self._readers.settings)
        try:
            return self._future.result()
        except OthersNeeded:
            return self._executor.read_beside(self.file, others)


@contextmanager
def read_ahead(
    readers: Readers, files: Iterable[tuple[Tag, File | None]], count: int
) -> Iterator[Iterator[Pending[Tag]]]:
    """Read files; what is read of them comes in their order.

    Args:
        files: each with what the caller knows it by; None where nothing is to be read.
        count: how many there will be, about; fewer than `readers.many` are read when their result is asked
            for.
    """
    executor = readers.executor
    if executor is None and count >= readers.many:
        executor = SandboxExecutor(readers)
    threshold = gc.get_threshold()
    if executor:
        # Answers are many objects that refer to each other and go at once: garbage is looked for less often.
        gc.set_threshold(50_000, 20, 100)
    try:
        yield _pendings(readers, files, executor)
    except BaseException:
        if executor:
            executor.cancel()
        raise
    finally:
        gc.set_threshold(*threshold)
        readers.forget()
        if executor:
            executor.close()


def _pendings(
    readers: Readers, files: Iterable[tuple[Tag, File | None]], executor: ReadingExecutor | None
) -> Iterator[Pending[Tag]]:
    if executor is None:
        for tag, file in files:
            yield Pending(tag, file, readers, None, None)
        return
    ahead: deque[Pending[Tag]] = deque()
    size = 0
    for tag, file in files:
        future = executor.submit(file) if file else None
        ahead.append(Pending(tag, file, readers, executor, future))
        size += len(file.data) if file else 0
        while ahead and (len(ahead) > AHEAD or size > AHEAD_BYTES):
            first = ahead.popleft()
            size -= len(first.file.data) if first.file else 0
            yield first
    yield from ahead


class SandboxExecutor:
    """Reads files in the processes of this machine's sandbox."""

    def __init__(self, readers: Readers) -> None:
        """Start nothing yet."""
        self._readers, self._bases = readers, BasisReader(Home.of(readers.settings))
        self._threads = ThreadPoolExecutor(readers.pool.size, "nianbao-read")

    def submit(self, file: File) -> Future[Prepared]:
        """Have an idle process read a file."""
        return self._threads.submit(self._prepare, file, None)

    def read_beside(self, file: File, others: Iterable[str]) -> Prepared:
        """Wait for an idle process, and have it read a damaged file."""
        return self._prepare(file, list(others))

    def cancel(self) -> None:
        """Kill the processes."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._readers.stop()

    def close(self) -> None:
        """End the processes."""
        self._threads.shutdown(cancel_futures=True)
        self._readers.close()

    def _prepare(self, file: File, others: list[str] | None) -> Prepared:
        question = {"task": "prepare", "name": file.name, "sha256": file.sha256, "path": file.path}
        basis = self._bases.read(file.sha256)
        answer = self._readers.ask({**question, "basis": basis.to_json()}, file.data, others, SECONDS)
        return Prepared.from_json(answer["prepared"])
