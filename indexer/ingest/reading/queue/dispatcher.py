"""Has files read by workers, one by one: asks about each, looks how its job is, takes the answer.

Nothing here is waited for without an end: where no worker is at work, or the queue cannot be asked, the files
are read in the sandbox of this machine, as without a queue.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass

from indexer.archive.catalogue.writing.report_rows import Prepared
from indexer.archive.databases.postgresql.connections import name_process
from indexer.archive.preservation.claim import find_holder
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveDamaged, ArchiveError
from indexer.ingest.reading.prepare import File
from indexer.ingest.reading.queue.asking import Asker, Said
from indexer.ingest.reading.queue.fallback import (
    NO_ANSWER,
    NO_WORKER,
    UNREACHABLE,
    Fallback,
    fail,
    make_interruption,
)
from indexer.ingest.reading.queue.jobs import TASK, Queue
from indexer.ingest.reading.queue.library import TROUBLES, AlreadyEnqueued, App, Job
from indexer.ingest.reading.queue.program import describe_program
from indexer.ingest.reading.queue.rescue import Rescue
from indexer.ingest.reading.readers import Readers
from indexer.ingest.reading.workers import AHEAD

_POLL = 0.25
"""Seconds between two looks at the jobs."""
_PAUSE = 2.0
"""Seconds after which a database is asked again that gave no answer."""
_MOST_TRIES = 3
"""Times that a job may end without an answer."""
_CONNECTIONS = 4


@dataclass(eq=False, slots=True)
class QueuedFile:
    """A file that is being read elsewhere.

    Attributes:
        future: of what it says.
        key: of its question; "" before it was asked.
        jobs: how many there were for it.
    """

    file: File
    future: Future[Prepared]
    key: str = ""
    jobs: int = 0


class Dispatcher:
    """The files of a run that are open, and their jobs. All of it is done in one loop; `is_ending`,
    `is_cancelled` and `wake` are set from outside.
    """

    def __init__(self, queue: Queue, readers: Readers, fallback: Fallback, patience: float) -> None:
        """Ask nothing yet.

        Args:
            queue: which is there.
            readers: what reads on this machine.
            fallback: has a file read there.
            patience: seconds without any sign of a worker after which it is.
        """
        self._queue, self._home = queue, Home.of(readers.settings)
        self._patience, self._fallback = patience, fallback
        self._asker = Asker(readers)
        self._rescue = Rescue(self._asker)
        self._open: dict[QueuedFile, None] = {}
        # An answer is kept until it is published for certain: a run that is killed finds it again.
        self._answered: deque[str] = deque()
        self._kept = AHEAD + 2 * readers.settings.batch_files
        self._archive, self._sign = "", 0.0
        self.is_ending = self.is_cancelled = False
        self.wake = asyncio.Event()

    def accept(self, item: QueuedFile) -> None:
        """Have a file read; called in the loop."""
        self._open[item] = None
        self.wake.set()

    async def serve(self) -> None:
        """Have files read until the run ends; those that are open then fail."""
        self._sign, is_over = time.monotonic(), False
        while not is_over:
            app = self._queue.connect(name_process(), _CONNECTIONS)
            try:
                async with app.open_async():
                    await self._begin(app)
                    while not self.is_ending:
                        await self._look(app)
                        await self._rest(_POLL)
                    await self._finish(app)
                is_over = True
            except TROUBLES:
                is_over = self.is_ending
                # As if no worker were there; the database is asked again by and by.
                for item in list(self._open):
                    self._read_here(item, UNREACHABLE)
                await self._rest(_PAUSE)
        self.fail_all(make_interruption())

    def fail_all(self, error: BaseException) -> None:
        """Let all files that are open fail."""
        for item in self._open:
            fail(item.future, error)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.wake.wait(), seconds)
        self.wake.clear()

    async def _begin(self, app: App) -> None:
        """Tidy up after publishers that were killed. There is but one: it holds the writer's lock."""
        with suppress(ArchiveError):
            self._archive = await asyncio.to_thread(find_holder, self._home)
            await asyncio.to_thread(self._asker.begin)
        for job in await app.job_manager.list_jobs_async(status="todo"):
            if job.queue != describe_program().queue:
                await app.job_manager.cancel_job_by_id_async(job.id, delete_job=True)

    async def _look(self, app: App) -> None:
        """See how the jobs are, and do what is next for each file."""
        if not self._open:
            self._sign = time.monotonic()
            return
        items = list(self._open)
        # In this order: a job that is taken meanwhile is in both lists, and not in none.
        todo, doing = await self._list(app, "todo"), await self._list(app, "doing")
        if await self._rescue.find_alive(app, doing.values()):
            self._sign = time.monotonic()
        idle = [item for item in items if item.key not in todo and item.key not in doing]
        await asyncio.gather(*(self._advance(app, item) for item in idle))
        if time.monotonic() - self._sign > self._patience:
            waiting = [item for item in self._open if item.key in todo]
            for item in waiting[: self._fallback.room]:
                if await app.job_manager.cancel_job_by_id_async(todo[item.key].id, delete_job=True):
                    self._read_here(item, NO_WORKER)
        while len(self._answered) > self._kept:
            await asyncio.to_thread(self._asker.delete, self._answered.popleft())

    async def _list(self, app: App, status: str) -> dict[str, Job]:
        """Return the jobs in a state, by the keys of their questions."""
        jobs = await app.job_manager.list_jobs_async(queue=describe_program().queue, status=status)
        return {job.queueing_lock: job for job in jobs}

    async def _advance(self, app: App, item: QueuedFile) -> None:
        """Ask about a file that no job is about, or take the answer."""
        try:
            said = None
            item.key = item.key or await asyncio.to_thread(self._asker.ask, item.file)
            if item.jobs or self._asker.may_be_answered(item.key):
                said = await asyncio.to_thread(self._asker.hear, item.key)
        except ArchiveDamaged as error:  # what people said of the file
            self._answer(item, error)
        except ArchiveError:
            self._read_here(item, UNREACHABLE)
        else:
            if said is not None:
                self._sign = time.monotonic()
                self._answer(item, said)
            elif item.jobs >= _MOST_TRIES:
                self._read_here(item, NO_ANSWER)
            else:
                item.jobs += 1
                task = app.configure_task(TASK, queue=describe_program().queue, queueing_lock=item.key)
                with suppress(AlreadyEnqueued):
                    await task.defer_async(key=item.key, archive=self._archive)

    def _answer(self, item: QueuedFile, said: Said) -> None:
        del self._open[item]
        self._answered.append(item.key)
        if isinstance(said, BaseException):
            fail(item.future, said)
        else:
            item.future.set_result(said)

    def _read_here(self, item: QueuedFile, why: str) -> None:
        """Read a file on this machine."""
        del self._open[item]
        self._fallback.read(item.file, item.future, why)
        if item.key:
            self._answered.append(item.key)

    async def _finish(self, app: App) -> None:
        """Take back the jobs that nobody has begun; delete what was asked and answered."""
        for job in (await self._list(app, "todo")).values():
            await app.job_manager.cancel_job_by_id_async(job.id, delete_job=True)
        # What was not published is asked again by the next run, and is answered then.
        if not self.is_cancelled:
            await asyncio.to_thread(self._asker.delete_all)
