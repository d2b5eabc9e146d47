"""Reads reports from files, each in this process or in the sandbox."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from indexer.archive.catalogue.records import Reading
from indexer.archive.corrections import Corrections
from indexer.archive.home import Home
from indexer.errors import SourceError
from indexer.extraction.formats import needs_sandbox
from indexer.extraction.sandbox.pool import Pool, decode
from indexer.ingest.read import OthersNeeded, apply_correction, read
from indexer.report.report import Report
from indexer.report.report_json import from_json
from indexer.settings import Settings
from indexer.sources import files

SECONDS = 8.0
"""Longest processor time to read one file in the sandbox; what is done with it then is to end within ten."""
MANY = 24
"""Files of a run from which several processes read ahead: fewer are read before those have started."""
DAMAGED_TIMES = 3.0
"""How many times as long a damaged file may take: its words are compared with those of thirty others."""

Read = tuple[Report, Reading]
"""A report, and how it was read."""


class Readers:
    """Reads reports from files. May be shared by threads; a context manager, which ends its processes.

    Attributes:
        settings: limits, and the home whose corrections are applied.
        many: files of a run from which several processes read ahead (`workers.read_ahead`).
        pool: the processes of the sandbox; they run `indexer.ingest.worker`.
    """

    def __init__(
        self,
        settings: Settings,
        pool: Pool | None = None,
        sandbox_all: bool = False,
        seconds: float = SECONDS,
        many: int = MANY,
    ) -> None:
        """Start nothing yet.

        Args:
            pool: processes to use; its own where none are given.
            sandbox_all: read every file in the sandbox, not only large ones and those of intricate formats.
            seconds: longest processor time to read one file in the sandbox.
            many: files of a run from which several processes read ahead.
        """
        self.settings, self.many, self.pool = settings, many, pool or Pool("indexer.ingest.worker")
        self._sandbox_all, self._seconds = sandbox_all, seconds
        self._known: dict[str, Read | SourceError] = {}

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pool.close()

    def read(self, data: bytes, name: str, others: Iterable[str] = ()) -> Read:
        """Return the report in a file as people corrected it, and how it was read.

        Args:
            data: the whole file.
            name: its name as it came.
            others: texts of undamaged reports, iterated only if this one is damaged.

        Raises:
            OversizedSource: reading it takes too long or too much memory.
            SourceError: it cannot be read as a report.
            ArchiveDamaged: the record of its correction cannot be read.
        """
        return apply_correction(*self.read_as_it_is(data, name, others), data, Home(self.settings.home))

    def read_as_it_is(self, data: bytes, name: str, others: Iterable[str] = ()) -> Read:
        """Return the report in a file as it is read, of the kind that people say it is, not corrected else.

        Raises:
            OversizedSource, SourceError, ArchiveDamaged: as of `read`.
        """
        found = self._known.pop(_key(data, name), None)
        if isinstance(found, SourceError):
            raise found
        return found or self._read(data, name, others)

    def inspect(self, path: Path, name: str = "") -> Read:
        """Read one file of a folder without adding it.

        Args:
            name: the name that it came under, where that is another.

        Raises:
            SourceError: it cannot be read as a report.
            ArchiveDamaged: the record of its correction cannot be read.
        """
        return self.read(files.read(path, self.settings.max_file_bytes).data, name or path.name)

    def check(self, data: bytes, name: str) -> None:
        """Read a file that is added next, and keep what was read until then: `read` reads it no second time.

        A damaged file is read again, since it may read differently beside the reports of the archive.

        Raises:
            SourceError: it cannot be read as a report.
        """
        key = _key(data, name)
        if key not in self._known:
            try:
                self._known[key] = self._read(data, name, None)
            except SourceError as error:
                self._known[key] = error
            except OthersNeeded:
                self._read(data, name, ())
                return
        if isinstance(found := self._known[key], SourceError):
            raise found

    def forget(self) -> None:
        """Drop what `check` has read and `read` has not asked for."""
        self._known.clear()

    def ask(
        self, question: dict[str, Any], data: bytes, others: list[str] | None, seconds: float
    ) -> dict[str, Any]:
        """Ask a process of the sandbox about a file.

        Args:
            question: `task` and `name`, and what the task needs (`worker`).
            others: texts of undamaged reports; None where they are not known.
            seconds: longest time for an undamaged file.

        Raises:
            SourceError: the file cannot be read as a report.
            OthersNeeded: it is damaged, and `others` is None.
        """
        limits = {k: v for k, v in dataclasses.asdict(self.settings).items() if isinstance(v, int)}
        question = {**question, "settings": limits, "others": others}
        answer = decode(self.pool.ask(question, data, seconds * (1.0 if others is None else DAMAGED_TIMES)))
        if "others_needed" in answer:
            raise OthersNeeded
        return answer

    def _read(self, data: bytes, name: str, others: Iterable[str] | None) -> Read:
        kind = Corrections(Home(self.settings.home)).read(hashlib.sha256(data).hexdigest()).kind
        if not self._sandbox_all and not needs_sandbox(data, name):
            return read(data, name, self.settings, others, kind)
        question = {"task": "read", "name": name, "kind": kind}
        try:
            answer = self.ask(question, data, None, self._seconds)
        except OthersNeeded:
            if others is None:
                raise
            answer = self.ask(question, data, list(others), self._seconds)
        reading = answer["reading"]
        notes = tuple(reading["notes"])
        return from_json(answer["report"]), Reading(reading["format"], reading["encoding"], notes)


def _key(data: bytes, name: str) -> str:
    return f"{hashlib.sha256(data).hexdigest()} {name}"
