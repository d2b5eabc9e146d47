"""Reads reports from files, each in this process or in the sandbox."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from indexer.archive.catalogue.records import Reading
from indexer.archive.contributions.attached_tables import Attachments
from indexer.archive.contributions.corrections import Corrections
from indexer.archive.recognitions import Recognitions
from indexer.archive.storage.home import Home
from indexer.errors import SourceError
from indexer.extraction.formats import needs_sandbox
from indexer.extraction.sandbox.pool import Pool, decode
from indexer.ingest.reading.loose_tables import LooseTables
from indexer.ingest.reading.read import Known, OthersNeeded, apply_correction, join_tables, read
from indexer.ingest.reading.recogniser import PageRecogniser
from indexer.report.report import Report
from indexer.report.report_json import from_json
from indexer.settings import Settings
from indexer.sources import files

if TYPE_CHECKING:
    from indexer.ingest.reading.executor import ReadingExecutor

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
        pool: the processes of the sandbox; they run `indexer.ingest.reading.worker`.
        recogniser: recognises pages that are pictures, where that is enabled.
        executor: what reads the files of a run ahead (`workers.read_ahead`); where it is None, processes of
            its own do, as soon as there are `many`.
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
        self.settings, self.many, self.pool = settings, many, pool or Pool("indexer.ingest.reading.worker")
        self.executor: ReadingExecutor | None = None
        self._sandbox_all, self._seconds = sandbox_all, seconds
        self._recognitions = Recognitions(Home.of(settings))
        self.recogniser = PageRecogniser(self._recognitions)
        self._known: dict[str, Read | SourceError] = {}

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def stop(self) -> None:
        """Kill all processes at once; threads that wait for an answer get an error."""
        self.pool.stop()
        self.recogniser.stop()

    def close(self) -> None:
        """End all processes, each once no thread waits for its answer; later files start them again."""
        self.pool.close()
        self.recogniser.close()

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
        correction = Corrections(Home.of(self.settings)).read(_sum_up(data))
        return apply_correction(*self.read_as_it_is(data, name, others), correction)

    def read_as_it_is(self, data: bytes, name: str, others: Iterable[str] = ()) -> Read:
        """Return the report in a file as it is read, of the kind that people say it is, with the tables of
        its spreadsheets, not corrected else.

        Raises:
            OversizedSource, SourceError, ArchiveDamaged: as of `read`.
        """
        found = self._known.pop(_key(data, name), None)
        if isinstance(found, SourceError):
            raise found
        attached = Attachments(Home.of(self.settings)).read(_sum_up(data))
        return join_tables(*(found or self._read(data, name, others)), attached)

    def read_tables(self, data: bytes, name: str) -> LooseTables:
        """Return the statutory tables of a spreadsheet.

        Raises:
            SourceError: it cannot be read, or a statutory table in it not for certain.
        """
        question = {"task": "tables", "name": name}
        return LooseTables.from_json(self.ask(question, data, None, self._seconds))

    def list_unrecognised(self, data: bytes, name: str) -> tuple[int, ...]:
        """Return which pages of a file are pictures that are still to be recognised; of a file that holds
        files, those of the first that has any.

        Raises:
            SourceError: it cannot be read.
        """
        if not needs_sandbox(data, name):
            return ()  # text alone
        known = self._recognitions.read(_sum_up(data))
        question = {"task": "pictures", "name": name, "settings": self.limits, "recognised": known}
        return tuple(decode(self.pool.ask(question, data, self._seconds)).get("recognition_needed", ()))

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

    def find_checked(self, data: bytes, name: str) -> Report | None:
        """Return the report in a file that `check` has read; None where it is damaged, or none."""
        found = self._known.get(_key(data, name))
        return None if found is None or isinstance(found, SourceError) else found[0]

    def forget(self) -> None:
        """Drop what `check` has read and `read` has not asked for."""
        self._known.clear()

    def ask(
        self, question: dict[str, Any], data: bytes, others: list[str] | None, seconds: float
    ) -> dict[str, Any]:
        """Ask a process of the sandbox about a file; pages that are pictures are recognised on the way.

        Args:
            question: `task` and `name`, and what the task needs (`worker`); `settings` where they are not
                to be this one's.
            others: texts of undamaged reports; None where they are not known.
            seconds: longest time for an undamaged file.

        Raises:
            SourceError: the file cannot be read as a report.
            OthersNeeded: it is damaged, and `others` is None.
        """
        question = {"settings": self.limits, **question, "others": others}
        # Where a file is text alone, nobody is asked what was recognised of it: that may be another machine.
        known = self.recogniser.is_enabled or (
            needs_sandbox(data, question["name"]) and self._recognitions.has(_sum_up(data))
        )
        question["recognised"] = {} if known else None
        seconds *= 1.0 if others is None else DAMAGED_TIMES
        answer = decode(self.pool.ask(question, data, seconds))
        # Of a file that holds files, those of one after the other; each time further ones.
        asked: set[int] = set()
        while pages := answer.get("recognition_needed"):
            is_new = not asked.issuperset(pages)
            asked.update(pages)
            question["recognised"] = (
                self.recogniser.recognise(question["name"], data, pages) if is_new else None
            )
            answer = decode(self.pool.ask(question, data, seconds))
        if "others_needed" in answer:
            raise OthersNeeded
        return answer

    @property
    def limits(self) -> dict[str, int]:
        """The settings that bound what is read."""
        return {k: v for k, v in dataclasses.asdict(self.settings).items() if isinstance(v, int)}

    def _read(self, data: bytes, name: str, others: Iterable[str] | None) -> Read:
        kind = Corrections(Home.of(self.settings)).read(_sum_up(data)).kind
        if not self._sandbox_all and not needs_sandbox(data, name):
            return read(data, name, self.settings, others, Known(kind))
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


def _sum_up(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _key(data: bytes, name: str) -> str:
    return f"{_sum_up(data)} {name}"
