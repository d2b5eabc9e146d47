"""Has files read by several processes at once, and gives what they say in the order of the files.

A file is a pure function's argument, but for one thing: damaged stretches are mended with the texts of
reports that were taken in before. So processes read without them, and say when a file wants them; such a
file is read again when its turn has come, with the texts that the writer then knows. What comes out is
the same as if one process had read file after file.
"""

from __future__ import annotations

import gc
import json
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from types import TracebackType
from typing import Any

from indexer.archive.catalogue.report_rows import Prepared
from indexer.extraction.sandbox.process import Confined, failure
from indexer.ingest.prepare import prepare
from indexer.settings import Settings

_SECONDS, _MEGABYTES = 10.0, 900
_TO_MEND = 3.0
"""How many times as long a damaged file may take: its words are weighed against those of thirty others."""
_WORTH = 24
"""Fewer files are read here before processes have started."""
_AHEAD, _AHEAD_BYTES = 250, 64 * 1024 * 1024
"""Most files, and bytes of them, that are read ahead: processes read on while a batch is published."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read.

    Attributes:
        tag: whatever the caller knows it by.
        data: the bytes; None where they are not to be read.
        sha256: of the bytes.
        name: file name as it came.
        path: where it came from.
    """

    tag: Any
    data: bytes | None = None
    sha256: str = ""
    name: str = ""
    path: str = ""


class Readers:
    """Reads files, in this process or, where it is worth it, in one a processor. A context manager."""

    def __init__(self, settings: Settings, files: int) -> None:
        """Args:
        files: how many there will be, about.
        """
        self._settings = settings
        count = (os.cpu_count() or 1) if files >= _WORTH else 0
        self._processes = [Confined("indexer.ingest.worker", _SECONDS, _MEGABYTES) for _ in range(count)]
        self._idle: SimpleQueue[Confined] = SimpleQueue()
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(max(count, 1), "nianbao-read")

    def __enter__(self) -> Readers:
        # What processes answer are webs of many objects that go at once: they are not looked through for
        # garbage every moment.
        self._threshold = gc.get_threshold()
        if self._processes:
            gc.set_threshold(50_000, 20, 100)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        gc.set_threshold(*self._threshold)
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.stop()
        self._threads.shutdown()
        for process in self._processes:
            process.close()

    def read(self, files: Iterable[File]) -> Iterator[Pending]:
        """What is read of files, in their order; some are read ahead."""
        ahead: deque[Pending] = deque()
        size = 0
        for file in files:
            future = None
            if self._processes and file.data is not None:
                future = self._threads.submit(self._ask, file, None)
            ahead.append(Pending(file, self, future))
            size += len(file.data or b"")
            while not self._processes or len(ahead) > _AHEAD or size > _AHEAD_BYTES:
                size -= len(ahead[0].file.data or b"")
                yield ahead.popleft()
                if not ahead:
                    break
        yield from ahead

    def again(self, file: File, others: Iterable[str]) -> Prepared:
        """A file read with the texts of others.

        Raises:
            SourceError: it cannot be read as a report.
        """
        if self._processes:
            answer = json.loads(self._ask(file, list(others)))
            if "error" not in answer:
                return Prepared.from_json(answer["prepared"])
            raise failure(answer)
        assert file.data is not None
        return prepare(file.data, file.sha256, file.name, file.path, self._settings, others)

    def _ask(self, file: File, others: list[str] | None) -> bytes:
        settings = {name: getattr(self._settings, name) for name in self._settings.__slots__}
        question = {
            "file": [file.sha256, file.name, file.path],
            "settings": {**settings, "home": str(self._settings.home.absolute())},
            "others": others,
        }
        process = self._idle.get()
        try:
            return process.ask(question, file.data or b"", 1.0 if others is None else _TO_MEND)
        finally:
            self._idle.put(process)


@dataclass(frozen=True, slots=True)
class Pending:
    """A file that is being read, or will be when it is asked for."""

    file: File
    _readers: Readers
    _future: Future[bytes] | None

    def result(self, others: Iterable[str]) -> Prepared:
        """What the file says.

        Args:
            others: texts of undamaged reports that were taken in before; asked for only if it is damaged.

        Raises:
            SourceError: it cannot be read as a report.
        """
        if self._future is None:
            return self._readers.again(self.file, others)
        answer = json.loads(self._future.result())
        if "error" in answer:
            raise failure(answer)
        return (
            self._readers.again(self.file, others)
            if "wants" in answer
            else Prepared.from_json(answer["prepared"])
        )
