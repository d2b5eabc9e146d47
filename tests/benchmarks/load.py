"""A served archive under load while it is written: `python tests/benchmarks/load.py --home DIR`.

Copies the archive, serves the copy with `nianbao-web` on the loopback, and lets clients ask for pages, each
waiting for its answer, for at least `--seconds`. Meanwhile `nianbao add` takes in `--files` invented reports,
and `nianbao reindex` rebuilds all, after a correction was put beside the originals that only the rebuilding
brings out. With `--dripping` so many other connections send a byte now and then all along.

Counts the answers that failed (none, or another status than 200; those that are told to come again apart),
and the stale ones: an answer asked for after the command had ended that is not of the state it left, and one
of an earlier state than an answer that had come before it was asked for. Exits with 1 if there was one.
"""

from __future__ import annotations

import argparse
import random
import re
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.archive.archive import open_archive
from indexer.archive.contributions.corrections import Correction, Corrections
from indexer.archive.storage.home import Home
from indexer.settings import Settings
from tests.benchmarks.forged.archive import write
from tests.benchmarks.percentile import percentile
from tests.benchmarks.served import Server
from web import create_app

WORDS = ("公开", "申请", "预算", "就业", "脱贫攻坚", "“营商环境”", "道路 桥梁", "教育 OR 医疗", "垃圾", "水")
LATER = 2031
"""A year that nothing speaks of until the archive is rebuilt."""
REST = 5.0
"""Seconds before, between and after the commands."""
_STATES = (
    re.compile(rb"\A\{.*?\"total\": ?(\d+)", re.S),
    re.compile(rb"\A\{.*?\"reports\": ?(\d+)", re.S),
    re.compile(rb"<h1>[^<]*<b>([\d,]+)</b> (?:\xe5\xa4\x84|\xe6\x9d\xa1)"),
)
"""What an answer says of the state it is of: numbers that only grow here."""


def list_paths(home: Path) -> tuple[list[str], list[str]]:
    """Return addresses of searches, and of other pages."""
    searches = [f"/{page}?q={quote(word)}" for word in WORDS for page in ("search", "api/search")]
    searches.append(f"/api/search?q={quote('发展')}&year={LATER}")
    ids = [summary.id for summary in open_archive(Settings(home=home)).list_summaries()]
    others = [f"/reports/{quote(each)}" for each in random.Random(5).sample(ids, 30)]
    others += [f"/commitments?q={quote(word)}" for word in WORDS[2:6]]
    others += ["/", "/archive", "/healthz", "/checks", "/targets", f"/suggest?q={quote('北京')}", "/help"]
    return searches, others


def read_state(body: bytes) -> int:
    """Return what a page says of the state it is of, -1 where it says nothing."""
    found = filter(None, (pattern.search(body) for pattern in _STATES))
    return next((int(each[1].replace(b",", b"")) for each in found), -1)


