"""How fast reports are taken in: `python tests/benchmarks/adding.py [--reports 10000] [--stop-at 4000]`.

Writes invented reports as web pages (see `forged.archive`), takes them in by `nianbao add`, prints reports
a second, the most memory that all its processes held together, and their processor time; then the time that
one more report takes (median of several), the same in an archive of `--small` reports, and the ratio of
both. With `--stop-at` the command is interrupted (SIGINT) once so many reports are published, and run again;
the second run must go on where the first stopped, and the archive must hold every report in the end.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.archive.storage.home import Home
from indexer.ingest.add import add as add_files
from indexer.settings import Settings
from tests.benchmarks.forged.archive import write

_MORE = 9


def held(home: Path) -> int:
    """Number of reports published."""
    try:
        name = (home / "current").read_text()
        with sqlite3.connect(home / "generations" / name / "catalogue.sqlite") as catalogue:
            return int(catalogue.execute("SELECT count(*) FROM report").fetchone()[0])
    except (OSError, sqlite3.Error):
        return 0


def add(folder: Path, home: Path, stop_at: int = 0) -> tuple[float, int]:
    """Seconds that the command took, and most bytes that its processes held together.

    Args:
        stop_at: interrupt it when so many reports are published; 0 for never.
    """
    command = [sys.executable, "-m", "indexer.cli.main", "add", str(folder), "--home", str(home)]
    began, most, interrupted = time.perf_counter(), 0, False
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, _held_by(process.pid))
            if stop_at and held(home) >= stop_at:
                process.send_signal(signal.SIGINT)
                stop_at, interrupted = 0, True
            time.sleep(0.5)
    assert process.returncode in ((2,) if interrupted else (0,)), process.returncode
    return time.perf_counter() - began, most


def one_more(home: Path, paths: list[Path]) -> float:
    """Seconds that one report takes, median; the first, which loads what reading needs, does not count."""
    times = []
    for path in paths:
        began = time.perf_counter()
        run = add_files([path], Settings(home=home), lambda _outcome, _total: None)
        times.append(time.perf_counter() - began)
        assert run.counts == {"added": 1}, run
    return median(times[1:])


def _held_by(pid: int) -> int:
    """Bytes that a process and all below it hold; shared pages count once (PSS)."""
    try:
        with Path(f"/proc/{pid}/smaps_rollup").open() as lines:
            own = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
        tasks = Path(f"/proc/{pid}/task").iterdir()
        below = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except (OSError, StopIteration):
        return 0
    return own + sum(map(_held_by, below))


def _processor_time() -> float:
    """Seconds that commands have used so far, all their processes together."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Make, add, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--small", type=int, default=100)
    parser.add_argument("--stop-at", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="where the archive is left, for other measurements")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        large, small = given.keep or Path(work, "large"), Path(work, "small")
        paths = write(Path(work, "pages"), given.reports)
        size = sum(path.stat().st_size for path in paths)
        print(f"{len(paths):,} pages, {size / 2**20:,.0f} MB, {os.cpu_count()} cores")
        seconds = memory = 0
        if given.stop_at:
            seconds, memory = add(Path(work, "pages"), large, given.stop_at)
            print(f"stopped after {seconds:.1f} s with {held(large):,} reports; once more:")
        began_with = held(large)
        assert began_with >= given.stop_at, began_with
        spent = _processor_time()
        seconds, memory = add(Path(work, "pages"), large)
        spent = _processor_time() - spent
        assert held(large) == given.reports, held(large)
        rate = (given.reports - began_with) / seconds
        print(f"added in {seconds:.1f} s: {rate:.1f} reports/s, {memory / 2**20:,.0f} MB at most;", end=" ")
        print(f"{spent * 1000 / (given.reports - began_with):.1f} ms of processor time a report")
        for path in paths[given.small :]:
            path.unlink()
        add(Path(work, "pages"), small)
        shutil.rmtree(Path(work, "pages"))
        more = write(Path(work, "more"), given.reports + 2 * _MORE, first=given.reports)
        few, many = one_more(small, more[:_MORE]), one_more(large, more[_MORE:])
        print(
            f"one more to {given.small:,}: {few * 1000:.0f} ms; to {given.reports:,}: {many * 1000:.0f} ms;",
            end=" ",
        )
        print(f"ratio {many / few:.2f}")
        index = sum(f.stat().st_size for f in Home(large).find_current().folder.rglob("*") if f.is_file())
        print(f"catalogue and index {index / 2**20:,.0f} MB")


if __name__ == "__main__":
    main()
