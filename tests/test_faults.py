"""A small `benchmarks/faults.py`: whoever searches does not notice that a writer is killed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from benchmarks import faults


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_killed_writers(tmp_path: Path) -> None:
    counts, found = faults.measure(6, 3, tmp_path, files=6)
    assert found == []
    assert sum(count["killed"] for count in counts.values()) == 6
    assert all(count["searches"] for count in counts.values())
