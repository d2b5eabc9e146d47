"""What a killed writer left is completed when the portal starts, not only by the next writer."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.preservation.verification import verify
from indexer.archive.storage.home import Home
from indexer.durable import write_atomically
from indexer.ingest.add import add
from indexer.ingest.recovery import recover
from indexer.ingest.remove import remove
from indexer.search.query.parse import parse_query
from indexer.settings import Settings

FOLDER = Path(__file__).parents[2] / "corpus" / "disclosure" / "西岭区"


def nothing(_outcome: object, _total: int) -> None:
    """Tell nobody."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "档案 一")
    add([FOLDER / "2021.html"], settings, nothing)
    return settings


@pytest.mark.parametrize("change", ["added", "removed"])
def test_an_index_behind_its_catalogue_is_brought_in_step(change: str, settings: Settings) -> None:
    # A kill after the catalogue was published, and before the index was.
    home = Home(settings.home)
    former = settings.home.parent / "index"
    shutil.copytree(home.find_current().index, former)
    if change == "added":
        add([FOLDER / "2022.html"], settings, nothing)
    else:
        remove(open_archive(settings).list_summaries()[0].id, settings)
    wanted = {summary.id for summary in open_archive(settings).list_summaries()}
    shutil.rmtree(home.find_current().index)
    shutil.copytree(former, home.find_current().index)
    assert not verify(settings, nothing).sound
    recover(settings)
    assert verify(settings, nothing).sound
    found = open_archive(settings).search(parse_query("公开"))
    assert {hit.report for hit in found.hits} <= wanted
    assert bool(found.total) == bool(wanted)


def test_files_that_killed_writers_left_are_deleted(settings: Settings) -> None:
    kept = sorted(path for path in settings.home.rglob("*") if path.is_file())
    left = [settings.home / name for name in (".abcdefgh", "corrections/.12345678", "waiting/.a_b_c_d_")]
    left.append(next((settings.home / "originals").iterdir()) / ".zyxwvuts")
    left.append(settings.home / "manifests" / ".23456789")
    young = settings.home / "corrections" / ".87654321"
    own = settings.home / ".restoring-by-hand"
    for path in (*left, young, own):
        write_atomically(path, b"half")
        os.utime(path, (0, 0))
    os.utime(young)
    copy = settings.home / "copies" / ".of_staff"
    write_atomically(copy / "acts" / "1.json", b"half")
    os.utime(copy, (0, 0))
    recover(settings)
    assert not any(path.exists() for path in (*left, copy))
    assert young.exists()
    assert own.exists()
    assert all(path.exists() for path in kept)


def test_where_another_writes_or_nothing_is_there_nothing_is_done(settings: Settings, tmp_path: Path) -> None:
    recover(Settings(home=tmp_path / "none"))
    with Home(settings.home).lock_for_writing():
        recover(settings)
