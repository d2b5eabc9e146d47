"""Which thread answers: the one that listens puts quick pages together itself, a few others do the rest.

Python runs one thread at a time. Threads that put pages together do not take less time for it than one:
they hand on to each other in the middle of a page, so that each page waits for all others; and where the
thread that listens is another one, a page is handed on twice more. That costs a fifth of all pages
(`tests/benchmarks/pages.py`). So pages of results are put together by the thread that has read the
request, one after the other; a request that may take long (a file that is taken in, a list that is
written out) goes to the threads of waitress.
"""

from __future__ import annotations

import copy
import threading
from collections import deque
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.task import ThreadedTaskDispatcher

_QUICK = frozenset({"/search", "/api/search"})
_THREADS = 8
"""Others: with so many long requests under way in a process, further ones wait."""
_WAITING = 1 << 20
"""Bytes of an answer that wait for the others of the same go. waitress sends a head by itself, then a body,
each at once: readers wake up for a head only to wait, and take the processor from the answers still to be
worked out. Together they are two or three pages more in a hundred.
"""


class Turns(ThreadedTaskDispatcher):  # type: ignore[misc]
    """What a server of waitress hands its requests to (`waitress.create_server(…, _dispatcher=Turns())`)."""

    def __init__(self) -> None:
        super().__init__()
        self.set_thread_count(_THREADS)
        self._quick: deque[HTTPChannel] = deque()
        self._listening: int | None = None
        self._settings: Adjustments | None = None
        self._trigger: Any = None

    def add_task(self, task: HTTPChannel) -> None:
        """Have the first request of a connection answered."""
        request = task.requests[0]
        # Who does not read his answers has further ones put together by a thread that may wait until he
        # does; the thread that listens would wait for itself.
        if request.error or request.path not in _QUICK or task.total_outbufs_len > _WAITING:
            super().add_task(task)
            return
        self._quick.append(task)
        # What the thread that listens adds while it answers (the next request of the same connection) is
        # answered in the same go.
        if self._listening != threading.get_ident():
            self._wake(task.server.trigger)

    def _wake(self, trigger: Any) -> None:
        """Have the thread that listens answer, as soon as it is back at its connections.

        Not by a thunk, as waitress has it: these run under the trigger's lock. A thread that hands on the
        next request of a connection holds that connection's lock and would wait for the trigger's, while the
        one that listens holds the trigger's and waits for the connection's: for ever.
        """
        if trigger is not self._trigger:  # first seen by the thread that listens
            woken = trigger.handle_read

            def answer() -> None:
                woken()
                self._answer()

            self._trigger, trigger.handle_read = trigger, answer
        trigger.pull_trigger()

    def _patient(self, usual: Adjustments) -> Adjustments:
        """The settings of a server, but that little is not sent at once."""
        if self._settings is None:
            self._settings = copy.copy(usual)
            self._settings.send_bytes = _WAITING
        return self._settings

    def _answer(self) -> None:
        if not self._quick:
            return
        self._listening = threading.get_ident()
        while self._quick:
            channel = self._quick.popleft()
            # What is written now waits until this thread is back with its connections (see `_WAITING`).
            usual, channel.adj = channel.adj, self._patient(channel.adj)
            try:
                channel.service()
            except Exception:  # as waitress's own threads do: one connection's trouble is not others'
                self.logger.exception("while answering")
            finally:
                channel.adj = usual
        self._listening = None
