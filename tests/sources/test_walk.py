"""A folder of very many files is walked in little time and memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.ingest.add import add
from indexer.settings import Settings
from indexer.sources import files

FOLDERS, NAMES = 200, 500
PAGE = Path(__file__).parents[2] / "corpus" / "disclosure" / "西岭区" / "2021.html"


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which 100,000 files seem to be, half of them of a kind that is not read."""

    def walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
        for number in range(FOLDERS):
            names = [f"年报{each}.{('html', 'exe')[each % 2]}" for each in range(NAMES)]
            yield f"{folder}/{number}", [], names

    monkeypatch.setattr(files.os, "walk", walk)
    return tmp_path


def test_100_000_files_are_listed(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.process_time()
    listing = files.walk([many], {".html"})
    assert len(listing.files) == len(listing.skipped) == FOLDERS * NAMES // 2
    assert time.process_time() - began < 10
    monkeypatch.setattr(f"{__name__}.FOLDERS", 20)
    tracemalloc.start()
    try:
        files.walk([many], {".html"})
        assert tracemalloc.get_traced_memory()[1] < 10_000 * 1024
    finally:
        tracemalloc.stop()


def test_what_cannot_be_read_of_them_keeps_nothing_else_out(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.FOLDERS", 4)
    run = add([many, PAGE], Settings(home=tmp_path / "home", batch_files=500), lambda _outcome, _total: None)
    assert run.counts == {"failed": 1000, "skipped": 1000, "added": 1}