def read_truth(home: Path, paths: list[str]) -> dict[str, int]:
    """Return the state that each page shows where the archive is opened anew, by its address."""
    archive = open_archive(Settings(home=home))
    client = create_app(Settings(home=home), archive).test_client()
    found = {path: read_state(client.get(path).data) for path in paths}
    archive.close()
    return {path: state for path, state in found.items() if state >= 0}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: 0 for the status where none came, -1 for the state where it says nothing of it."""

    path: str
    began: float
    ended: float
    status: int
    state: int
    is_refusal: bool = False


@dataclass(slots=True)
class Client:
    """Asks for one page after the other on one connection, and on a new one where it was closed."""

    port: int
    socket: socket.socket = field(init=False)
    path: str = ""
    began: float = 0.0
    received: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self.connect()

    def connect(self) -> None:
        """Open a connection."""
        self.socket = socket.create_connection(("127.0.0.1", self.port), 30)

    def ask(self, path: str) -> None:
        """Ask for a page."""
        self.path, self.began = path, time.perf_counter()
        self.received.clear()
        with suppress(ConnectionError):  # which reading then finds
            self.socket.sendall(b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % path.encode())

    def read(self) -> Answer | None:
        """Read what has come; the answer once it is whole, or was broken off."""
        try:
            more = self.socket.recv(1 << 18)
        except ConnectionError:
            more = b""
        self.received += more
        head, end, body = bytes(self.received).partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\nContent-Length: (\d+)", head) if end else None
        if more and not (length and len(body) >= int(length[1])):
            return None
        whole = bool(more and head.startswith(b"HTTP/1.1 "))
        status = int(head.split()[1]) if whole else 0
        if not more or b"Connection: close" in head:
            self.socket.close()
        return Answer(
            *(self.path, self.began, time.perf_counter(), status, read_state(body)),
            is_refusal=status == 503 and b"Retry-After" in head,
        )


def drive(port: int, clients: int, choose: Callable[[], str], is_over: Callable[[], bool]) -> list[Answer]:
    """Have clients ask until it is over, and return all answers."""
    answers = []
    with selectors.DefaultSelector() as selector:
        for _ in range(clients):
            client = Client(port)
            selector.register(client.socket, selectors.EVENT_READ, client)
            client.ask(choose())
        while selector.get_map():
            for key, _ in selector.select(1):
                client = key.data
                if not (answer := client.read()):
                    continue
                answers.append(answer)
                is_closed = client.socket.fileno() < 0
                if is_closed or is_over():
                    selector.unregister(key.fileobj)
                if is_over():
                    client.socket.close()
                    continue
                if is_closed:
                    client.connect()
                    selector.register(client.socket, selectors.EVENT_READ, client)
                client.ask(choose())
    return answers


@contextmanager
def drip(port: int, count: int) -> Iterator[None]:
    """Hold so many connections open meanwhile that send a byte a second; those that are closed come again."""
    over = threading.Event()

    def run() -> None:
        dripping: list[socket.socket | None] = [None] * count
        while not over.wait(1):
            for number, connection in enumerate(dripping):
                try:
                    connection = connection or socket.create_connection(("127.0.0.1", port), 5)
                    connection.sendall(b"GET / HTTP/1.1\r\nX: "[number % 18 :][:1])
                    dripping[number] = connection
                except OSError:
                    dripping[number] = None
        for connection in filter(None, dripping):
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@dataclass(slots=True)
class Conductor:
    """Has the archive written while clients ask: the times of what was done, and the states that it left.

    Attributes:
        ends: by the name of each command, when it began, when it had ended, and what is true from then on.
    """

    home: Path
    files: Path
    paths: list[str]
    seconds: float
    ends: dict[str, tuple[float, float, dict[str, int]]] = field(default_factory=dict)
    is_over: bool = False

    def run(self) -> None:
        """Add, correct, rebuild."""
        began = time.perf_counter()
        try:
            time.sleep(REST)
            self._command("add", str(self.files))
            time.sleep(REST)
            Corrections(Home(self.home)).store(self._find_other(), Correction(year=LATER, who="甲"))
            self._command("reindex")
            time.sleep(max(REST, began + self.seconds - time.perf_counter()))
        finally:
            self.is_over = True

    def _find_other(self) -> str:
        """SHA-256 of the original of a report whose page nobody asks for: correction changes its address."""
        archive = open_archive(Settings(home=self.home))
        ids = (summary.id for summary in archive.list_summaries())
        other = next(each for each in ids if f"/reports/{quote(each)}" not in self.paths)
        return archive.read_report(other).source.sha256

    def _command(self, name: str, *more: str) -> None:
        began = time.perf_counter()
        command = [sys.executable, "-m", "indexer.cli.main", name, *more, "--home", str(self.home), "--json"]
        done = subprocess.run(command, capture_output=True, check=False)
        ended = time.perf_counter()
        self.ends[name] = began, ended, read_truth(self.home, self.paths)
        if done.returncode:
            sys.exit(f"{name} ended with {done.returncode}: {done.stderr.decode()[-500:]}")


def find_stale(answers: list[Answer], conductor: Conductor) -> list[str]:
    """Return a sentence for each answer of a state that was past when it was asked for."""
    found = []
    names = list(conductor.ends)
    for name, following in zip(names, [*names[1:], ""], strict=True):
        _, since, truth = conductor.ends[name]
        until = conductor.ends[following][0] if following else float("inf")
        found += [
            f"{each.path}: {each.state}, not {truth[each.path]}, {each.began - since:.2f} s after {name}"
            for each in answers
            if each.state >= 0
            and since < each.began
            and each.ended < until
            and each.state != truth[each.path]
        ]
    by_path: dict[str, list[Answer]] = {}
    for each in answers:
        by_path.setdefault(each.path, []).append(each)
    for path, given in by_path.items():
        ended, latest, known = sorted(given, key=lambda each: each.ended), 0, -1
        for each in sorted(given, key=lambda each: each.began):
            while ended[latest].ended < each.began:
                known = max(known, ended[latest].state)
                latest += 1
            if 0 <= each.state < known:
                found.append(f"{path}: {each.state} after {known}")
    return found


def measure(
    home: Path, clients: int, seconds: float, dripping: int, files: int
) -> tuple[list[Answer], Conductor]:
    """Serve, write and ask; all answers, and what was done meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        write(Path(folder) / "files", files)
        searches, others = list_paths(copy)
        draw = random.Random(11)
        conductor = Conductor(copy, Path(folder) / "files", [*searches, *others], seconds)
        server = Server(copy, 2)
        try:
            with drip(server.port, dripping):
                writing = threading.Thread(target=conductor.run)
                writing.start()
                answers = drive(
                    server.port,
                    clients,
                    lambda: draw.choice(searches if draw.random() < 0.7 else others),
                    lambda: conductor.is_over,
                )
                writing.join()
        finally:
            server.stop()
    return answers, conductor


