"""What strangers may send to a served archive: `python tests/benchmarks/attacks.py --home DIR`.

Serves the archive with `nianbao-web` on the loopback, tries one attack after the other, bounded in count and
time, and prints for each: the statuses of its answers, the most processor time that one request took (of all
of the server's processes; where many come at once, the share of one second that they took together, other
clients' searches included), the largest answer, and how long searches of another client took meanwhile. An
answer of 5xx but 503, none at all, more than two seconds of the processor or 5 MB (files apart), and searches
over a second are marked.
"""

from __future__ import annotations

import argparse
import re
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.percentile import percentile
from tests.benchmarks.served import Server

FILES = (".csv", ".xlsx", ".json", "/api/checks", "/api/cells", "/api/figures")
PAGES = ("/", "/search", "/archive", "/checks", "/figures", "/commitments", "/help", "/api/search")
PARAMETERS = (
    *("q", "year", "district", "section", "kind", "sort", "page", "topic", "having", "state", "verdict"),
    *("rule", "outcome", "body", "report", "item", "applicant"),
)
RARE = "".join(chr(0x9FA5 - 7 * number) for number in range(300))
WORDS = (
    *(RARE, " ".join(RARE[:150]), " OR ".join(RARE[:60]), "的" * 300, "的 " * 150, "?" * 300, "(" * 300),
    *("“" * 300, "-的 " * 100, "a*" * 150, "年:2020 " * 40, "标题:的 " * 40, "公 OR 开 OR " * 36 + "信"),
)


