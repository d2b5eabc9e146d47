"""Has the files of a run read by workers on other machines, for the process that publishes them.

One thread knows how the jobs are (`dispatcher`): it asks the database again and again, and tells the futures.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from indexer.archive.catalogue.writing.report_rows import Prepared
from indexer.ingest.reading.prepare import File
from indexer.ingest.reading.queue.dispatcher import Dispatcher, QueuedFile
from indexer.ingest.reading.queue.fallback import Fallback
from indexer.ingest.reading.queue.jobs import Queue
from indexer.ingest.reading.readers import Readers

PATIENCE = 60.0
"""Seconds without any sign of a worker after which this machine reads itself."""
_THREADS = 16
"""Questions and answers that are sent at once."""
_ENDING, _STOPPING = 30.0, 5.0
"""Most seconds that are waited for the thread to end, and where the run has failed."""


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
        queue = Queue(readers.settings)
        queue.create()
        self._fallback = Fallback(readers, notify)
        self._dispatcher = Dispatcher(queue, readers, self._fallback, patience)
        self._broken: BaseException | None = None
        # psycopg needs a loop of this kind, which is not the usual one everywhere.
        self._loop = asyncio.SelectorEventLoop()
        self._thread = threading.Thread(target=self._run, name="nianbao-queue", daemon=True)

    def submit(self, file: File) -> Future[Prepared]:
        """Have a worker read a file."""
        item = QueuedFile(file, Future())
        if self._thread.ident is None:
            self._thread.start()
        if self._broken:
            item.future.set_exception(self._broken)
        else:
            self._loop.call_soon_threadsafe(self._dispatcher.accept, item)
        return item.future

    def read_beside(self, file: File, others: Iterable[str]) -> Prepared:
        """Read a damaged file on this machine, which knows what was added before."""
        return self._fallback.read_beside(file, others)

    def cancel(self) -> None:
        """Take back the jobs that nobody has begun."""
        self._dispatcher.is_cancelled = True
        self._fallback.cancel()
        self._end()

    def close(self) -> None:
        """Delete what was asked and answered, also by publishers that were killed."""
        if self._thread.ident is None and not self._dispatcher.is_cancelled:
            self._thread.start()
        self._end()
        self._fallback.close()

    def _end(self) -> None:
        self._dispatcher.is_ending = True
        if self._thread.is_alive():
            with suppress(RuntimeError):  # it ends by itself just now
                self._loop.call_soon_threadsafe(self._dispatcher.wake.set)
            self._thread.join(_STOPPING if self._dispatcher.is_cancelled else _ENDING)

    def _run(self) -> None:
        threads = ThreadPoolExecutor(_THREADS, "nianbao-messages")
        self._loop.set_default_executor(threads)
        try:
            self._loop.run_until_complete(self._dispatcher.serve())
        except BaseException as error:
            # Nobody may wait for what no longer comes.
            self._broken = error
            self._dispatcher.fail_all(error)
        finally:
            threads.shutdown(cancel_futures=True)
            self._loop.close()
