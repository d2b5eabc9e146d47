"""Reads reports from files, each in this process or in the sandbox."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from indexer.archive.catalogue.records import Reading
from indexer.archive.contributions.attached_tables import Attachments
from indexer.archive.contributions.corrections import Corrections
from indexer.archive.recognitions import Recognitions
from indexer.archive.storage.home import Home
from indexer.errors import OversizedSource, SourceError
from indexer.extraction import recognition
from indexer.extraction.formats import find_format, holds_pictures, needs_sandbox
from indexer.extraction.recognition.sheet import EMPTY
from indexer.extraction.sandbox.pool import Pool, decode
from indexer.ingest.reading.loose_tables import LooseTables
from indexer.ingest.reading.read import Known, OthersNeeded, apply_correction, join_tables, read
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
SECONDS_A_PAGE = 90.0
"""Processor time to recognise one page that is a picture; the slowest of those tried takes 20."""
RECOGNITION_MEGABYTES = 1900
"""Memory that recognition may take beyond what it needs to start, in MiB; a page takes a third of it."""

Read = tuple[Report, Reading]
"""A report, and how it was read."""


class Readers:
    """Reads reports from files. May be shared by threads; a context manager, which ends its processes.

    Attributes:
        settings: limits, and the home whose corrections are applied.
        many: files of a run from which several processes read ahead (`workers.read_ahead`).
        pool: the processes of the sandbox; they run `indexer.ingest.reading.worker`.
        recogniser: the process that recognises pages; it runs `indexer.extraction.recognition.worker`.
        recognises: whether pages that are pictures are recognised. That takes seconds a page; what was
            recognised before is read in any case.
        executor: what reads the files of a run ahead (`workers.read_ahead`); where it is None, processes of
            its own do, as soon as there are `many`.
        on_page: called before each page that is recognised: the file's name, which one of how many it is.
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
        self._is_stopped = False
        self._sandbox_all, self._seconds = sandbox_all, seconds
        self.recognises = recognition.is_available()
        self.on_page: Callable[[str, int, int], None] = lambda _name, _number, _count: None
        # One at a time: it takes a processor and much memory.
        self.recogniser = Pool("indexer.extraction.recognition.worker", 1, RECOGNITION_MEGABYTES)
        self._known: dict[str, Read | SourceError] = {}

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def stop(self) -> None:
        """Kill all processes at once; threads that wait for an answer get an error."""
        self._is_stopped = True
        self.pool.stop()
        self.recogniser.stop()

    def close(self) -> None:
        """End all processes, each once no thread waits for its answer; later files start them again."""
        self.pool.close()
        self.recogniser.close()
        self._is_stopped = False

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
        known = Recognitions(Home.of(self.settings)).read(_sum_up(data))
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
        known = self.recognises or (
            needs_sandbox(data, question["name"]) and Recognitions(Home.of(self.settings)).has(_sum_up(data))
        )
        question["recognised"] = {} if known else None
        seconds *= 1.0 if others is None else DAMAGED_TIMES
        answer = decode(self.pool.ask(question, data, seconds))
        # Of a file that holds files, those of one after the other; each time further ones.
        asked: set[int] = set()
        while pages := answer.get("recognition_needed"):
            is_new = not asked.issuperset(pages)
            asked.update(pages)
            question["recognised"] = self._recognise(question["name"], data, pages) if is_new else None
            answer = decode(self.pool.ask(question, data, seconds))
        if "others_needed" in answer:
            raise OthersNeeded
        return answer

    @property
    def limits(self) -> dict[str, int]:
        """The settings that bound what is read."""
        return {k: v for k, v in dataclasses.asdict(self.settings).items() if isinstance(v, int)}

    def _recognise(self, name: str, data: bytes, pages: Sequence[int]) -> dict[str, Any] | None:
        """Return pages of a file that are pictures as they were recognised before, or are now; None where
        some were not, and recognition is not offered.

        Raises:
            OversizedSource: a page takes too long or too much memory.
        """
        sha256, kept = _sum_up(data), Recognitions(Home.of(self.settings))
        known = kept.read(sha256)
        sound = Known(recognised=known).load_pages() or {}
        missing = [page for page in pages if page not in sound]
        if missing and not self.recognises:
            return None
        is_beside_text = holds_pictures(find_format(data, name))
        for page in missing:
            self.on_page(name, page, pages[-1])
            try:
                answer = decode(self.recogniser.ask({"name": name, "page": page}, data, SECONDS_A_PAGE))
            except OversizedSource as error:
                # Of a page that a stop has cut off nothing is known.
                if self._is_stopped or not is_beside_text:
                    raise OversizedSource(f"第 {page} 页没有识别成功：{error.message}") from None
                answer = {"page": EMPTY.to_json()}
            known[str(page)] = answer["page"]
            kept.write(sha256, page, answer["page"])
        return known

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
