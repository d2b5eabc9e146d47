"""However long some requests take, pages of results are answered."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from urllib.request import urlopen

import pytest

from web.serving.service import Service

LONG = 20
"""More than a process has threads for."""
LARGE = 200_000
Served = tuple[str, int, threading.Event, threading.Semaphore, Service]


@pytest.fixture
def served() -> Iterator[Served]:
    """A server and its port, what its long requests wait for, what they tell when they have begun."""
    go, begun = threading.Event(), threading.Semaphore(0)

    def application(environ, start_response):  # type: ignore[no-untyped-def]
        path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
        if query == "broken":
            raise ValueError("broken")
        if query == "large":
            start_response("200 OK", [("Content-Length", str(LARGE))])
            return [bytes(LARGE)]
        start_response("200 OK", [("Content-Length", "2")])
        if path == "/search" and query != "wait":
            return [b"ok"]

        def body() -> Iterator[bytes]:
            begun.release()
            go.wait(20)
            yield b"ok"

        return body()

    taken = socket.create_server(("127.0.0.1", 0))
    port, service = taken.getsockname()[1], Service(application, [taken])
    thread = threading.Thread(target=service.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}", port, go, begun, service
    finally:
        go.set()
        service.close()
        thread.join(10)
        taken.close()


def test_long_requests_run_beside(served: Served) -> None:
    address, _, go, begun, _ = served
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


def test_threads_do_not_wait_for_each_other(served: Served) -> None:
    """What a thread hands to the one that listens, that one must not wait for while it is handed over."""
    _, port, go, _, _ = served
    go.set()
    request = b"GET /search HTTP/1.1\r\n\r\nGET /export HTTP/1.1\r\n\r\n"
    connections = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(20)]
    for _ in range(10):
        for connection in connections:
            connection.sendall(request * 20)
        for connection in connections:
            said = b""
            while said.count(b"\r\n\r\nok") < 40:
                more = connection.recv(1 << 16)
                assert more
                said += more
    for connection in connections:
        connection.close()


def test_who_does_not_read_answers_keeps_nobody_waiting(served: Served) -> None:
    address, port, _, _, _ = served
    request = b"GET /search?large HTTP/1.1\r\n\r\n"
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect(("127.0.0.1", port))
        deaf.sendall(request * (8192 // len(request)))  # what waitress takes in at once: answers of 50 MB
        for _ in range(20):
            with urlopen(f"{address}/search", timeout=10) as answer:
                assert answer.read() == b"ok"
        received = 0
        while received < LARGE * (8192 // len(request)):  # nothing of them is lost
            deaf.settimeout(10)
            received += len(deaf.recv(1 << 20))


def test_what_breaks_is_said_and_the_next_is_answered(served: Served) -> None:
    address = served[0]
    for path in ("/search", "/report"):
        with pytest.raises(OSError, match="500"):
            urlopen(f"{address}{path}?broken", timeout=10)
        with urlopen(f"{address}/search", timeout=10) as answer:
            assert answer.read() == b"ok"


def test_requests_that_follow_at_once_are_answered_in_order(served: Served) -> None:
    _, port, go, _, _ = served
    go.set()
    paths = ["/search", "/search", "/export", "/search", "/search", "/export"]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"".join(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths))
        said = b""
        while said.count(b"\r\n\r\nok") < len(paths):
            more = connection.recv(4096)
            assert more, said
            said += more
    assert said.count(b"HTTP/1.1 200 OK") == len(paths)


def test_an_end_waits_for_the_page_that_is_being_answered(served: Served) -> None:
    address, _, go, begun, service = served
    answers: list[bytes] = []

    def ask() -> None:
        with urlopen(f"{address}/search?wait", timeout=30) as answer:
            answers.append(answer.read())

    asking = threading.Thread(target=ask)
    asking.start()
    assert begun.acquire(timeout=10)
    ending = threading.Thread(target=service.end)
    ending.start()
    ending.join(0.3)
    assert ending.is_alive()
    go.set()
    ending.join(10)
    asking.join(10)
    assert not ending.is_alive()
    assert answers == [b"ok"]


def test_an_end_waits_until_what_was_answered_is_sent(served: Served) -> None:
    _, port, go, begun, service = served
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(b"GET /search?wait HTTP/1.1\r\nHost: h\r\n\r\n")
        assert begun.acquire(timeout=10)
        ending = threading.Thread(target=service.end)
        ending.start()
        go.set()
        ending.join(10)
        assert not ending.is_alive()
        connection.setblocking(False)  # a process that ends sends nothing more
        assert connection.recv(65536).endswith(b"\r\n\r\nok")


@pytest.mark.parametrize(
    "asked", ["GET /search HTTP/1.1", "GET /search HTTP/1.0", "GET /search?wait HTTP/1.1"]
)
def test_an_answer_comes_whole(served: Served, asked: str) -> None:
    _, port, go, *_ = served
    go.set()
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        for _ in range(2 if asked.endswith("1.1") else 1):
            connection.sendall(f"{asked}\r\nHost: h\r\n\r\n".encode())
            head, _, body = connection.recv(65536).partition(b"\r\n\r\n")
            assert b"Content-Length: 2" in head
            assert body == b"ok"
