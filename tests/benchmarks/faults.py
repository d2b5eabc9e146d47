"""Kills the writer at random moments: `python tests/benchmarks/faults.py [KILLS]` (200 by default).

Runs `nianbao add` and `nianbao reindex` on the sample reports and ends them with SIGKILL after a
random time, while this process searches all along. A search must answer as before or as after the
change; nothing that was published may be lost; the next run must complete without being asked.
Prints what was counted, and exits with 1 if anything went wrong.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from indexer import NianbaoError, Settings, open_archive, parse_query

CORPUS = Path(__file__).parents[2] / "corpus"
TYPED = ("政务公开", "“依申请公开”", "")


def main(kills: int) -> None:
    """Kill, look, run again; over and over."""
    draw = random.Random(11)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        reports = sorted(file for file in CORPUS.rglob("*") if file.suffix in (".html", ".txt"))
        wrong: list[str] = []
        killed = ended = searches = 0
        rounds = 0
        while killed < kills:
            rounds += 1
            home = work / f"home{rounds}"
            first, then = reports[:12], reports[12:]
            run("add", *map(str, first), home=home)
            before = answers(home)
            whole = work / f"whole{rounds}"
            shutil.copytree(home, whole)
            run("add", *map(str, then), home=whole)
            after = answers(whole)
            shutil.rmtree(whole)
            for what, states in (("add", (before, after)), ("reindex", (after, after))):
                arguments = map(str, then) if what == "add" else ()
                listed = [what, *arguments]
                began = time.monotonic()
                clean = work / "clean"
                shutil.rmtree(clean, ignore_errors=True)
                shutil.copytree(home, clean)
                run(*listed, home=clean)
                length = time.monotonic() - began
                tries = 0
                while killed < kills and tries < 12:
                    tries += 1
                    watcher = Watcher(home, states)
                    watcher.start()
                    died = run(*listed, home=home, after=draw.uniform(0.3, length))
                    watcher.stop()
                    killed += died
                    ended += not died
                    searches += watcher.count
                    wrong += watcher.wrong
                    now = answers(home)
                    if now not in states:
                        wrong.append(f"{what}: the archive answers {now}")
                    if what == "add" and now == after:
                        break  # nothing is left to be added
                run(*listed, home=home)
                if answers(home) != after:
                    wrong.append(
                        f"{what}: after the run that was not killed the archive answers {answers(home)}"
                    )
            shutil.rmtree(home)
        print(f"{killed} killed, {ended} ended before, {searches:,} searches meanwhile, {len(wrong)} wrong")
        for line in wrong[:10]:
            print(line)
        sys.exit(bool(wrong))


def run(*arguments: str, home: Path, after: float | None = None) -> bool:
    """Run a command, and kill it after some seconds; whether it was killed."""
    command = [sys.executable, "-m", "indexer.cli", *arguments, "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            _, said = process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            return True
    if process.returncode not in (0, 1, 2) or "Traceback" in said or (process.returncode == 2 and not after):
        sys.exit(f"{arguments[:1]} ended with {process.returncode}: {said}")
    return False


def answers(home: Path) -> tuple[int, ...]:
    """How many hits each question has."""
    archive = open_archive(replace(Settings(), home=home))
    try:
        return tuple(archive.search(parse_query(typed)).total for typed in TYPED)
    finally:
        archive.close()


class Watcher(threading.Thread):
    """Searches until it is stopped; whatever is neither the one state nor the other is wrong."""

    def __init__(self, home: Path, states: tuple[tuple[int, ...], ...]) -> None:
        super().__init__()
        self._home, self._states, self._on = home, states, True
        self.count, self.wrong = 0, []  # type: ignore[var-annotated]

    def run(self) -> None:
        archive = open_archive(replace(Settings(), home=self._home))
        queries = [parse_query(typed) for typed in TYPED]
        while self._on:
            for at, query in enumerate(queries):
                try:
                    total = archive.search(query).total
                except NianbaoError as error:
                    self.wrong.append(f"a search failed: {error.message}")
                    continue
                self.count += 1
                if total not in {state[at] for state in self._states}:
                    self.wrong.append(f"{TYPED[at]!r} found {total}")
            time.sleep(0.002)
        archive.close()

    def stop(self) -> None:
        self._on = False
        self.join()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