def show(answers: list[Answer], conductor: Conductor) -> bool:
    """Print what was counted; whether all is well."""
    failed = [each for each in answers if each.status != 200 and not each.is_refusal]
    refused = sum(each.is_refusal for each in answers)
    stale = find_stale(answers, conductor)
    for name, (began, ended, _) in conductor.ends.items():
        times = [each.ended - each.began for each in answers if began <= each.began < ended]
        print(f"{name}: {ended - began:.0f} s, {len(times):,} answers meanwhile, ", end="")
        print(f"p50 {percentile(times, 0.5):.2f} s, p99 {percentile(times, 0.99):.2f} s")
    times = [each.ended - each.began for each in answers]
    lasted = max(each.ended for each in answers) - min(each.began for each in answers)
    print(f"all: {len(answers):,} answers in {lasted:.0f} s, p99 {percentile(times, 0.99):.2f} s, ", end="")
    print(
        f"slowest {max(times):.2f} s; {len(failed)} failed, {refused} told to come again, {len(stale)} stale"
    )
    slow = sorted(answers, key=lambda each: each.began - each.ended)[:3]
    for each in slow:
        print(f"{each.ended - each.began:.1f} s: {each.path}, {_place(each.began, conductor)}")
    print(*(f"{each.status} {each.path}" for each in failed[:10]), *stale[:10], sep="\n")
    return not failed and not stale


def _place(moment: float, conductor: Conductor) -> str:
    """Return when a moment was, by the last command that had begun or ended before it."""
    marks = list[tuple[str, float]]()
    for name, (began, ended, _) in conductor.ends.items():
        marks += [(f"{name} began", began), (f"{name} ended", ended)]
    past = [(at, name) for name, at in marks if at <= moment]
    return f"{moment - max(past)[0]:.1f} s after {max(past)[1]}" if past else "before the first command"


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--home", type=Path, required=True, help="an archive that this version built: reindex it before"
    )
    parser.add_argument("--clients", type=int, default=128)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--dripping", type=int, default=0)
    parser.add_argument("--files", type=int, default=200)
    given = parser.parse_args()
    measured = measure(given.home, given.clients, given.seconds, given.dripping, given.files)
    sys.exit(not show(*measured))


if __name__ == "__main__":
    main()
