"""Which thread answers: the one that listens puts quick pages together itself, a few others do the rest.

Python runs one thread at a time. Threads that put pages together do not take less time for it than one:
they hand on to each other in the middle of a page, so that each page waits for all others; and where the
thread that listens is another one, a page is handed on twice more. That costs a fifth of all pages
(`tests/benchmarks/pages.py`). So pages of results are put together by the thread that has read the
request, one after the other; a request that may take long (a file that is taken in, a list that is
written out) goes to the threads of waitress.

Of requests that wait the one is next that has to be answered first: a question of many words, which takes
longer, may wait a little longer for each of them (earliest deadline first: Liu and Layland, Scheduling
Algorithms for Multiprogramming in a Hard-Real-Time Environment, 1973). So most are answered sooner on a busy
portal, and none waits for ever, whatever comes after it.
"""

from __future__ import annotations

import copy
import threading
from itertools import count
from queue import Empty, PriorityQueue
from time import monotonic
from urllib.parse import unquote_plus

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.task import ThreadedTaskDispatcher

_QUICK = frozenset({"/search", "/api/search"})
_THREADS = 8
"""Others: with so many long requests under way in a process, further ones wait."""
_SOON, _PATIENCE, _PARTS = 0.004, 2.5, 16
"""Where pages take no longer than so many seconds, nobody notices in which order they come. By so many times
what they take longer, each part of a question (a word, or what stands between two) may have it wait; and how
many parts count.
"""
_LAST = 64
"""Pages that what a page takes is averaged over."""
_WAITING = 1 << 20
"""Bytes of an answer that wait for the others of the same go. waitress sends a head by itself, then a body,
each at once: readers wake up for a head only to wait, and take the processor from the answers still to be
worked out. Together they are two or three pages more in a hundred.
"""


class Turns(ThreadedTaskDispatcher):  # type: ignore[misc]
    """What a server of waitress hands its requests to (`waitress.create_server(…, _dispatcher=Turns())`).

    Attributes:
        listening: the thread that listens, which calls `answer_next`.
    """

    listening: int | None = None

    def __init__(self) -> None:
        super().__init__()
        self.set_thread_count(_THREADS)
        self._quick: PriorityQueue[tuple[float, int, HTTPChannel]] = PriorityQueue()
        self._numbers = count()
        self._takes = 0.0
        self._settings: Adjustments | None = None

    def add_task(self, task: HTTPChannel) -> None:
        """Have the first request of a connection answered."""
        request = task.requests[0]
        # Who does not read his answers has further ones put together by a thread that may wait until he
        # does; the thread that listens would wait for itself.
        if request.error or request.path not in _QUICK or task.total_outbufs_len > _WAITING:
            super().add_task(task)
            return
        until = monotonic() + self._patience * count_parts(request.query)
        self._quick.put((until, next(self._numbers), task))
        # The thread that listens may be waiting at its connections.
        if self.listening != threading.get_ident():
            task.server.trigger.pull_trigger()

    @property
    def _patience(self) -> float:
        """How long a question may wait for others for each of its parts, s."""
        return _PATIENCE * max(self._takes - _SOON, 0.0)

    @property
    def is_waited_for(self) -> bool:
        """Whether the thread that listens has to answer somebody."""
        return not self._quick.empty()

    def _patient(self, usual: Adjustments) -> Adjustments:
        """The settings of a server, but that little is not sent at once."""
        if self._settings is None:
            self._settings = copy.copy(usual)
            self._settings.send_bytes = _WAITING
        return self._settings

    def answer_next(self) -> None:
        """Answer the request that has to be answered first, if there is one. Called by the thread that
        listens, after each of its looks at the connections.
        """
        try:
            _, _, channel = self._quick.get_nowait()
        except Empty:
            return
        # What is written now waits until this thread is back with its connections (see `_WAITING`).
        usual, channel.adj = channel.adj, self._patient(channel.adj)
        began = monotonic()
        try:
            channel.service()
        except Exception:  # as waitress's own threads do: one connection's trouble is not others'
            self.logger.exception("while answering")
        finally:
            channel.adj = usual
            self._takes += (monotonic() - began - self._takes) / _LAST


def count_parts(query: str) -> int:
    """Return how many parts the question in an address has, as far as they matter."""
    return min(len(unquote_plus(query).split()), _PARTS)
