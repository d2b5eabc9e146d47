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
from typing import Any, Generic, TypeVar

from indexer.archive.catalogue.writing.report_rows import Prepared
from indexer.ingest.reading.prepare import File, prepare_report
from indexer.ingest.reading.read import OthersNeeded
from indexer.ingest.reading.readers import Readers

SECONDS = 10.0
"""Longest time to read one file and work out its rows."""
_AHEAD, _AHEAD_BYTES = 250, 64 * 1024 * 1024
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
    _future: Future[dict[str, Any]] | None

    def wait(self, others: Iterable[str]) -> Prepared:
        """Return what the file says.

        Args:
            others: texts of undamaged reports that were added before; iterated only if this one is damaged.

        Raises:
            SourceError: it cannot be read as a report.
            ArchiveDamaged: what people corrected of it cannot be read.
        """
        assert self.file is not None
        if self._future is None:
            read = self._readers.read(self.file.data, self.file.name, others)
            return prepare_report(*read, self.file, self._readers.settings)
        try:
            answer = self._future.result()
        except OthersNeeded:
            answer = _prepare(self._readers, self.file, list(others))
        return Prepared.from_json(answer["prepared"])


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
    threads = ThreadPoolExecutor(readers.pool.size, "nianbao-read") if count >= readers.many else None
    threshold = gc.get_threshold()
    if threads:
        # Answers are many objects that refer to each other and go at once: garbage is looked for less often.
        gc.set_threshold(50_000, 20, 100)
    try:
        yield _pendings(readers, files, threads)
    except BaseException:
        if threads:
            threads.shutdown(wait=False, cancel_futures=True)
            readers.stop()
        raise
    finally:
        gc.set_threshold(*threshold)
        readers.forget()
        if threads:
            threads.shutdown(cancel_futures=True)
            readers.close()


def _pendings(
    readers: Readers, files: Iterable[tuple[Tag, File | None]], threads: ThreadPoolExecutor | None
) -> Iterator[Pending[Tag]]:
    if threads is None:
        for tag, file in files:
            yield Pending(tag, file, readers, None)
        return
    ahead: deque[Pending[Tag]] = deque()
    size = 0
    for tag, file in files:
        future = threads.submit(_prepare, readers, file, None) if file else None
        ahead.append(Pending(tag, file, readers, future))
        size += len(file.data) if file else 0
        while ahead and (len(ahead) > _AHEAD or size > _AHEAD_BYTES):
            first = ahead.popleft()
            size -= len(first.file.data) if first.file else 0
            yield first
    yield from ahead


def _prepare(readers: Readers, file: File, others: list[str] | None) -> dict[str, Any]:
    question = {"task": "prepare", "name": file.name, "sha256": file.sha256, "path": file.path}
    question["home"] = str(readers.settings.home.absolute())
    return readers.ask(question, file.data, others, SECONDS)
