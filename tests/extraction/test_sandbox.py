"""Files are read in a process of its own: bounded by its work, not by how busy the machine is."""

from __future__ import annotations

import json
import time

import pytest

from indexer.errors import OversizedSource
from indexer.extraction.sandbox.process import SandboxProcess


@pytest.fixture
def process() -> SandboxProcess:
    return SandboxProcess("tests.extraction.endless", 100)


def test_time_in_which_others_are_run_is_not_counted(process: SandboxProcess) -> None:
    assert json.loads(process.ask({"wait": 1.2}, b"", 0.5)) == {"waited": 1.2}
    process.close()


def test_work_without_an_end_is_ended_and_the_next_file_is_taken(process: SandboxProcess) -> None:
    began = time.monotonic()
    with pytest.raises(OversizedSource, match="文件过于复杂，1 秒内没有读完"):
        process.ask({}, b"", 1)
    assert time.monotonic() - began > 0.5
    assert json.loads(process.ask({"wait": 0}, b"", 1)) == {"waited": 0}
    process.close()


def test_waiting_without_an_end_is_ended(process: SandboxProcess) -> None:
    with pytest.raises(OversizedSource, match=r"0\.1 秒内没有读完"):
        process.ask({"wait": 60}, b"", 0.1)
