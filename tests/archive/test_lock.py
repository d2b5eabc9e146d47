"""Two writers: the second waits, then says who holds the archive; a dead one holds nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.archive.storage.home import Home
from indexer.archive.storage.lock import lock_folder
from indexer.errors import ArchiveBusy, ArchiveError

HOLDER = """
import sys, time
from pathlib import Path
from indexer.archive.storage.lock import lock_folder
sys.argv = ["/somewhere/nianbao", "reindex", "--home", "secret"]
with lock_folder(Path(sys.stdin.readline().strip()), 0):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds `tmp_path` until it is told a line."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{tmp_path}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_second_is_told_who_is_first(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    began = time.monotonic()
    with pytest.raises(ArchiveBusy) as error, lock_folder(tmp_path, 0.3):
        pass
    assert time.monotonic() - began >= 0.3
    assert f"（nianbao reindex，进程号 {holder.pid}，始于 20" in error.value.message
    assert str(tmp_path) in error.value.message
    assert "等了 0.3 秒" in error.value.message
    assert "secret" not in error.value.message


def test_the_second_waits_for_the_first(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    assert holder.stdin
    threading.Timer(0.2, lambda: (holder.stdin.write("end\n"), holder.stdin.flush())).start()  # type: ignore[union-attr]
    with lock_folder(tmp_path, 30):
        assert json.loads((tmp_path / "writer").read_text())["pid"] == os.getpid()
    assert not (tmp_path / "writer").exists()


def test_a_killed_writer_holds_nothing(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / "writer").exists()
    with (
        lock_folder(tmp_path, 0),
        pytest.raises(ArchiveBusy, match=f"进程号 {os.getpid()}，"),
        lock_folder(tmp_path, 0),
    ):
        pass


def test_the_command_says_it_and_changes_nothing(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    corpus = Path(__file__).parents[2] / "corpus"
    command = [sys.executable, "-m", "indexer.cli.main", "add", str(corpus), "--home", str(tmp_path)]
    environment = {**os.environ, "NIANBAO_WAIT_SECONDS": "1"}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 2
    assert f"nianbao reindex，进程号 {holder.pid}" in run.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"lock", "writer"}


@pytest.mark.parametrize("note", ["", "[]", '{"pid": 1}', "\x00"])
def test_a_broken_note_is_no_obstacle(tmp_path: Path, note: str) -> None:
    with lock_folder(tmp_path, 0):
        (tmp_path / "writer").write_text(note)
        with pytest.raises(ArchiveBusy, match="另一个进程正在写入"), lock_folder(tmp_path, 0):
            pass


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(ArchiveError, match=r"无法写入 .*file"),
        Home(tmp_path / "file" / "home").lock_for_writing(),
    ):
        pass
