"""Reads on the publisher's own machine what no worker reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from functools import partial

from indexer.archive.catalogue.writing.report_rows import Prepared
from indexer.errors import SourceError
from indexer.ingest.reading.prepare import File
from indexer.ingest.reading.readers import Readers
from indexer.ingest.reading.workers import SandboxExecutor

NO_WORKER = "没有同一版本的 nianbao worker 在读取，改由本机读取；收录照常进行。"
NO_ANSWER = "nianbao worker 没有读出结果，改由本机读取；收录照常进行。"
UNREACHABLE = "暂时不能把文件交给 nianbao worker，改由本机读取；收录照常进行。"
"""Why files are read on this machine."""


class Fallback:
    """The sandbox of this machine, and whether anybody was told that it reads."""

    def __init__(self, readers: Readers, notify: Callable[[str], None]) -> None:
        """Start nothing yet.

        Args:
            notify: told, once for each reason, in a sentence, that this machine reads itself.
        """
        self._executor, self._size, self._notify = SandboxExecutor(readers), readers.pool.size, notify
        self._reading: list[Future[Prepared]] = []
        self._said: set[str] = set()
        self._is_cancelled = False

    @property
    def room(self) -> int:
        """How many files more are begun soon: those that wait longer may find a worker after all."""
        self._reading = [future for future in self._reading if not future.done()]
        return max(2 * self._size - len(self._reading), 0)

    def read(self, file: File, future: Future[Prepared], why: str) -> None:
        """Read a file.

        Args:
            future: what is told what it says.
            why: no worker does.
        """
        if self._is_cancelled:
            fail(future, make_interruption())
            return
        if why not in self._said:
            self._said.add(why)
            self._notify(why)
        done = self._executor.submit(file)
        self._reading.append(done)
        done.add_done_callback(partial(_pass_on, future))

    def read_beside(self, file: File, others: Iterable[str]) -> Prepared:
        """Read a damaged file (`executor.ReadingExecutor.read_beside`)."""
        return self._executor.read_beside(file, others)

    def cancel(self) -> None:
        """Kill the processes."""
        self._is_cancelled = True
        self._executor.cancel()

    def close(self) -> None:
        """End the processes."""
        self._executor.close()


def fail(future: Future[Prepared], error: BaseException) -> None:
    """Tell a future that was told nothing that there will be nothing."""
    if not future.done():
        future.set_exception(error)


def make_interruption() -> SourceError:
    """Return the error of a file that is not read to its end."""
    return SourceError("读取中断，请重新收录。")


def _pass_on(future: Future[Prepared], done: Future[Prepared]) -> None:
    """Tell a future what another one was told."""
    if done.cancelled():
        fail(future, make_interruption())
    elif error := done.exception():
        fail(future, error)
    else:
        future.set_result(done.result())
