"""Which thread answers: the one that listens puts quick pages together itself, a few others do the rest.

Python runs one thread at a time. Threads that put pages together do not take less time for it than one:
they hand on to each other in the middle of a page, so that each page waits for all others; and where the
thread that listens is another one, a page is handed on twice more. That costs a fifth of all pages
(`tests/benchmarks/pages.py`). So pages of results are put together by the thread that has read the
request, one after the other; a request that may take long (a file that is taken in, a list that is
written out) goes to the threads of waitress.

Which of those that wait is next is said by `deadlines`.
"""

from __future__ import annotations

import copy
import threading
from itertools import count
from queue import Empty, PriorityQueue
from time import monotonic

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.task import ThreadedTaskDispatcher

from web.serving.deadlines import Deadlines

_QUICK = frozenset({"/search", "/api/search"})
_THREADS = 8
"""Others: with so many long requests under way in a process, further ones wait."""
_WAITING = 1 << 20
"""Bytes of an answer that wait until the thread that listens is back with its connections. waitress sends a
head by itself, then a body, each at once: readers wake up for a head only to wait, and take the processor
from the answers still to be worked out. Together they are two or three pages more in a hundred.
"""


class Dispatcher(ThreadedTaskDispatcher):  # type: ignore[misc]
    """What servers of waitress hand their requests to; `serving.service` has it answer.

    Attributes:
        listening: the thread that listens, which calls `answer_waiting`.
    """

    listening: int | None = None

    def __init__(self) -> None:
        super().__init__()
        self.set_thread_count(_THREADS)
        self._quick: PriorityQueue[tuple[float, int, HTTPChannel]] = PriorityQueue()
        self._numbers, self._deadlines = count(), Deadlines()
        self._settings: Adjustments | None = None

    def add_task(self, task: HTTPChannel) -> None:
        """Have the first request of a connection answered."""
        request = task.requests[0]
        # Who does not read his answers has further ones put together by a thread that may wait until he
        # does; the thread that listens would wait for itself.
        if request.error or request.path not in _QUICK or task.total_outbufs_len > _WAITING:
            super().add_task(task)
            return
        deadline = monotonic() + self._deadlines.allow(request.query)
        self._quick.put((deadline, next(self._numbers), task))
        # The thread that listens may be waiting at its connections. No thunk wakes it, as waitress would: one
        # runs under the trigger's lock, and who hands on the next request of a connection holds that
        # connection's lock.
        if self.listening != threading.get_ident():
            task.server.trigger.pull_trigger()

    @property
    def is_waited_for(self) -> bool:
        """Whether the thread that listens has to answer somebody."""
        return not self._quick.empty()

    def answer_waiting(self) -> None:
        """Answer those that wait, if all come in turn; else the next one, for who comes meanwhile may be
        before the others. Called by the thread that listens, after each of its looks at the connections.
        """
        self._answer_next()
        while self._deadlines.is_first_come_first_served and self.is_waited_for:
            self._answer_next()

    def _answer_next(self) -> None:
        try:
            _, _, channel = self._quick.get_nowait()
        except Empty:
            return
        # What is written now waits until this thread is back with its connections (see `_WAITING`).
        usual, channel.adj = channel.adj, self._keep_back(channel.adj)
        began = monotonic()
        try:
            channel.service()
        except Exception:  # as waitress's own threads do: one connection's trouble is not others'
            self.logger.exception("while answering")
        finally:
            channel.adj = usual
            self._deadlines.note(monotonic() - began)

    def _keep_back(self, usual: Adjustments) -> Adjustments:
        """The settings of a server, but that little is not sent at once."""
        if self._settings is None:
            self._settings = copy.copy(usual)
            self._settings.send_bytes = _WAITING
        return self._settings