@dataclass(slots=True)
class Outcome:
    """What came of an attack: statuses (0 where nothing came), worst seconds and bytes, others' searches, and
    the processors' share that all took together."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    size: int = 0
    searches: list[float] = field(default_factory=list)
    share: float | None = None


@contextmanager
def weigh(server: Server, outcome: Outcome) -> Iterator[None]:
    """Measure what share of a processor the server takes meanwhile."""
    before, began = server.seconds(), time.perf_counter()
    yield
    outcome.share = (server.seconds() - before) / (time.perf_counter() - began)


@contextmanager
def watch(server: Server, outcome: Outcome) -> Iterator[None]:
    """Another client that searches all the while."""
    done = threading.Event()

    def search() -> None:
        number = 0
        while not done.is_set():
            number += 1
            began = time.perf_counter()
            status, _ = server.get(f"/search?q=%E5%85%AC%E5%BC%80&page={number % 50 + 1}")
            outcome.searches.append(time.perf_counter() - began if status == 200 else 60.0)
            done.wait(0.02)

    thread = threading.Thread(target=search)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def try_each(server: Server, paths: list[str], head: str = "Host: 127.0.0.1\r\n") -> Outcome:
    """Ask for one address after the other: the processor time of each is measured with no other client."""
    outcome = Outcome()
    for path in paths:
        before = server.seconds()
        status, size = server.get(path, head)
        outcome.statuses[status] += 1
        if not path.partition("?")[0].endswith(FILES):
            outcome.seconds = max(outcome.seconds, server.seconds() - before)
            outcome.size = max(outcome.size, size)
    with watch(server, outcome):
        for path in paths[-40:]:
            server.get(path, head)
    return outcome


def rest(server: Server) -> Outcome:
    """No attack: the searches of that other client alone."""
    outcome = Outcome()
    with weigh(server, outcome), watch(server, outcome):
        time.sleep(5)
    return outcome


def multiply(server: Server) -> Outcome:
    """Every page with every parameter, 20 times, 21 times and 2,000 times."""
    paths = [
        f"{page}?" + urlencode([(name, f"{1950 + number}") for number in range(count)])
        for page in PAGES
        for name in PARAMETERS
        for count in (20, 21, 2000)
    ]
    return try_each(server, paths)


def write_strangely(server: Server) -> Outcome:
    """Words that are much work."""
    return try_each(
        server, [f"{page}?q={quote(words)}" for page in ("/search", "/commitments") for words in WORDS]
    )


def count_far(server: Server) -> Outcome:
    """Pages with 5,000 digits, everywhere."""
    return try_each(server, [f"{page}?page={'9' * 5000}" for page in (*PAGES, "/checks.csv", "/api/checks")])


def name_hosts(server: Server) -> Outcome:
    """Names that are none, two names, none."""
    outcome = Outcome()
    heads = [f"Host: {name}\r\n" for name in (".", "a..b", "a" * 64, "xn--a", "a b", "a, b")]
    for head in (*heads, "Host: a\r\nHost: b\r\n", ""):
        outcome.statuses += try_each(server, ["/", "/search.csv", "/checks"], head).statuses
    return outcome


def send_bodies(server: Server) -> Outcome:
    """99 MB to a search, as declared and in pieces; two lengths for one body."""
    outcome = Outcome()
    with weigh(server, outcome), watch(server, outcome):
        for path in ("/search", "/staff/upload"):
            head = f"POST {path} HTTP/1.1\r\nHost: a\r\n"
            for said in (
                f"{head}Content-Length: 99000000\r\n\r\n".encode() + bytes(1 << 20),
                f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + b"100000\r\n" + bytes(1 << 20),
                f"{head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".encode(),
            ):
                outcome.statuses[server.ask(said, 20, until_head=True)[0]] += 1
    return outcome


def drip(server: Server) -> Outcome:
    """250 connections that send a byte now and then."""
    outcome = Outcome()
    with ExitStack() as opened, weigh(server, outcome), watch(server, outcome):
        dripping = []
        for number in range(250):
            connection = opened.enter_context(socket.create_connection(("127.0.0.1", server.port), 10))
            connection.sendall((b"", b"G", b"GET / HTTP/1.1\r\nX: ")[number % 3])
            dripping.append(connection)
        for _ in range(15):
            for connection in dripping:
                with suppress(OSError):
                    connection.sendall(b"x")
            time.sleep(1)
    return outcome


def take_everything(server: Server) -> Outcome:
    """Twenty lists at once, half of them never read."""
    outcome = Outcome()
    paths = ["/commitments.csv", "/search.xlsx", "/commitments.json", "/search.csv"] * 5

    def take(number: int) -> None:
        said = f"GET {paths[number]} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
        if number % 2:
            outcome.statuses[server.ask(said, 120)[0]] += 1
            return
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 10) as connection:
            connection.sendall(said)
            time.sleep(15)

    with weigh(server, outcome), watch(server, outcome):
        threads = [threading.Thread(target=take, args=(number,)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return outcome


def end_under_load(home: Path, workers: int) -> Outcome:
    """SIGTERM while 16 clients keep asking: 0 where a request that was sent is not answered."""
    server, outcome = Server(home, workers), Outcome()
    ready = threading.Barrier(17)

    def drive() -> None:
        with socket.create_connection(("127.0.0.1", server.port), 30) as connection:
            ready.wait()
            said = b""
            for number in range(100_000):
                try:
                    asked = (
                        f"GET /search?q=%E5%85%AC%E5%BC%80&page={number % 50 + 1} HTTP/1.1\r\nHost: a\r\n\r\n"
                    )
                    began = time.perf_counter()
                    connection.sendall(asked.encode())
                except ConnectionError:
                    return
                said = connection.recv(1 << 20)
                head, _, body = said.partition(b"\r\n\r\n")
                length = re.search(rb"Content-Length: (\d+)", head)
                missing = int(length[1]) - len(body) if length else 1
                while missing and (more := connection.recv(1 << 20)):
                    missing -= len(more)
                outcome.statuses[0 if missing else int(head.split()[1])] += 1
                outcome.searches.append(time.perf_counter() - began)
                if missing or b"Connection: close" in head:
                    return

    threads = [threading.Thread(target=drive) for _ in range(16)]
    for thread in threads:
        thread.start()
    ready.wait()
    with weigh(server, outcome):
        time.sleep(2)
    server.stop()
    for thread in threads:
        thread.join(30)
    return outcome


def run_out_of_files(home: Path) -> Outcome:
    """80 connections where the system gives 64 files: processor time of two idle seconds."""
    server, outcome = Server(home, 1, files=64), Outcome()
    with ExitStack() as opened:
        for _ in range(80):
            with suppress(OSError):
                opened.enter_context(socket.create_connection(("127.0.0.1", server.port), 2))
        before = server.seconds()
        time.sleep(2)
        outcome.seconds = server.seconds() - before
        outcome.statuses[server.get("/search")[0]] += 1
    server.stop()
    return outcome


ATTACKS: tuple[Callable[[Server], Outcome], ...] = (
    *(rest, multiply, write_strangely, count_far, name_hosts, send_bodies, drip, take_everything),
)


def show(attack: Callable[..., Outcome], outcome: Outcome) -> None:
    """One row."""
    p99 = percentile(outcome.searches, 0.99) if outcome.searches else 0.0
    broken = any(status == 0 or (status >= 500 and status != 503) for status in outcome.statuses)
    marked = " ✗" if broken or outcome.seconds > 2 or outcome.size > 5_000_000 or p99 > 1 else ""
    taken = f"{outcome.seconds:.2f}" if outcome.share is None else f"{outcome.share:.0%} of one"
    statuses = " ".join(f"{status}×{count}" for status, count in sorted(outcome.statuses.items()))
    print(
        f"| {(attack.__doc__ or '').rstrip('.')} | {statuses or '–'} | {taken} | "
        f"{outcome.size:,} | {p99:.2f}{marked} |",
        flush=True,
    )


def main() -> None:
    """Serve, attack, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    print("| attack | answers | most processor time, s | largest page, bytes | p99 of searches, s |")
    print("|---|---|---|---|---|")
    server = Server(given.home, given.workers)
    try:
        for attack in ATTACKS:
            show(attack, attack(server))
    finally:
        server.stop()
    show(end_under_load, end_under_load(given.home, given.workers))
    show(run_out_of_files, run_out_of_files(given.home))


if __name__ == "__main__":
    main()
