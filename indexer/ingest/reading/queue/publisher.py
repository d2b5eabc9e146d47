"""Has the files of a run read by workers on other machines, for the process that publishes them.

Nothing here is waited for without an end: where no worker is at work, or the queue cannot be asked, the files
are read in the sandbox of this machine, as without a queue. One thread knows how the jobs are: it asks the
database again and again, and tells the futures.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
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

PATIENCE = 60.0
"""Seconds without any sign of a worker after which this machine reads itself."""
_POLL = 0.25
"""Seconds between two looks at the jobs."""
_PAUSE = 2.0
"""Seconds after which a database is asked again that gave no answer."""
_MOST_TRIES = 3
"""Times that a job may end without an answer."""
_CONNECTIONS = 4
_THREADS = 16
"""Questions and answers that are sent at once."""
_ENDING, _STOPPING = 30.0, 5.0
"""Most seconds that are waited for the thread to end, and where the run has failed."""


@dataclass(eq=False, slots=True)
class _Item:
    """A file that is being read elsewhere.

    Attributes:
        future: what is told what it says.
        key: of its question; "" before it was asked.
        jobs: how many there were for it.
    """

    file: File
    future: Future[Prepared]
    key: str = ""
    jobs: int = 0


class QueueExecutor:
    """Reads files through the queue (`executor.ReadingExecutor`)."""

    def __init__(self, readers: Readers, notify: Callable[[str], None], patience: float = PATIENCE) -> None:
        """Make sure that there is a queue; ask nothing yet.

        Args:
            readers: what reads on this machine.
            notify: told, once for each reason, in a sentence, that this machine reads itself.
            patience: seconds without any sign of a worker after which it does.

        Raises:
            SettingError: the settings do not name what machines share, or what that needs is not installed.
            DatabaseUnreachable: the database gives no answer.
        """
        settings = readers.settings
        self._queue, self._home = Queue(settings), Home.of(settings)
        self._queue.create()
        self._patience, self._fallback = patience, Fallback(readers, notify)
        self._asker = Asker(readers)
        self._rescue = Rescue(self._asker)
        self._open: dict[_Item, None] = {}
        # What was told is kept until it is published for certain: a run that is killed finds it again.
        self._told: deque[str] = deque()
        self._kept = AHEAD + 2 * settings.batch_files
        self._archive, self._sign = "", 0.0
        self._is_ending = self._is_cancelled = False
        self._broken: BaseException | None = None
        # psycopg needs a loop of this kind, which is not the usual one everywhere.
        self._loop, self._wake = asyncio.SelectorEventLoop(), asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="nianbao-queue", daemon=True)

    def submit(self, file: File) -> Future[Prepared]:
        """Have a worker read a file."""
        item = _Item(file, Future())
        if self._thread.ident is None:
            self._thread.start()
        if self._broken:
            item.future.set_exception(self._broken)
        else:
            self._loop.call_soon_threadsafe(self._accept, item)
        return item.future

    def read_beside(self, file: File, others: Iterable[str]) -> Prepared:
        """Read a damaged file on this machine, which knows what was added before."""
        return self._fallback.read_beside(file, others)

    def cancel(self) -> None:
        """Take back the jobs that nobody has begun."""
        self._is_cancelled = True
        self._fallback.cancel()
        self._end()

    def close(self) -> None:
        """Delete what was asked and answered, also by publishers that were killed."""
        if self._thread.ident is None and not self._is_cancelled:
            self._thread.start()
        self._end()
        self._fallback.close()

    def _end(self) -> None:
        self._is_ending = True
        if self._thread.is_alive():
            with suppress(RuntimeError):  # it ends by itself just now
                self._loop.call_soon_threadsafe(self._wake.set)
            self._thread.join(_STOPPING if self._is_cancelled else _ENDING)

    def _accept(self, item: _Item) -> None:
        self._open[item] = None
        self._wake.set()

    def _run(self) -> None:
        threads = ThreadPoolExecutor(_THREADS, "nianbao-messages")
        self._loop.set_default_executor(threads)
        try:
            self._loop.run_until_complete(self._serve())
        except BaseException as error:
            # Nobody may wait for what no longer comes.
            self._broken = error
            for item in self._open:
                fail(item.future, error)
        finally:
            threads.shutdown(cancel_futures=True)
            self._loop.close()

    async def _serve(self) -> None:
        self._sign, is_over = time.monotonic(), False
        while not is_over:
            app = self._queue.connect(name_process(), _CONNECTIONS)
            try:
                async with app.open_async():
                    await self._begin(app)
                    while not self._is_ending:
                        await self._look(app)
                        await self._rest(_POLL)
                    await self._finish(app)
                is_over = True
            except TROUBLES:
                is_over = self._is_ending
                # As if no worker were there; the database is asked again by and by.
                for item in list(self._open):
                    self._read_here(item, UNREACHABLE)
                await self._rest(_PAUSE)
        for item in self._open:
            fail(item.future, make_interruption())

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)
        self._wake.clear()

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
        while len(self._told) > self._kept:
            await asyncio.to_thread(self._asker.delete, self._told.popleft())

    async def _list(self, app: App, status: str) -> dict[str, Job]:
        """Return the jobs in a state, by the keys of their questions."""
        jobs = await app.job_manager.list_jobs_async(queue=describe_program().queue, status=status)
        return {job.queueing_lock: job for job in jobs}

    async def _advance(self, app: App, item: _Item) -> None:
        """Ask about a file that no job is about, or take the answer."""
        try:
            said = None
            item.key = item.key or await asyncio.to_thread(self._asker.ask, item.file)
            if item.jobs or self._asker.may_be_answered(item.key):
                said = await asyncio.to_thread(self._asker.hear, item.key)
        except ArchiveDamaged as error:  # what people said of the file
            self._tell(item, error)
        except ArchiveError:
            self._read_here(item, UNREACHABLE)
        else:
            if said is not None:
                self._sign = time.monotonic()
                self._tell(item, said)
            elif item.jobs >= _MOST_TRIES:
                self._read_here(item, NO_ANSWER)
            else:
                item.jobs += 1
                task = app.configure_task(TASK, queue=describe_program().queue, queueing_lock=item.key)
                with suppress(AlreadyEnqueued):
                    await task.defer_async(key=item.key, archive=self._archive)

    def _tell(self, item: _Item, said: Said) -> None:
        del self._open[item]
        self._told.append(item.key)
        if isinstance(said, BaseException):
            fail(item.future, said)
        else:
            item.future.set_result(said)

    def _read_here(self, item: _Item, why: str) -> None:
        """Read a file on this machine."""
        del self._open[item]
        self._fallback.read(item.file, item.future, why)
        if item.key:
            self._told.append(item.key)

    async def _finish(self, app: App) -> None:
        """Take back the jobs that nobody has begun; delete what was asked and answered."""
        for job in (await self._list(app, "todo")).values():
            await app.job_manager.cancel_job_by_id_async(job.id, delete_job=True)
        # What was not published is asked again by the next run, and is answered then.
        if not self._is_cancelled:
            await asyncio.to_thread(self._asker.delete_all)
