"""Connections that drip, idle, crowd in, send too much, or are there when the process ends."""

from __future__ import annotations

import errno
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.request import urlopen

import pytest
from werkzeug.security import generate_password_hash

from indexer.settings import Settings
from web import create_app
from web.headers import find_largest_body
from web.serving import connections
from web.serving.service import Service

ASK = b"GET /search HTTP/1.1\r\nHost: h\r\n\r\n"


class Served:
    """A service in a thread, with connections to it."""

    def __init__(
        self, app: Any, largest: Callable[[str, str], int] | None = None, trusted_proxy: str = ""
    ) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = self.listening.getsockname()[1]
        self.service = Service(app, [self.listening], largest, trusted_proxy, round_seconds=0.1)
        self.server = self.service.servers[0]
        self.thread = threading.Thread(target=self.service.run)
        self.opened = ExitStack()

    def __enter__(self) -> Served:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.opened.close()
        self.service.close()
        self.thread.join(10)
        self.listening.close()

    def connect(self, said: bytes = b"") -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        self.opened.callback(connection.close)
        connection.sendall(said)
        return connection

    def ask(self) -> bytes:
        with urlopen(f"http://127.0.0.1:{self.port}/search", timeout=10) as answer:
            return bytes(answer.read())


def answer_ok(environ: Any, start_response: Any) -> list[bytes]:
    if environ["PATH_INFO"] == "/slow":
        time.sleep(0.3)
    if environ["PATH_INFO"] == "/large":
        start_response("200 OK", [])
        return [bytes(1 << 20)] * 64
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.6)
    monkeypatch.setattr(connections, "IDLE_SECONDS", 1.5)
    monkeypatch.setattr(connections, "SLACK_SECONDS", 0.6)
    with Served(answer_ok) as served:
        yield served


def receive_answer(connection: socket.socket) -> bytes:
    """An answer of the application: its head and its body may come one after the other."""
    received = b""
    while not received.endswith(b"ok"):
        part = connection.recv(4096)
        if not part:
            break
        received += part
    return received


def is_closed(connection: socket.socket) -> bool:
    """Whether the other side closes within seconds."""
    connection.settimeout(5)
    try:
        while connection.recv(65536):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


def test_many_dripping_connections_keep_nobody_out(served: Served) -> None:
    dripping = [served.connect(b"GET /search HTTP/1.1\r\nHost: h\r\nX-Drip: ") for _ in range(250)]
    for _ in range(3):
        for connection in dripping:
            with suppress(ConnectionError):
                connection.sendall(b"x")
        began = time.monotonic()
        assert served.ask() == b"ok"
        assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "said",
    [b"", b"G", b"GET / HTTP/1.1\r\nX: ", b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n"],
)
def test_who_drips_is_closed_at_the_end_of_his_time(served: Served, said: bytes) -> None:
    connection = served.connect(said)
    began = time.monotonic()
    connection.settimeout(0.1)
    while time.monotonic() - began < 8:
        try:
            if said:
                connection.sendall(b"x")
            if not connection.recv(100):
                break
        except TimeoutError:
            continue
        except ConnectionError:
            break
    assert 0.4 < time.monotonic() - began < 8


def test_between_requests_a_connection_may_rest(served: Served) -> None:
    connection = served.connect(ASK)
    assert receive_answer(connection).endswith(b"ok")
    time.sleep(0.9)  # longer than a head may take
    connection.sendall(ASK)
    assert receive_answer(connection).endswith(b"ok")
    assert is_closed(connection)


def test_who_does_not_read_his_answer_is_closed(served: Served) -> None:
    deaf = [served.connect() for _ in range(12)]  # more than there are threads
    for connection in deaf:
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: h\r\n\r\n")
    with urlopen(f"http://127.0.0.1:{served.port}/report", timeout=20) as answer:
        assert answer.read() == b"ok"


def test_a_full_process_closes_who_waits_longest(served: Served) -> None:
    served.server.most = 5
    waiting = [served.connect(b"GET / HT") for _ in range(5)]
    for _ in range(3):
        assert served.ask() == b"ok"
    assert is_closed(waiting[0])


def test_a_process_in_which_all_are_answered_says_so(served: Served) -> None:
    served.server.most = 2
    slow = [served.connect(b"GET /slow HTTP/1.1\r\nHost: h\r\n\r\n") for _ in range(2)]
    time.sleep(0.1)
    refused = served.connect()
    said = refused.recv(4096)
    assert said.startswith(b"HTTP/1.1 503 ")
    assert b"Retry-After: 5" in said
    assert "再试" in said.decode()
    assert all(receive_answer(connection).endswith(b"ok") for connection in slow)


