"""The whole portal over HTTP: `python tests/benchmarks/pages.py [--sections N] [--clients 8] [--seconds 15]`.

Indexes a corpus of N sections (see `sections`), serves it with `nianbao-web` on the loopback, and
lets clients ask for pages of results, each waiting for its answer: no question is asked twice.
Prints pages a second and how long answers took.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.storage.home import Home
from indexer.search.engines.whoosh import WhooshEngine
from indexer.settings import Settings
from tests.benchmarks.percentile import percentile
from tests.benchmarks.search import questions
from tests.benchmarks.sections import sections


def build(home: Path, sections_wanted: int, texts: Path) -> None:
    """An archive with an index and a catalogue that knows of it and has no reports: pages of results need no
    more.
    """
    settings = replace(Settings(), home=home)
    generation = Home(home).begin()
    engine = WhooshEngine(generation.index, settings)
    with engine.write() as writer:
        for report in sections(sections_wanted, texts):
            writer.add(report)
        writer.compact()  # as the last batch of a run does
    with closing(Catalogue(generation.database, create=True)) as catalogue, catalogue.write() as tables:
        # Otherwise a portal that is started takes out of the index what the catalogue does not have.
        tables.set_index_generation(engine.read_generation())
    engine.close()
    Home(home).publish(generation)


def addresses(sections_wanted: int, texts: Path) -> list[str]:
    """Different pages of results: every kind of question, some narrowed, some further on."""
    draw = random.Random(3)
    found = []
    for question in questions(sections_wanted, texts, each=800):
        asked: list[tuple[str, str]] = (
            [("q", f"“{question.phrase}”")]
            if question.phrase
            else [("q", (" OR " if question.any_of else " ").join(question.words))]
        )
        if question.years:
            asked.append(("year", f"{question.years[0]}..{question.years[1]}"))
        if draw.random() < 0.3:
            asked.append(("section", str(draw.randint(1, 6))))
        if draw.random() < 0.2:
            asked.append(("page", str(draw.randint(2, 5))))
        found.append("/search?" + urlencode(asked))
    found = list(dict.fromkeys(found))
    draw.shuffle(found)
    return found


@dataclass(slots=True)
class Client:
    """A connection that asks for one page after the other: as little work as can be, for clients and server
    share the processors."""

    socket: socket.socket
    path: str = ""
    began: float = 0.0
    missing: int = 0

    def ask(self, path: str) -> None:
        """Ask for a page."""
        self.path, self.began, self.missing = path, time.perf_counter(), 0
        self.socket.sendall(b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % path.encode())

    def read(self) -> bool:
        """Read what has come; whether the answer is whole."""
        read = self.socket.recv(1 << 18)
        if not self.missing:
            head, _, _ = read.partition(b"\r\n\r\n")
            length = re.search(rb"(?i)\r\nContent-Length: (\d+)\r\n", head + b"\r\n")
            if not length or not head.startswith(b"HTTP/1.1 200 "):
                sys.exit(f"not answered: {self.path}: {head[:100]!r}")
            self.missing = len(head) + 4 + int(length[1])
        self.missing -= len(read)
        return not self.missing


def drive(port: int, paths: list[str], clients: int, seconds: float) -> tuple[list[float], float]:
    """Milliseconds of each answer, and how long all took."""
    times: list[float] = []
    waiting = iter(paths)
    began = time.perf_counter()
    until = began + seconds
    with selectors.DefaultSelector() as selector:
        for path in islice(waiting, clients):
            connection = socket.create_connection(("127.0.0.1", port))
            client = Client(connection)
            selector.register(connection, selectors.EVENT_READ, client)
            client.ask(path)
        while selector.get_map():
            for key, _ in selector.select():
                client = key.data
                if not client.read():
                    continue
                now = time.perf_counter()
                times.append((now - client.began) * 1000)
                following = next(waiting, None) if now < until else None
                if following is None:
                    selector.unregister(client.socket)
                    client.socket.close()
                else:
                    client.ask(following)
    return times, time.perf_counter() - began


def check_hits(port: int, paths: list[str]) -> None:
    """Ask for pages one by one, and stop where most of them find nothing: that measures something else."""
    asked = [urlopen(f"http://127.0.0.1:{port}{path}") for path in paths]
    found = sum(b'class="hit"' in answer.read() for answer in asked)
    if 2 * found < len(paths):
        sys.exit(f"only {found} of {len(paths)} pages have hits: is this an archive that this program built?")


def main() -> None:
    """Build, serve, drive, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sections", type=int, default=10_000)
    parser.add_argument("--texts", type=Path, default=Path("../shared/real-large"))
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--home", type=Path, help="an archive that this program built before")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder) / "home"
        if not home.exists():
            build(home, given.sections, given.texts)
        command = [str(Path(sys.executable).with_name("nianbao-web")), "--home", str(home), "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as server:
            try:
                assert server.stdout
                port = int(re.findall(r":(\d+) ", server.stdout.readline())[0])
                paths = addresses(given.sections, given.texts)
                check_hits(port, paths[-50:])
                times, took = drive(port, paths[:-50], given.clients, given.seconds)
            finally:
                server.terminate()
    print(f"{given.sections:,} sections, {given.clients} clients: {len(times) / took:,.0f} pages/s, ", end="")
    print(f"p50 {percentile(times, 0.5):.1f} ms, p95 {percentile(times):.1f} ms, slowest {max(times):.0f} ms")


if __name__ == "__main__":
    main()
