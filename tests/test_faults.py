"""A small `benchmarks/faults.py`: whoever searches does not notice that a writer is killed, nor does a writer
notice who searches."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.settings import Settings
from tests.benchmarks import faults

FOLDER = Path(__file__).parent.parent / "corpus" / "disclosure" / "东湖区"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_killed_writers(tmp_path: Path) -> None:
    names = ("add", "publish from the page", "restore")
    counts, found = faults.measure(6, 3, tmp_path, files=6, names=names)
    assert found == []
    assert sum(count["killed"] for count in counts.values()) == 6
    assert all(count["searches"] for count in counts.values())


_FIRST_RUN = """
import subprocess, sys
from pathlib import Path
from indexer.ingest.add import add
from indexer.settings import Settings

folder, home = map(Path, sys.argv[1:])
look = "import sys, sqlite3; c = sqlite3.connect(sys.argv[1]); c.execute('select * from report'); c.close()"

def told(outcome, total):
    for catalogue in home.glob("generations/*/catalogue.sqlite"):
        subprocess.run([sys.executable, "-c", look, catalogue], check=True)

add([folder], Settings(home, batch_files=2), told)
"""


def test_readers_who_come_and_go_do_not_disturb_the_first_run(tmp_path: Path) -> None:
    """The archive is published while its catalogue is open: SQLite's locks must outlive that."""
    run = subprocess.run(
        [sys.executable, "-c", _FIRST_RUN, FOLDER, tmp_path / "home"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert open_archive(Settings(tmp_path / "home")).counts.read_overview().reports == len(
        list(FOLDER.iterdir())
    )
