"""What `nianbao worker` does: reads the files that a publisher on another machine asks about.

A worker has no home and writes nothing that is published: it reads a question and writes its answer. What a
file says is read in the processes of its sandbox, so a hostile file ends one of these.
"""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

from indexer.archive.preservation.claim import find_holder
from indexer.archive.storage.home import Home
from indexer.errors import NianbaoError, SettingError, SourceError
from indexer.extraction.sandbox.pool import Pool
from indexer.ingest.reading.queue.jobs import HEARTBEAT, STALLED, Queue, add_task, name_worker
from indexer.ingest.reading.queue.library import TROUBLES, App
from indexer.ingest.reading.queue.messages import Messages
from indexer.ingest.reading.queue.program import describe_program
from indexer.ingest.reading.read import OthersNeeded
from indexer.ingest.reading.readers import Readers
from indexer.ingest.reading.workers import SECONDS
from indexer.settings import Settings

_PAUSE = 5.0
"""Seconds after which a database or a store is asked again that gave no answer."""
_SPARE = 4
"""Connections and threads beside those of the files that are being read."""

Report = Callable[[str, float, str], None]
"""Is told of a file that was read: its name, the seconds that it took, why it is no report ("" if it is)."""


class _Interrupted(Exception):
    """The worker is being ended: another one is to read the file."""


class Worker:
    """Reads files until it is told to stop.

    Attributes:
        notify: told of what is in the way, in a sentence.
        report: told of each file.
    """

    def __init__(self, settings: Settings, processes: int = 0) -> None:
        """Ask nothing yet.

        Args:
            processes: files that are read at once; 0 for one a processor.

        Raises:
            SettingError: the settings do not name what machines share.
        """
        self.notify: Callable[[str], None] = lambda _sentence: None
        self.report: Report = lambda _name, _seconds, _reason: None
        self._queue, self._home = Queue(settings), Home.of(settings)
        self._messages = Messages(self._home.objects)
        self._readers = Readers(settings, Pool("indexer.ingest.reading.worker", processes), sandbox_all=True)
        self._archive = ""
        self._trouble: NianbaoError | None = None
        self._stop: Callable[[], object] = lambda: None
        self._is_over = threading.Event()

    @property
    def processes(self) -> int:
        """How many files are read at once."""
        return self._readers.pool.size

    def run(self) -> None:
        """Read files until the process is interrupted or asked to end (SIGINT, SIGTERM).

        A database or a store that gives no answer later on is waited for.

        Raises:
            DatabaseUnreachable, OriginalsUnreachable: one of them gives no answer to begin with.
            SettingError: the originals are not those of the archive that asks.
        """
        self._queue.create()
        self._archive = find_holder(self._home)
        # psycopg needs a loop of this kind, which is not the usual one everywhere.
        with self._readers, asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(self._serve())
        if self._trouble:
            raise self._trouble

    async def _serve(self) -> None:
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        loop.set_default_executor(ThreadPoolExecutor(self.processes + _SPARE, "nianbao-worker"))

        stop = partial(self._begin_to_stop, stopped)
        self._stop = partial(loop.call_soon_threadsafe, stop)
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows
                loop.add_signal_handler(number, stop)
        said = False
        while not stopped.is_set():
            trouble = await self._work(stopped)
            if stopped.is_set():
                return
            if trouble and not said:
                said = True
                self.notify(self._queue.schema.explain(trouble).message)
            elif not trouble:
                said = False
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), _PAUSE)

    def _begin_to_stop(self, stopped: asyncio.Event) -> None:
        self._is_over.set()
        stopped.set()
        # What is being read is read again elsewhere; pages that were recognised are kept.
        self._readers.stop()

    async def _work(self, stopped: asyncio.Event) -> BaseException | None:
        """Read files until the worker is stopped, or the database gives no answer; return why not."""
        app = self._queue.connect(name_worker(), self.processes + _SPARE)
        add_task(app, self._answer)
        try:
            async with app.open_async():
                await self._run_until(app, stopped)
        except TROUBLES as error:
            trouble: BaseException = error
            return trouble
        return None

    async def _run_until(self, app: App, stopped: asyncio.Event) -> None:
        running = asyncio.create_task(
            app.run_worker_async(
                queues=[describe_program().queue],
                concurrency=self.processes,
                delete_jobs="always",
                install_signal_handlers=False,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED,
            )
        )
        waiting = asyncio.create_task(stopped.wait())
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not running.done():
            running.cancel()
        with suppress(asyncio.CancelledError):
            await running

    def _answer(self, key: str, archive: str) -> None:
        """Answer a question, in a thread of its own. What it raises is tried again, here or elsewhere."""
        if self._is_over.is_set():
            raise _Interrupted
        self._require(archive)
        try:
            self._read(key)
        except NianbaoError as error:
            self.notify(error.message)
            # Others may reach what this machine does not: it takes no further file for a while.
            self._is_over.wait(_PAUSE)
            raise

    def _require(self, archive: str) -> None:
        """Make sure that this machine's store is the one in which the question is.

        Raises:
            SettingError: it is another one. The worker ends: whatever it read would be read in vain.
        """
        if archive != self._archive:
            self._archive = find_holder(self._home)
        if archive != self._archive:
            self._trouble = SettingError(
                f"{self._home.objects.shown} 不是收录的机器存放原文件的地方，"
                "请检查这台机器的 NIANBAO_ORIGINALS_URL。"
            )
            self._stop()
            raise self._trouble

    def _read(self, key: str) -> None:
        if not (question := self._messages.read_question(key)):
            return
        began, reason = time.monotonic(), ""
        try:
            answer: dict[str, Any] = self._readers.ask(question.values, question.data, None, SECONDS)
        except OthersNeeded:
            answer = {"others_needed": True}
        except SourceError as error:
            # Without a kind of its own it speaks of this machine, not of the file: no process can be started.
            if type(error) is SourceError:
                raise
            reason = error.message
            answer = {"error": type(error).__name__, "message": reason}
        if self._is_over.is_set():
            raise _Interrupted
        self._messages.answer(key, answer)
        self.report(str(question.values["name"]), time.monotonic() - began, reason)