def test_one_address_does_not_take_all(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_OF_ADDRESS", 3)
    served.server.spared.clear()
    assert [served.connect(ASK).recv(4096)[9:12] for _ in range(4)] == [b"200", b"200", b"200", b"503"]


def test_no_more_files_are_no_busy_loop(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    class Empty:
        def accept(self) -> None:
            tried.append(time.monotonic())
            raise OSError(errno.EMFILE, "Too many open files")

        def __getattr__(self, name: str) -> Any:
            return getattr(served.listening, name)

    monkeypatch.setattr(connections, "_PAUSE", 0.2)
    usual, served.server.socket = served.server.socket, Empty()
    waiting = served.connect(ASK)
    time.sleep(0.7)
    assert 1 <= len(tried) < 8
    served.server.socket = usual
    assert waiting.recv(4096).endswith(b"ok")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_lengths_of_a_body_are_refused_and_the_connection_closed(
    served: Served, order: tuple[int, int]
) -> None:
    lines = (b"Content-Length: 6\r\n", b"Transfer-encoding : chunked\r\n".replace(b" :", b":"))
    connection = served.connect(
        b"POST /search HTTP/1.1\r\nHost: h\r\n" + lines[order[0]] + lines[order[1]] + b"\r\n0\r\n\r\n" + ASK
    )
    said = b""
    with suppress(ConnectionError):
        while more := connection.recv(4096):
            said += more
    assert said.split()[1] == b"400"
    assert said.count(b"HTTP/1.") == 1


def test_an_end_answers_all_that_came(served: Served) -> None:
    """The next request of each connection that is kept is answered too, and told to be the last."""
    answers: list[bool] = []
    begun = threading.Barrier(17)

    def drive() -> None:
        connection = served.connect()
        begun.wait()
        while True:
            try:
                connection.sendall(b"GET /slow HTTP/1.1\r\nHost: h\r\n\r\n")
            except ConnectionError:
                return
            said = b""
            while not said.endswith(b"ok"):
                more = connection.recv(4096)
                if not more:
                    answers.append(False)
                    return
                said += more
            answers.append(True)
            if b"Connection: close" in said:
                return

    driving = [threading.Thread(target=drive) for _ in range(16)]
    for thread in driving:
        thread.start()
    begun.wait()
    time.sleep(0.5)
    served.service.end()
    for thread in driving:
        thread.join(10)
    assert len(answers) >= 16
    assert all(answers)
    with pytest.raises(ConnectionError):
        served.connect(ASK).recv(1)


# Bodies ----------------------------------------------------------------------------------------

HASH = generate_password_hash("12345678", method="scrypt:1024:8:1")


@pytest.fixture
def portal(sample_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings = replace(sample_settings, home=tmp_path_factory.mktemp("bodies"), password_hash=HASH)
    app = create_app(settings)
    with Served(app, partial(find_largest_body, app, settings)) as served:
        yield served


def read_status(connection: socket.socket) -> int:
    return int(connection.makefile("rb").readline().split()[1])


@pytest.mark.parametrize(
    "path", ["/search", "/staff/upload", "/staff/publish", "/sign-in", "/nowhere", "/%e4"]
)
def test_a_large_body_of_a_stranger_is_not_read(portal: Served, path: str) -> None:
    head = f"POST {path} HTTP/1.1\r\nHost: h\r\nCookie: nianbao=forged\r\n"
    declared = portal.connect(f"{head}Content-Length: 99000000\r\n\r\n".encode())
    assert read_status(declared) == 413
    chunked = portal.connect(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
    sent = 0
    with suppress(ConnectionError):
        while sent < 50_000_000:
            chunked.sendall(b"10000\r\n" + bytes(0x10000) + b"\r\n")
            sent += 0x10000
    assert sent < 50_000_000
    assert read_status(portal.connect(b"GET /help HTTP/1.1\r\nHost: h\r\n\r\n")) == 200


def test_who_is_signed_in_may_upload_much(portal: Served, sample_settings: Settings) -> None:
    app = portal.service.servers[0].largest_body.args[0]  # type: ignore[union-attr]
    client = app.test_client()
    with client.session_transaction() as session:
        session["who"], session["id"] = "甲", "1"
    cookie = client.get_cookie("nianbao")
    assert cookie is not None
    said = f"nianbao={cookie.value}"
    settings = portal.service.servers[0].largest_body.args[1]  # type: ignore[union-attr]
    assert find_largest_body(app, settings, "/staff/upload", said) == settings.max_upload_bytes
    assert find_largest_body(app, settings, "/staff/publish", said) == 128 * 1024
    assert find_largest_body(app, settings, "/search", said) == 64 * 1024
    assert find_largest_body(app, settings, "/staff/upload", "") == 64 * 1024
    head = f"POST /staff/upload HTTP/1.1\r\nHost: h\r\nCookie: {said}\r\nContent-Length: {900_000}\r\n\r\n"
    connection = portal.connect(head.encode() + bytes(900_000))
    assert read_status(connection) == 400  # taken in whole; no form, and without its token
