"""Kills workers and publishers at random moments: `tests/benchmarks/killed_workers.py --kills 60 --seed 7`.

Every round has an archive of its own on a real PostgreSQL and a real S3 server, two workers, and a publisher
that adds the sample reports and then adds them anew (`add --queue`, `reindex --queue`). Half of the kills
(SIGKILL) are of a worker, which is started again, half of a publisher, which is run again. In the end the
catalogue must be row by row what one undisturbed `add` made of the same files, `verify` has nothing to say,
and neither questions nor answers lie about.

Prints what was counted, and every fault; exits with 1 if there was one.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.archive.preservation.verification import verify
from indexer.archive.storage.home import Home
from indexer.ingest.add import add
from indexer.settings import Settings
from tests.cluster.queue_processes import (
    execute,
    make_command,
    make_environment,
    read_tables,
    run_workers,
)
from tests.cluster.servers.postgres import PostgresServer
from tests.cluster.servers.s3 import S3Server

FILES = sorted((Path(__file__).parents[2] / "corpus" / "disclosure").glob("*/*.*"))
_A_ROUND = 6
"""Kills in a round."""
_LONGEST = 12.0
"""Seconds after which a command is killed at the latest."""


class Round:
    """One archive that is added to while processes are killed."""

    def __init__(self, settings: Settings, draw: random.Random) -> None:
        self._settings, self._draw = settings, draw
        self.kills: Counter[str] = Counter()
        self.faults: list[str] = []

    def run(self, expected: dict[str, list[str]]) -> None:
        """Kill and finish; note what is otherwise than expected."""
        command = ["add", "--queue", *map(str, FILES)]
        with run_workers(self._settings) as workers:
            for number in range(_A_ROUND):
                if number == _A_ROUND // 2:
                    self._finish(command)
                    self._compare(expected)
                    command = ["reindex", "--queue"]
                publisher = self._start(command)
                until = time.monotonic() + self._draw.uniform(1.0, _LONGEST)
                if self._draw.random() < 0.5:
                    self._wait(publisher, until)
                    self.kills["publisher"] += publisher.poll() is None
                    publisher.kill()
                    publisher.wait()
                else:
                    self._wait(publisher, until)
                    self.kills["worker"] += 1
                    worker = self._draw.choice(workers)
                    worker.kill()
                    worker.start()
                    self._end(publisher)
            self._finish(command)
            self._compare(expected)
        if left := list(Home.of(self._settings).objects.list_keys("reading")):
            self.faults.append(f"left: {left[:3]}")
        found = verify(self._settings, lambda _outcome, _total: None)
        self.faults += [*found.losses, *found.damage, *found.faults]

    def _start(self, command: list[str]) -> subprocess.Popen[str]:
        whole = make_command(*command, "--home", str(self._settings.home))
        environment, pipe = make_environment(self._settings), subprocess.PIPE
        return subprocess.Popen(whole, cwd="/", env=environment, stdout=pipe, stderr=pipe, text=True)

    def _wait(self, publisher: subprocess.Popen[str], until: float) -> None:
        while publisher.poll() is None and time.monotonic() < until:
            time.sleep(0.05)

    def _end(self, publisher: subprocess.Popen[str]) -> None:
        out, said = publisher.communicate(timeout=300)
        if publisher.returncode or said.strip():
            self.faults.append(f"exit {publisher.returncode}: {said.strip()[-300:]} {out.strip()[-100:]}")

    def _finish(self, command: list[str]) -> None:
        self._end(self._start(command))

    def _compare(self, expected: dict[str, list[str]]) -> None:
        found = read_tables(self._settings)
        for name in expected.keys() | found.keys():
            other = set(found.get(name, ())) ^ set(expected.get(name, ()))
            if found.get(name) != expected.get(name):
                self.faults.append(f"table {name} is another one: {sorted(other)[:2]}")


def run(kills: int, seed: int) -> int:
    """Run rounds until so many processes were killed."""
    draw, counted, faults, began = random.Random(seed), Counter[str](), list[str](), time.monotonic()
    server, s3 = PostgresServer(), S3Server()
    os.environ.update(s3.environment)

    def make(folder: str, name: str) -> Settings:
        execute(server.url, f"CREATE DATABASE {name}")
        home, bucket = Path(folder) / name, f"s3://{s3.make_bucket()}/{name}"
        return Settings(home=home, database_url=server.address(name), originals_url=bucket, batch_files=10)

    try:
        with tempfile.TemporaryDirectory(prefix="nianbao-killed-") as folder:
            plain = make(folder, "plain")
            add(FILES, plain, lambda _outcome, _total: None)
            expected, number = read_tables(plain), 0
            while counted.total() < kills:
                number += 1
                this = Round(make(folder, f"round_{number}"), draw)
                this.run(expected)
                counted += this.kills
                faults += this.faults
                print(f"round {number}: {dict(this.kills)}", *this.faults, sep="\n  ", flush=True)
    finally:
        server.remove()
        s3.stop()
    seconds = time.monotonic() - began
    print(f"{dict(counted)} killed in {number} rounds, {seconds:.0f} s, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    sys.exit(run(**vars(parser.parse_args())))
