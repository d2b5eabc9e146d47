"""Pages of results take turns, everything else runs beside them.

Python runs one thread at a time. Four threads that put pages together do not take less time for it than
one: they hand on to each other in the middle of a page, so that each page waits for all others, and with
the handing on goes a fifth of the time (`tests/benchmarks/pages.py`). So one thread serves a process; a
request that may take long (a file that is taken in, a list that is written out) has a thread put in its
place for as long as it takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_QUICK = frozenset({"/search", "/api/search"})
_MOST = 16
"""Threads of a process: with so many long requests under way, others wait."""


class Threads(Protocol):
    """What waitress serves requests with (`waitress.task.ThreadedTaskDispatcher`)."""

    def set_thread_count(self, count: int) -> None:
        """Starts threads, or lets as many go when they are done."""

    def shutdown(self) -> object:
        """Lets all threads go when they are done, and waits for it a few seconds."""


class Turns:
    """The WSGI application, with a thread for quick pages kept free.

    Attributes:
        threads: what its requests are served with, one thread to begin with; set before the first request.
    """

    threads: Threads

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._lock = Lock()
        self._long = 0
        self._ending = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in _QUICK:
            return self._application(environ, start_response)
        self._count(1)
        try:
            return ClosingIterator(self._application(environ, start_response), self._ended)
        except BaseException:
            self._ended()
            raise

    def end(self) -> None:
        """Let requests under way finish; no thread is put in the place of any."""
        with self._lock:
            self._ending = True
        self.threads.shutdown()

    def _ended(self) -> None:
        self._count(-1)

    def _count(self, more: int) -> None:
        with self._lock:
            self._long += more
            if not self._ending:
                self.threads.set_thread_count(min(1 + self._long, _MOST))
