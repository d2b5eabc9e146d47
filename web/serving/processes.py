"""Several processes that answer on one port: Python computes in one thread at a time, machines in several.

Each worker is a fork with the listening sockets of its parent; the parent starts a worker anew when
one dies, and stops them all when it is stopped. Where there is no fork (Windows) there is one process.
waitress has no such thing. Of the servers that have, gunicorn (27.0, gthread) answers nobody while 250
connections drip, and granian (2.8) reads bodies of any size; see `tests/benchmarks/README.md`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_FILES = 4096
"""Files that a process has use for."""
_STILLBORN = 2.0
"""A worker that ends earlier than this, in seconds, may end so again: it is given a pause."""
_MOST_STILLBORN = 5
"""In a row, until all ends: where memory is short one is killed as it begins, and the next may live."""
_PAUSE = 0.5
"""Seconds that pass, times how many were stillborn in a row."""
_PATIENCE = 16.0
"""Seconds that workers have to end; they give what is under way ten at most (`service`)."""


def listen(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen on a host's addresses.

    Raises:
        OSError: the host is not known, or the port is taken.
    """
    sockets: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in dict.fromkeys(
            socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        ):
            opened = socket.socket(family, kind, protocol)
            sockets.append(opened)
            if os.name == "posix":
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            if sockets[0] is not opened and not port:
                address = (address[0], sockets[0].getsockname()[1], *address[2:])
            opened.bind(address)
            opened.listen(1024)
    except OSError:
        for opened in sockets:
            opened.close()
        raise
    return sockets


def count_possible() -> int:
    """How many workers this machine has use for."""
    if not hasattr(os, "fork"):
        return 1
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 8)


def raise_file_limit() -> None:
    """Let this process have as many files open as it may and has use for: connections are files."""
    if resource:
        usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _FILES if most == resource.RLIM_INFINITY else min(_FILES, most)
        if usual != resource.RLIM_INFINITY and usual < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def read_file_limit() -> int:
    """How many files this process may have open."""
    if not resource:
        return 512  # of Windows
    usual = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return _FILES if usual == resource.RLIM_INFINITY else int(usual)


def run(
    workers: int,
    serve: Callable[[int, Callable[[], None]], None],
    ready: Callable[[], None],
    stop: Callable[[], None],
) -> None:
    """Have workers serve until this process is told to stop.

    Args:
        serve: what a worker does, given its number and what it calls once it answers.
        ready: called once, when all workers answer.
        stop: called before workers are told to stop: gives up what this process shares with them.
    """
    if workers == 1 or not hasattr(os, "fork"):
        serve(0, ready)
        return
    signal.signal(signal.SIGTERM, _stop)
    reading, writing = os.pipe()
    started: dict[int, tuple[int, float]] = {}

    def start(number: int) -> None:
        child = os.fork()
        if child:
            started[child] = (number, time.monotonic())
            return
        code = 1
        try:
            os.close(reading)
            serve(number, lambda: (os.write(writing, b"."), None)[1])
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        except KeyboardInterrupt:
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)

    try:
        for number in range(workers):
            start(number)
        answering = 0
        with _watched(started):
            while answering < workers and (said := os.read(reading, workers)):
                answering += len(said)
        ready()
        stillborn = 0
        while True:
            child, status = os.wait()
            number, since = started.pop(child)
            if status and time.monotonic() - since < _STILLBORN:
                stillborn += 1
                if stillborn > _MOST_STILLBORN:
                    sys.exit(1)
                time.sleep(stillborn * _PAUSE)
            else:
                stillborn = 0
            start(number)
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop()
        for child in started:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)
        until = time.monotonic() + _PATIENCE
        for child in list(started):
            _ended(child, until)


def _ended(child: int, until: float) -> None:
    """Wait for a worker that was told to stop; one that does not hear, being just started, is killed."""
    with contextlib.suppress(ChildProcessError, ProcessLookupError):
        while time.monotonic() < until:
            if os.waitpid(child, os.WNOHANG)[0]:
                return
            time.sleep(0.02)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@contextlib.contextmanager
def _watched(started: dict[int, tuple[int, float]]) -> Iterator[None]:
    """A worker that dies before all answer ends the waiting for it."""

    def died(_signal: int, _frame: FrameType | None) -> None:
        for child in list(started):
            if os.waitpid(child, os.WNOHANG)[0]:
                del started[child]
                sys.exit(1)

    before = signal.signal(signal.SIGCHLD, died)
    try:
        yield
    finally:
        signal.signal(signal.SIGCHLD, before)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
