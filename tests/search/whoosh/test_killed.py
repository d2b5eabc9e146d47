"""A kill while segments are joined, published or verified leaves the index as it was before, and whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.search.test_engines import REPORTS, expected, found, parse
from tests.search.whoosh.test_merge import compacted, in_turn, new_engine, parts

KILLED = 137
WORK = """
import os, sys
from pathlib import Path
from indexer.search.engines.whoosh import WhooshEngine, checksums
from indexer.search.engines.whoosh.mmap import MappedStorage
from indexer.settings import Settings

folder, place, name, times = sys.argv[1:]
owner = {"MappedStorage": MappedStorage, "checksums": checksums}[place]
does, left = getattr(owner, name), int(times)

def killed(*given, **options):
    global left
    left -= 1
    if not left:
        os._exit(137)
    return does(*given, **options)

setattr(owner, name, killed)
engine = WhooshEngine(Path(folder), Settings())
if place == "checksums":
    engine.find_damaged()
with engine.write() as writer:
    writer.compact()
    writer.changed = True
"""


@pytest.mark.parametrize(
    ("place", "name", "times"),
    [
        ("MappedStorage", "create_file", 2),  # the first file of the new segment is written
        ("MappedStorage", "create_file", 12),
        ("MappedStorage", "rename_file", 1),  # all are, and none names them yet
        ("checksums", "sum_of", 5),  # `verify` reads
    ],
)
def test_a_kill_leaves_the_index_as_it_was(tmp_path: Path, place: str, name: str, times: int) -> None:
    engine = new_engine(tmp_path)
    in_turn(engine, REPORTS.values())
    before = [part.size for part in parts(tmp_path)]
    assert len(before) > 1
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(tmp_path), place, name, str(times)], capture_output=True, check=False
    )
    assert done.returncode == KILLED, done.stderr
    assert [part.size for part in parts(tmp_path)] == before
    assert engine.find_damaged() == ()
    assert found(engine, parse("教育")) == expected(parse("教育"))
    compacted(engine)  # the next writer takes away what was left
    (part,) = parts(tmp_path)
    assert found(engine, parse("教育")) == expected(parse("教育"))
    assert len({file.name.partition(".")[0] for file in tmp_path.glob("MAIN_*")} - {"MAIN_WRITELOCK"}) == 1
    assert part.size == sum(map(len, REPORTS.values()))
