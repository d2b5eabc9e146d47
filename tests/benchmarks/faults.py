"""Kills the writer at random moments while others search: `tests/benchmarks/faults.py --kills 200 --seed 7`.

Every round has a home of its own with half of the sample reports published. A writer takes in the other
half, rebuilds, takes a report out, corrects or judges one, publishes what staff sent in, saves the archive
or restores it (`killed_commands`); it is killed (SIGKILL) at a moment drawn from the whole length of its
work, up to three times in a row, and then left to finish. Two processes search
all along: one through an archive that was opened before, one through a new archive each time. Each answer
must be the one before the writing or the one after it, never the former again after the latter, and every
report that a hit names must open. In the end everything is published, its originals are there, `verify` has
nothing to say, every verdict that was acknowledged is there, and nothing unfinished lies about.

Prints what was counted, and every fault; exits with 1 if there was one. Ctrl-C ends it, and has it print what
was counted until then.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.archive.archive import Archive, open_archive
from indexer.archive.contributions.verdicts import Verdicts
from indexer.archive.preservation.backup import backup
from indexer.archive.preservation.originals import Originals
from indexer.archive.preservation.verification import verify
from indexer.archive.storage.home import Home
from indexer.ingest.reading.readers import Readers
from indexer.ingest.recovery import recover
from indexer.search.query.parse import Choices, parse_query
from indexer.settings import Settings
from indexer.verdict import Subject
from tests.benchmarks.killed_commands import (
    AMENDED,
    COMMANDS,
    GONE,
    SAVED,
    SILENT,
    find_result,
    list_acknowledged,
)

CORPUS = Path(__file__).parents[2] / "corpus"
TYPED = ("", "公开", "“政府信息公开”", "申请")

# Children of a small clean process: forking this one, which has threads, would not be safe.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__, "indexer.cli.main"])

Answer = tuple[tuple[str, ...], ...]


def ask(archive: Archive) -> Answer:
    """The hits of every query; every report that a hit names is opened."""
    found = []
    for typed in TYPED:
        results = archive.search(parse_query(typed, Choices(limit=200)))
        hits = sorted(f"{hit.report} {hit.section} {hit.url(typed)}" for hit in results.hits)
        counted = sum(value.count for value in results.facets["kind"])
        found.append((str(results.total), str(counted), *hits))
    for report_id in sorted({hit.split()[0] for answer in found for hit in answer[2:]} - {GONE, AMENDED}):
        archive.read_report(report_id)
    return tuple(found)


def _write(name: str, home: Path, arriving: Path, pipe: Connection) -> None:
    # What is loaded once a process is loaded before the clock runs: no kill is spent on it.
    with contextlib.suppress(Exception):
        Readers(Settings(home=home)).inspect(next(arriving.rglob("*.html")))
        ask(open_archive(Settings(home=home)))
    pipe.send("ready")
    COMMANDS[name](home, arriving)
    pipe.send("done")
    pipe.send(ask(open_archive(Settings(home=find_result(name, home)))))


def _search(home: Path, fresh: bool, states: tuple[Answer, Answer], pipe: Connection) -> None:
    settings = Settings(home=home)
    kept, asked, changed, faults = open_archive(settings), 0, False, Counter[str]()
    while not pipe.poll():
        archive, began = open_archive(settings) if fresh else kept, time.monotonic()
        try:
            answer = ask(archive)
        except Exception as error:  # whatever it is, it is a fault
            faults[f"a search failed: {error!r}"] += 1
            continue
        finally:
            asked += 1
            if fresh:
                archive.close()
            if asked == 1:
                pipe.send("searching")
        for found, before, after in zip(answer, *states, strict=True):
            if found not in (before, after):
                faults[f"a search saw half a state: {found[:2]}"] += 1
            elif found == before != after and changed:
                faults["a search saw the state before again"] += 1
            changed = changed or found == after != before
        # Two that never rest would leave the writer no processor.
        time.sleep(time.monotonic() - began)
    pipe.send((asked, list(faults.items())[:3]))


@dataclass(frozen=True, slots=True)
class _Child:
    process: BaseProcess
    pipe: Connection

    @classmethod
    def start(cls, target: Callable[..., None], *arguments: Any) -> _Child:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=target, args=(*arguments, theirs))
        process.start()
        theirs.close()
        return cls(process, ours)

    def hear(self) -> Any:
        """What it says next.

        Raises:
            EOFError: it ended without a word.
        """
        return self.pipe.recv()

    def end(self) -> int:
        self.process.join()
        self.pipe.close()
        return self.process.exitcode or 0


def _killed_after(seconds: float | None, name: str, home: Path, arriving: Path) -> tuple[str, float, Answer]:
    """How a writer ended: `killed`, `done`, or `failed` by itself; how long it wrote, what is found then."""
    child = _Child.start(_write, name, home, arriving)
    try:
        child.hear()
        began = time.monotonic()
        if seconds is not None and not child.pipe.poll(seconds):
            assert child.process.pid
            os.kill(child.process.pid, signal.SIGKILL)
        child.hear()
        lasted = time.monotonic() - began
        answer: Answer = child.hear()  # it may have been killed right behind its work
    except EOFError:
        code = child.end()
        return ("killed" if code == -signal.SIGKILL else "failed"), 0.0, ()
    child.end()
    return "done", lasted, answer


def _left_about(home: Path) -> Iterator[str]:
    """What should not be there after a writer has finished."""
    catalogued = set(open_archive(Settings(home=home))._live.open()[1].reports.list_originals())
    kept = {source.sha256 for source in Originals(Home(home)).list_sources()}
    if catalogued != kept:
        yield f"{len(catalogued - kept)} originals are lost, {len(kept - catalogued)} belong to nothing"
    files = {path.name.partition(".")[0] for path in (home / "originals").rglob("*.bin")}
    if files != kept:
        yield "originals and their records differ"
    if (home / "unfinished").exists() or (home / "writer").exists():
        yield "the home is marked as unfinished"
    for path in home.rglob(".*"):  # an hour later the next start of a portal deletes what was being written
        os.utime(path, (time.time() - 7200,) * 2)
    recover(Settings(home=home))
    if left := [path.name for path in home.rglob(".*") if path.name != ".lock"]:
        yield f"temporary files are left: {left}"
    if any(path.name.startswith(".") for path in home.parent.iterdir()):
        yield "temporary files are left beside the home"
    if any((home / "waiting").glob("*.*")):
        yield "files go on waiting"
    found = verify(Settings(home=home), lambda _outcome, _total: None)
    yield from (*found.losses, *found.damage, *found.faults)
    if list_acknowledged(home).exists():
        keys = set(list_acknowledged(home).read_text().split())
        with contextlib.closing(Verdicts(Home(home))) as verdicts:
            if lost := keys - verdicts.read_all(Subject.FINDING).keys():
                yield f"{len(lost)} verdicts are lost"
    if len(list((home / "generations").iterdir())) > 2:
        yield "old generations are left"


class Trial:
    """Homes before and after each command, and rounds of killing."""

    def __init__(self, scratch: Path, most: int, names: Sequence[str]) -> None:
        self._scratch, self._arriving = scratch, scratch / "arriving"
        files = sorted(CORPUS.rglob("*.html"))[-most:]
        for folder, part in (("published", files[::2]), ("arriving", files[1::2])):
            for path in part:
                target = scratch / folder / path.relative_to(CORPUS)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
        self._base = scratch / "base"
        _, before = self._finish("add", self._base, scratch / "published")
        backup(scratch / SAVED, Settings(home=self._base))
        self._lasts: dict[str, float] = {}
        self._states: dict[str, tuple[Answer, Answer]] = {}
        for name in names:
            home = scratch / "round" / "home"
            shutil.copytree(self._base, home)
            self._lasts[name], after = self._finish(name, home, self._arriving)
            self._states[name] = before, after
            if (before == after) != (name in SILENT):
                raise RuntimeError(
                    f"{name}: searches find {'the same' if before == after else 'other things'}"
                )
            shutil.rmtree(home.parent)

    @staticmethod
    def _finish(name: str, home: Path, arriving: Path) -> tuple[float, Answer]:
        ended, lasted, answer = _killed_after(None, name, home, arriving)
        if ended != "done":
            raise RuntimeError(f"{name} {ended}")
        return lasted, answer

    def round(self, name: str, moments: list[float]) -> tuple[Counter[str], list[str]]:
        """Kill a command at these parts of its length, then let it finish.

        Returns:
            What was counted, and every fault.
        """
        home, states = self._scratch / "round" / "home", self._states[name]
        shutil.copytree(self._base, home)
        counts, faults = Counter[str](), list[str]()
        searchers = [_Child.start(_search, home, fresh, states) for fresh in (False, True)]
        for searcher in searchers:
            searcher.hear()
        for moment in moments:
            ended, *_ = _killed_after(moment * self._lasts[name], name, home, self._arriving)
            counts[ended] += 1
            if ended == "failed":
                faults.append("a rerun failed")
            if ended != "killed":
                break
        ended, _, answer = _killed_after(None, name, home, self._arriving)
        if ended != "done" or answer != states[1]:
            faults.append(
                f"the last rerun: {ended}, and {'all' if answer == states[1] else 'not all'} is there"
            )
        for searcher in searchers:
            searcher.pipe.send("stop")
            asked, seen = searcher.hear()
            searcher.end()
            counts["searches"] += asked * len(TYPED)
            faults += [f"{fault} ({often} times)" for fault, often in seen]
        for written in {home, find_result(name, home)}:
            faults += _left_about(written)
        shutil.rmtree(home.parent)
        return counts, [f"{name} at {[round(moment, 3) for moment in moments]}: {fault}" for fault in faults]


def measure(
    kills: int, seed: int, scratch: Path, files: int = 1000, names: Sequence[str] = tuple(COMMANDS)
) -> tuple[dict[str, Counter[str]], list[str]]:
    """Kill that often, with so many reports at most; what was counted by command, and every fault."""
    draw, trial, faults = random.Random(seed), Trial(scratch, files, names), list[str]()
    counts = {name: Counter[str]() for name in names}
    rounds = 0
    with contextlib.suppress(KeyboardInterrupt):
        while (killed := sum(count["killed"] for count in counts.values())) < kills:
            name = names[rounds % len(names)]
            # Searching slows the writer down: it lasts longer than it did alone.
            most = min(draw.choice((1, 1, 2, 3)), kills - killed)
            counted, found = trial.round(name, [draw.uniform(0, 1.5) for _ in range(most)])
            counts[name] += counted
            faults += found
            rounds += 1
    return counts, faults


def main() -> None:
    """Print what was counted and every fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        counts, faults = measure(asked.kills, asked.seed, Path(scratch))
    for name, count in counts.items():
        searches = f"{count['searches']:,} searches"
        print(f"{name}: {count['killed']} killed, {count['done']} finished before, {searches}")
    total = sum(counts.values(), Counter[str]())
    print(
        f"{total['killed']} killed, {total['searches']:,} searches meanwhile, {len(faults)} faults"
        f" (seed {asked.seed}, {time.monotonic() - began:.0f} s)"
    )
    print(*faults[:30], sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
