"""Beyond one machine and in a folder: `python tests/benchmarks/cluster.py [--sections 25000 300000]`.

Starts OpenSearch (`--nodes`, 1) and PostgreSQL on this machine, and for each size indexes the same corpus
(see `sections`) there and in a folder. Prints passages a second; then both are served, and somebody asks
both for the same pages of results in turn, none twice: how long pages took, and the processor time of a
page, of all processes that it takes: portal, nodes and database.

Wants what `make test-cluster` wants.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.storage.generations import Generation
from indexer.archive.storage.home import Home
from indexer.archive.storage.index import open_index
from indexer.search.engines.base import Entry
from indexer.settings import Settings
from tests.benchmarks.pages import addresses
from tests.benchmarks.percentile import percentile
from tests.benchmarks.sections import sections
from tests.cluster.portal import Portal
from tests.cluster.servers.services import Services, find_missing_service

_TICKS = os.sysconf("SC_CLK_TCK")


def read_seconds(*roots: int) -> float:
    """Processor time of some processes and of all that they have begun, those that have ended included."""
    parents, used = dict[int, int](), dict[int, float]()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parts = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                parents[int(entry.name)] = int(parts[1])
                used[int(entry.name)] = sum(map(int, parts[11:15])) / _TICKS
    total = 0.0
    for process, seconds in used.items():
        above = process
        while above and above not in roots:
            above = parents.get(above, 0)
        total += seconds if above else 0
    return total


def build(settings: Settings, count: int, texts: Path, read_processor: Callable[[], float]) -> str:
    """Index a corpus, with a catalogue that knows of the index and has no reports; say how fast it went."""
    home = Home.of(settings)
    began, used = time.perf_counter(), read_processor()
    with home.lock_for_writing():
        generation = home.begin()
        _fill(generation, settings, sections(count, texts))
        home.publish(generation)
    took, used = time.perf_counter() - began, read_processor() - used
    return f"{count / took:,.0f} passages/s, {used / count * 1000:.2f} ms of the processor each"


def _fill(generation: Generation, settings: Settings, reports: Iterable[list[Entry]]) -> None:
    with (
        closing(Catalogue(generation.database, create=True)) as catalogue,
        closing(open_index(generation, catalogue, settings)) as engine,
    ):
        with engine.write() as writer:
            for report in reports:
                writer.add(report)
        with catalogue.write() as tables:
            tables.set_index_generation(engine.read_generation())


def measure_folder(settings: Settings) -> int:
    """Bytes of an index in a folder."""
    files = Home.of(settings).find_current().index.rglob("*")
    return sum(path.stat().st_size for path in files if path.is_file())


def ask(portals: dict[str, Portal], paths: list[str], seconds: dict[str, Callable[[], float]]) -> None:
    """Ask each portal for the same pages, ten at a time in turn, and print what they took."""
    took: dict[str, list[float]] = {name: [] for name in portals}
    used = dict.fromkeys(portals, 0.0)
    for at in range(0, len(paths), 10):
        for name, portal in portals.items():
            before = seconds[name]()
            for path in paths[at : at + 10]:
                began = time.perf_counter()
                portal.get(path, 120)
                took[name].append((time.perf_counter() - began) * 1000)
            used[name] += seconds[name]() - before
    for name, times in took.items():
        shown = f"p50 {median(times):.1f} ms, p95 {percentile(times, 95):.1f} ms"
        print(
            f"  {name}: {shown}, {used[name] / len(times) * 1000:.1f} ms of the processor a page", flush=True
        )


def main() -> None:
    """Start, build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sections", type=int, nargs="+", default=[25_000, 300_000])
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--texts", type=Path, default=Path("../shared/real-large"))
    given = parser.parse_args()
    if missing := find_missing_service():
        sys.exit(f"the servers cannot be started here: {missing}")
    with tempfile.TemporaryDirectory(prefix="nianbao-cluster-") as name:
        folder = Path(name)
        services = Services(folder / "nodes", given.nodes)
        os.environ.update(services.store.environment)
        servers = (services.database.pid, *(node.process.pid for node in services.nodes))
        try:
            for count in given.sections:
                here = Settings(home=folder / f"folder-{count}")
                there = dataclasses.replace(
                    services.make_settings(folder / f"cluster-{count}", f"s{count}"), originals_url=""
                )
                own = lambda: time.process_time()  # noqa: E731
                print(f"{count:,} passages, {given.nodes} node(s)", flush=True)
                print("  adding, folder:", build(here, count, given.texts, own), flush=True)
                both = lambda: time.process_time() + read_seconds(*servers)  # noqa: E731
                print("  adding, cluster:", build(there, count, given.texts, both), flush=True)
                print(f"  index, folder: {measure_folder(here) / 2**20:,.0f} MB,", end=" ")
                print(f"cluster: {services.nodes[0].measure_indexes() / 2**20:,.0f} MB", flush=True)
                paths = addresses(count, given.texts)
                with services.serve([here, there]) as (folder_portal, cluster_portal):
                    portals = {"folder": folder_portal, "cluster": cluster_portal}
                    pids = {"folder": (), "cluster": servers}
                    for portal in portals.values():
                        for path in paths[: given.pages // 3]:
                            portal.get(path, 120)
                    ask(
                        portals,
                        paths[given.pages // 3 :][: given.pages],
                        {
                            name: lambda pid=portal.pid, more=pids[name]: read_seconds(pid, *more)
                            for name, portal in portals.items()
                        },
                    )
        finally:
            services.stop()


if __name__ == "__main__":
    main()
