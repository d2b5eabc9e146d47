"""No page takes the processor for longer than two seconds: what is not done by then is given up.

The bounds on addresses (`bounds`) keep pages far below that. This holds for whatever nobody thought of: a
page that runs on would take the processor from all others of its process. A thread looks four times a second
how much of the processor each request has used and raises `Overdue` in the one that has used too much. A
single call of C code (one pattern over one text) is not stopped in its midst, but right behind it.

What must take longer says so (`lift`): staff may publish a thousand files at once, and lists are taken away
whole (`web.display.download`). The sending of an answer is not counted.
"""

from __future__ import annotations

import ctypes
import math
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from web.problem import answer

SECONDS = 2.0
"""Processor time of one request."""
_PAUSE = 0.25
"""Seconds between two looks."""
_AGAIN = 1.0
"""Seconds of processor time after which it is raised again: Python ignores what is raised in a callback of
the garbage collector or in `__del__`."""
_KEY = "nianbao-deadline"


class Overdue(BaseException):
    """Raised in the midst of a request that has used its time; nothing but this module catches it."""


@dataclass(slots=True)
class _Request:
    """A request under way: its thread, that thread's clock, what this one shows at the end of its time."""

    thread: int
    clock: int
    until: float
    told: bool = False


class Deadline:
    """A WSGI application around that of Flask, which gives up what takes too long."""

    def __init__(self, app: Flask, seconds: float = SECONDS) -> None:
        self._app, self._inner, self._seconds = app, app.wsgi_app, seconds
        self._lock = threading.Lock()
        self._under_way: dict[int, _Request] = {}
        self._watching = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = self._begin()

        def respond(*answered: Any) -> Any:
            self._end(request)  # what has been worked out is sent
            return start_response(*answered)

        try:
            try:
                return self._inner(environ, respond)
            finally:
                self._end(request)
        except Overdue:
            self._end(request)
            return self._give_up(environ, start_response)

    def lift(self) -> None:
        """Let the request that this thread is at take as long as it takes."""
        with self._lock:
            if request := self._under_way.get(threading.get_ident()):
                request.until = math.inf

    def _begin(self) -> _Request:
        thread = threading.get_ident()
        clock = time.pthread_getcpuclockid(thread)
        request = _Request(thread, clock, time.clock_gettime(clock) + self._seconds)
        with self._lock:
            self._under_way[thread] = request
            if not self._watching:  # by the first request: a thread does not outlive a fork
                self._watching = True
                threading.Thread(target=self._watch, name="nianbao-deadline", daemon=True).start()
        return request

    def _end(self, request: _Request) -> None:
        with self._lock:
            if self._under_way.get(request.thread) is request:
                del self._under_way[request.thread]
                if request.told:  # and it may be yet to come: it must not come later, elsewhere
                    _raise(request.thread, None)

    def _give_up(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self._app.request_context(environ):
            # The path without its query: what people search for is not kept.
            self._app.logger.error("%s: given up after %s s", environ["PATH_INFO"], self._seconds)
            response = answer(503, "overdue", "这个请求要算得太久，已经停下；请减少条件或缩小范围后再试。")
        return response(environ, start_response)

    def _watch(self) -> None:
        while True:
            time.sleep(_PAUSE)
            with self._lock:
                for request in self._under_way.values():
                    if (now := time.clock_gettime(request.clock)) > request.until:
                        request.told = True
                        request.until = now + _AGAIN
                        _raise(request.thread, Overdue)


def install(app: Flask, seconds: float = SECONDS) -> None:
    """Have requests given up that take too long, where the system can tell (Linux and the BSDs can)."""
    if hasattr(time, "pthread_getcpuclockid"):
        app.extensions[_KEY] = app.wsgi_app = Deadline(app, seconds)  # type: ignore[method-assign]


def lift() -> None:
    """Let the current request take as long as it takes."""
    if deadline := current_app.extensions.get(_KEY):
        deadline.lift()


def _raise(thread: int, error: type[Overdue] | None) -> None:
    """Have a thread raise an error at its next step; None takes back what it has not raised yet."""
    given = ctypes.py_object(error) if error else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), given)
