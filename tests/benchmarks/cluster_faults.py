"""Kills machines at random moments while others search: `cluster_faults.py --kills 60 --seed 7`.

Three nodes of OpenSearch, PostgreSQL, an S3 server, two portals and two workers, each of them a process of
its own here. A publisher takes in reports through the queue, then rebuilds the archive again and again.
Each round kills (SIGKILL) a node, a worker, the publisher or a portal, or restarts the database as a loss
of power does, and lets what was killed begin again; the publisher is run until it has ended well. People
search all along: each answer must be one that is so before or after what the publisher does.

In the end the archive must hold and find what one in a folder does, and `verify` must have nothing to say.
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
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.archive.archive import open_archive
from indexer.archive.preservation.verification import verify
from indexer.ingest.add import add
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from tests.cluster.load import Load
from tests.cluster.portal import ROOT, Portal
from tests.cluster.servers.services import Services, find_missing_service

FIRST, MORE = ROOT / "corpus" / "disclosure", ROOT / "corpus" / "work"
QUERIES = ("公开", "依申请公开", "“政府信息”", "教育 OR 卫生", "云泽市 2020", "绿化", "水", "加装电梯")
KINDS = ("node", "worker", "publisher", "portal", "database")
_LONGEST = 8.0
"""Seconds after the publisher's beginning in which something is killed."""
_TRIES = 4
"""Runs that a publisher needs at most until it ends well."""


class Rounds:
    """The servers with all that works on them, and what went wrong."""

    def __init__(
        self, services: Services, machines: list[Settings], portals: list[Portal], seed: int
    ) -> None:
        self._services, self._machines, self._portals = services, machines, portals
        self._draw = random.Random(seed)
        self._workers = [self._start_worker(number) for number in range(2)]
        self._is_added = False
        self.kills, self.faults = Counter[str](), list[str]()

    def go(self) -> None:
        """One round."""
        kind = self._draw.choice(KINDS)
        publisher = self._publish()
        time.sleep(self._draw.uniform(0.2, _LONGEST))
        getattr(self, f"_kill_{kind}")(publisher)
        self.kills[kind] += 1
        for _ in range(_TRIES):
            try:
                _, said = publisher.communicate(timeout=600)
            except subprocess.TimeoutExpired:
                publisher.kill()
                self.faults.append(f"{kind}: the publisher does not end")
                return
            if publisher.returncode == 0:
                self._is_added = True
                return
            if "Traceback" in said:
                self.faults.append(f"{kind}: {said[-1500:]}")
            publisher = self._publish()
        publisher.kill()
        publisher.communicate()
        self.faults.append(f"{kind}: the publisher does not end well: {said[-300:]}")

    def stop(self) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.kill()
            worker.communicate()

    def _publish(self) -> subprocess.Popen[str]:
        command = ("reindex", "--queue") if self._is_added else ("add", "--queue", str(MORE))
        return self._services.start_command(self._machines[0], *command)

    def _start_worker(self, number: int) -> subprocess.Popen[str]:
        return self._services.start_command(self._machines[number % 2], "worker")

    def _kill_node(self, _publisher: subprocess.Popen[str]) -> None:
        at = self._draw.randrange(len(self._services.nodes))
        node, other = self._services.nodes[at], self._services.nodes[at - 1]
        node.kill()
        time.sleep(self._draw.uniform(0, 5))
        node.start()
        other.wait("green", len(self._services.nodes))

    def _kill_worker(self, _publisher: subprocess.Popen[str]) -> None:
        at = self._draw.randrange(len(self._workers))
        self._workers[at].kill()
        self._workers[at].communicate()
        self._workers[at] = self._start_worker(at)

    def _kill_publisher(self, publisher: subprocess.Popen[str]) -> None:
        publisher.kill()

    def _kill_portal(self, _publisher: subprocess.Popen[str]) -> None:
        portal = self._draw.choice(self._portals)
        portal.kill()
        portal.start()

    def _kill_database(self, _publisher: subprocess.Popen[str]) -> None:
        self._services.database.stop()
        self._services.database.start()


def count_hits(settings: Settings) -> dict[str, int]:
    """How many hits each query has."""
    with closing(open_archive(settings)) as archive:
        return {query: archive.search(parse_query(query, settings=settings)).total for query in QUERIES}


def list_ids(settings: Settings) -> set[str]:
    """The reports that an archive holds."""
    with closing(open_archive(settings)) as archive:
        return {summary.id for summary in archive.list_summaries()}


def ignore(_outcome: object, _total: int) -> None:
    """Nothing is shown of what is done."""


def main() -> None:
    """Start, kill, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    if missing := find_missing_service():
        sys.exit(f"the servers cannot be started here: {missing}")
    with tempfile.TemporaryDirectory(prefix="nianbao-faults-") as name:
        folder = Path(name)
        services = Services(folder / "nodes")
        os.environ.update(services.store.environment)
        try:
            faults = run(services, folder, given.kills, given.seed)
        finally:
            services.stop()
    for fault in faults:
        print("FAULT", fault)
    sys.exit(1 if faults else 0)


def run(services: Services, folder: Path, kills: int, seed: int) -> list[str]:
    """Do all rounds, print what was counted, and return the faults."""
    here = Settings(home=folder / "folder")
    add([FIRST], here, ignore)
    least = count_hits(here)
    add([MORE], here, ignore)
    most = count_hits(here)
    machines = [services.make_settings(folder / name, "faults") for name in ("one", "two")]
    first = services.start_command(machines[0], "add", str(FIRST))
    first.communicate()
    with services.serve(machines) as portals:
        rounds = Rounds(services, machines, portals, seed)
        try:
            with Load(portals, least, most) as load:
                for number in range(kills):
                    rounds.go()
                    outcome = load.outcome
                    said = f"{outcome.answers} answers, {outcome.again} at a further try"
                    said += f", {outcome.failed} failed"
                    said += f", {len(outcome.wrong)} wrong, slowest {outcome.slowest:.1f} s"
                    print(f"{number + 1}: {dict(rounds.kills)}; {said}", flush=True)
        finally:
            rounds.stop()
    faults = [*rounds.faults, *load.outcome.wrong]
    if load.outcome.failed > load.outcome.answers / 100:
        faults.append(f"{load.outcome.failed} searches of {load.outcome.answers} failed")
    found = verify(machines[0], ignore)
    faults += [*found.losses, *found.damage, *found.faults]
    if any(count_hits(settings) != most for settings in machines):
        faults.append("not everything is found in the end")
    if list_ids(machines[1]) != list_ids(here):
        faults.append("not everything is there in the end")
    return faults


if __name__ == "__main__":
    main()
