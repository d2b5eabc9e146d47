"""Several processes read: out comes what one would have read, and a lost process costs its file only."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from indexer.archive.home import Home
from indexer.archive.outcome import FileOutcome
from indexer.errors import OversizedSource
from indexer.ingest import workers as readers
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.ingest.workers import File, Readers
from indexer.settings import Settings

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "corpus" / "disclosure" / "东湖区").glob("*.*"))
DAMAGED = ROOT / "tests" / "cases" / "disclosure_2019" / "damaged-copy.html"
_KEPT = {"report": "source", "figures": "", "finding": "id", "speaker": "", "commitment": ""}
_KEPT |= {"evidence": "", "commitment_band": ""}


def contents(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """All that the catalogue holds but for times."""
    with sqlite3.connect(Home(settings.home).current().catalogue) as catalogue:
        catalogue.row_factory = sqlite3.Row
        return {
            table: sorted(
                [
                    tuple(str(row[key]) for key in row.keys() if key not in left)  # noqa: SIM118 - a Row
                    for row in catalogue.execute(f"SELECT * FROM {table}")
                ]
            )
            for table, left in _KEPT.items()
        }


def test_many_processes_read_what_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [*SAMPLES[:4], DAMAGED, *SAMPLES[4:]]
    one, many = Settings(home=tmp_path / "one"), Settings(home=tmp_path / "many")
    order: list[Path | str] = []
    add(paths, one, lambda _outcome, _total: None)
    monkeypatch.setattr(readers, "_WORTH", 1)
    add(paths, many, lambda outcome, _total: order.append(outcome.path))
    assert order == paths
    assert contents(one) == contents(many)
    reindex(many, lambda _outcome, _total: None)
    assert contents(one) == contents(many)


def test_lost_process_costs_its_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_WORTH", 1)
    files = [File(n, path.read_bytes(), "", path.name, str(path)) for n, path in enumerate(SAMPLES * 3)]
    lost = 0
    with Readers(Settings(home=tmp_path), len(files)) as reading:
        for number, pending in enumerate(reading.read(files)):
            assert pending.file.tag == number
            try:
                assert pending.result(()).identity.startswith("disclosure-990101-")
            except OversizedSource:
                lost += 1
            if number == 0:
                for process in reading._processes:
                    process.stop()
    assert 1 <= lost <= len(reading._processes)


def test_file_that_nobody_can_read_is_told_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.html"
    broken.write_bytes(b"PK\x03\x04" + bytes(200))
    told: list[list[FileOutcome]] = []
    for worth in (100, 1):
        monkeypatch.setattr(readers, "_WORTH", worth)
        told.append([])
        settings = Settings(home=tmp_path / str(worth))
        add([broken, SAMPLES[0]], settings, lambda outcome, _total: told[-1].append(outcome))
    assert [outcome.status for outcome in told[0]] == ["failed", "added"]
    assert told[0] == told[1]
