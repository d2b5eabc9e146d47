"""However long some requests take, pages of results are answered."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
import waitress

from web.turns import Turns

LONG = 20
"""More than a process has threads for."""


@pytest.fixture
def served() -> Iterator[tuple[str, threading.Event, threading.Semaphore]]:
    """A server, what its long requests wait for, and what they tell when they have begun."""
    go, begun = threading.Event(), threading.Semaphore(0)

    def application(environ, start_response):  # type: ignore[no-untyped-def]
        long = environ["PATH_INFO"] != "/search"
        if environ["PATH_INFO"] == "/broken":
            raise ValueError("broken")
        start_response("200 OK", [("Content-Length", "2")])
        if not long:
            return [b"ok"]

        def body() -> Iterator[bytes]:
            begun.release()
            go.wait(20)
            yield b"ok"

        return body()

    taken = socket.create_server(("127.0.0.1", 0))
    turns = Turns(application)
    server = waitress.create_server(turns, sockets=[taken], threads=1)
    turns.threads = server.task_dispatcher
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{taken.getsockname()[1]}", go, begun
    finally:
        go.set()
        server.close()
        server.task_dispatcher.shutdown()
        thread.join(10)


def test_long_requests_run_beside(served: tuple[str, threading.Event, threading.Semaphore]) -> None:
    address, go, begun = served
    answers: list[bytes] = []

    def ask() -> None:
        with urlopen(f"{address}/export", timeout=30) as answer:
            answers.append(answer.read())

    asking = [threading.Thread(target=ask) for _ in range(LONG)]
    for number, thread in enumerate(asking):
        thread.start()
        if number < 5:
            assert begun.acquire(timeout=10)
            with urlopen(f"{address}/search", timeout=10) as answer:
                assert answer.read() == b"ok"
    go.set()
    for thread in asking:
        thread.join(30)
    assert answers == [b"ok"] * LONG
    with urlopen(f"{address}/search", timeout=10) as answer:
        assert answer.read() == b"ok"


def test_a_thread_more_goes_again(served: tuple[str, threading.Event, threading.Semaphore]) -> None:
    address, go, _ = served
    go.set()
    with pytest.raises(OSError, match="500"):
        urlopen(f"{address}/broken", timeout=10)
    for _ in range(3):
        with urlopen(f"{address}/export", timeout=10) as answer:
            assert answer.read() == b"ok"
    for _ in range(200):
        count = sum(t.name.startswith("waitress-") for t in threading.enumerate())
        if count == 1:
            break
        threading.Event().wait(0.02)
    assert count == 1
