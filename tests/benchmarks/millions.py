"""An archive of two million sections: `python tests/benchmarks/millions.py HOME [--sections 300000]`.

Where HOME is not there yet it is built: a corpus of N sections (see `sections`) is indexed once and its
segment joined with copies of itself under other ids, as if that many different archives were one. Then it is
opened, one report is added and found, and, with `--kill`, a process that checks the index and one that joins
its segments are killed on the way: what the archive answers must stay the same. Prints times by the clock and
of the processor. `pages.py --home HOME` asks it for pages.
"""

from __future__ import annotations

import argparse
import math
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.storage.home import Home
from indexer.search.engines.base import Writer
from indexer.search.engines.whoosh import WhooshEngine
from indexer.search.engines.whoosh.arrays import Array
from indexer.search.engines.whoosh.columns import pack_values, unpack_values
from indexer.search.engines.whoosh.merge import merge_parts
from indexer.search.engines.whoosh.segment_reader import Part
from indexer.search.engines.whoosh.segment_writer import write_segment
from indexer.search.engines.whoosh.terms import FieldPostings, TermLookup
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from tests.benchmarks.pages import build
from tests.benchmarks.sections import sections

QUESTIONS = (
    "政务公开",
    "养老服务 床位",
    "“公开年度报告”",
    "棚户区改造 year:2016",
    "加装电梯 OR 老旧小区 OR 停车位 OR 充电桩",
)
"""What is asked before and after each kill."""
KILLED_AFTER = (2.0, 20.0, 45.0)
"""Seconds after which a process that joins is killed: reading, weaving, writing."""


class Copy(Part):
    """A segment whose reports have other ids."""

    number = 0

    def column(self, name: str) -> dict[str, Array]:
        """The arrays of a column; ids begin with the number of the copy."""
        column = super().column(name)
        if name != "report_id" or not self.number:
            return column
        return {**column, **pack_values([self._renamed(value) for value in unpack_values(column)])}

    def rename(self, number: int) -> Copy:
        """Give its reports other ids; 0 leaves them as they are."""
        self.number, self.words = number, CopiedWords(self.words, self._renamed)  # type: ignore[assignment]
        return self

    def _renamed(self, report: bytes) -> bytes:
        return b"%d-%b" % (self.number, report) if self.number else report


class CopiedWords:
    """The words of a segment whose reports have other ids."""

    def __init__(self, words: TermLookup, rename: Callable[[bytes], bytes]) -> None:
        self._words, self._rename = words, rename

    def __getattr__(self, name: str) -> Any:
        return getattr(self._words, name)

    def whole(self, field: str) -> FieldPostings:
        """All words of a field; what all ids begin with does not change their order."""
        found = self._words.whole(field)
        return found._replace(terms=[*map(self._rename, found.terms)]) if field == "report" else found


def open_index(home: Path) -> WhooshEngine:
    """The index of an archive."""
    found = Home(home).find_current()
    assert found
    return WhooshEngine(found.index, replace(Settings(), home=home))


def note_generation(home: Path, engine: WhooshEngine) -> None:
    """Let the catalogue know of the last commit; else a portal would take out what it does not have."""
    found = Home(home).find_current()
    assert found
    with closing(Catalogue(found.database)) as catalogue, catalogue.write() as tables:
        tables.set_index_generation(engine.read_generation())


def multiply(home: Path, copies: int) -> None:
    """Join the one segment of an index with copies of itself, and leave one more copy as it is."""
    engine = open_index(home)
    writer = engine._writer()
    [segment] = writer.segments
    made = []
    for numbers in (range(copies - 1), [copies - 1]):
        parts = [Copy(writer.storage, segment).rename(number) for number in numbers]
        lives = [np.ones(part.size, np.bool_) for part in parts]
        made.append(write_segment(writer.storage, writer.indexname, merge_parts(parts, lives)))
    writer.commit(mergetype=lambda _writer, _segments: made)
    note_generation(home, engine)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took."""
    clock, processor = time.perf_counter(), time.process_time()
    yield
    took, used = time.perf_counter() - clock, time.process_time() - processor
    print(f"{what}: {took * 1000:,.0f} ms, {used * 1000:,.0f} of the processor", flush=True)


def measure(home: Path) -> None:
    """Open, ask, add one report, open again, and take it out."""
    [report] = sections(6, None, seed=1)
    added = [replace(each, report="disclosure-new", text=f"{each.text}\n独此一处之语。") for each in report]
    with timed("opened, with the first answer"):
        engine = open_index(home)
        engine.search(parse_query("政务公开"))
    with timed("one report added"), engine.write() as writer:
        writer.add(added)
    with timed("opened again elsewhere, and the report found"):
        found = open_index(home).search(parse_query("“独此一处之语”"))
    print(f"found: {found.total}")
    with timed("taken out"), engine.write() as writer:
        writer.remove("disclosure-new")
    note_generation(home, engine)


def answers(home: Path) -> list[tuple[object, ...]]:
    """What a newly opened index answers."""
    engine = open_index(home)
    found = [engine.search(parse_query(question)) for question in QUESTIONS]
    return [(each.total, *((hit.report, hit.heading, hit.score) for hit in each.hits)) for each in found]


def join(home: Path) -> None:
    """Add a report, which may be there, and join the segments, as the last batch of a run does."""
    engine = open_index(home)
    with timed("joined"), engine.write() as writer:
        add_last(writer)
        writer.compact()
    note_generation(home, engine)


def add_last(writer: Writer) -> None:
    """Add a report, or put it in its own place."""
    writer.add(replace(entry, report="disclosure-last") for entry in next(sections(6, None, seed=2)))


def check(home: Path) -> None:
    """Read all of the index and compare its sums."""
    with timed("checked"):
        damaged = open_index(home).find_damaged()
    if damaged:
        sys.exit(f"damaged: {damaged}")


def kill(home: Path, what: str, after: float) -> bool:
    """Run a part of this program in a process of its own and kill it on the way; whether it ended before."""
    with subprocess.Popen([sys.executable, __file__, str(home), "--run", what]) as process:
        try:
            process.wait(None if math.isinf(after) else after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            print(f"{what} killed after {after:.0f} s", flush=True)
            return False
    return True


def kill_all(home: Path) -> None:
    """Kill what checks and what joins; then let both run."""
    with open_index(home).write() as writer:
        add_last(writer)
    before = answers(home)
    for what in ("check", "join", "check"):
        for after in (*KILLED_AFTER, math.inf):
            ended = kill(home, what, after)
            if answers(home) != before:
                sys.exit("the archive answers otherwise")
            if ended:
                break


def main() -> None:
    """Build where nothing is, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--sections", type=int, default=300_000)
    parser.add_argument("--copies", type=int, default=7)
    parser.add_argument("--texts", type=Path, default=Path("../shared/real-large"))
    parser.add_argument("--kill", action="store_true", help="kill what checks and what joins on the way")
    parser.add_argument("--run", choices=("check", "join"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        {"check": check, "join": join}[given.run](given.home)
        return
    if not given.home.exists():
        with timed("indexed"):
            build(given.home, given.sections, given.texts)
        with timed("multiplied"):
            multiply(given.home, given.copies)
    measure(given.home)
    if given.kill:
        kill_all(given.home)


if __name__ == "__main__":
    main()
