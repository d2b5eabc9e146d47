"""A full disk, missing permissions, damaged files: named plainly, nothing lost, mended by the next run."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from indexer.archive.archive import Archive, open_archive
from indexer.archive.contributions.corrections import Correction, Corrections
from indexer.archive.outcome import FileOutcome
from indexer.archive.preservation.originals import Originals
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveDamaged, ArchiveError
from indexer.ingest.add import add as add_files
from indexer.ingest.reindex import reindex as reindex_archive
from indexer.ingest.remove import remove as remove_report
from indexer.search.query.parse import Choices, parse_query
from indexer.settings import Settings
from web import create_app

FOLDER = Path(__file__).parents[2] / "corpus" / "disclosure" / "西岭区"
FIRST, SECOND = FOLDER / "2019.html", FOLDER / "2021.html"

resource: Any = pytest.importorskip("resource", reason="limits are a matter of Unix")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one report."""
    home = tmp_path_factory.mktemp("published") / "home"
    add(Settings(home=home), FIRST)
    return home


@pytest.fixture
def settings(published: Path, tmp_path: Path) -> Settings:
    shutil.copytree(published, tmp_path / "home")
    return Settings(home=tmp_path / "home")


def add(settings: Settings, *paths: Path) -> None:
    add_files(paths, settings, lambda _outcome, _total: None)


def reindex(settings: Settings, *_paths: Path) -> None:
    reindex_archive(settings, lambda _outcome, _total: None)


def remove(settings: Settings, *_paths: Path) -> None:
    for summary in open_archive(settings).list_summaries():
        if summary.year == 2019:
            remove_report(summary.id, settings)


def found(archive: Archive) -> set[int | None]:
    """Years of the reports that are found; each opens."""
    hits = archive.search(parse_query("", Choices(limit=50))).hits
    return {archive.read_report(hit.report).report.year for hit in hits}


def told(run: Callable[[], object]) -> str:
    """What is said of what goes wrong with the archive; "" if nothing does. Anything else is raised."""
    try:
        run()
    except ArchiveError as error:
        return error.message
    return ""


@contextmanager
def failing(patch: pytest.MonkeyPatch, at: int, code: int) -> Iterator[list[str]]:
    """The system refuses from the `at`-th step on that makes, moves or completes a file; all steps so far."""
    steps: list[str] = []

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **options: Any) -> Any:
            steps.append(name)
            if len(steps) >= at:
                raise OSError(code, os.strerror(code))
            return real(*arguments, **options)

        return step

    with patch.context() as context:
        for module, name in ((os, "fsync"), (os, "replace"), (os, "rename"), (tempfile, "mkstemp")):
            context.setattr(module, name, counted(name, getattr(module, name)))
        yield steps


@pytest.mark.parametrize(("command", "after"), [(add, {2019, 2021}), (reindex, {2019}), (remove, set[int]())])
def test_whatever_step_fails_nothing_is_lost_and_the_next_run_completes(
    command: Callable[..., None],
    after: set[int],
    published: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at, steps, failures = 1, ["first"], 0
    while len(steps) >= at - 1 and at < 400:
        settings = Settings(home=tmp_path / str(at))
        shutil.copytree(published, settings.home)
        code = (errno.ENOSPC, errno.EROFS, errno.EACCES)[at % 3]
        with failing(monkeypatch, at, code) as steps:
            said = told(lambda settings=settings: command(settings, SECOND))
        words = {errno.ENOSPC: "磁盘已满", errno.EROFS: "只读", errno.EACCES: "没有权限"}[code]
        assert not said or words in said
        assert "nianbao reindex" not in said
        failures += bool(said)
        assert found(open_archive(settings)) in ({2019}, after)
        command(settings, SECOND)
        assert found(open_archive(settings)) == after
        kept = {source.sha256 for source in Originals(Home(settings.home)).list_sources()}
        assert len(kept) == len(after)
        assert not (settings.home / "unfinished").exists()
        shutil.rmtree(settings.home)
        at += 1 if at < 12 else 5
    assert failures > 2


@pytest.mark.parametrize("limit", [1 << 10, 1 << 14, 1 << 16, 1 << 18])
@pytest.mark.parametrize("command", [add, reindex])
def test_files_that_cannot_grow(command: Callable[..., None], limit: int, settings: Settings) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        said = told(lambda: command(settings, SECOND))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not said or "已发布的不受影响" in said
    assert 2019 in found(open_archive(settings))
    command(settings, SECOND)
    assert found(open_archive(settings)) == ({2019, 2021} if command is add else {2019})


def test_the_command_names_a_full_disk(settings: Settings) -> None:
    command = [sys.executable, "-m", "indexer.cli.main", "add", str(SECOND), "--home", str(settings.home)]
    run = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )
    assert run.returncode == 2
    assert str(settings.home) in run.stderr
    assert "请检查磁盘空间和权限" in run.stderr
    assert "Traceback" not in run.stderr
    assert len(run.stderr.splitlines()) == 1


def spoiled(data: bytes) -> Iterator[bytes | None]:
    """What can become of a file: gone, empty, cut off, overwritten."""
    yield from (None, b"", data[: len(data) // 2], data[:-1], b"\xff" * len(data))


def put(path: Path, data: bytes | None) -> None:
    path.unlink() if data is None else path.write_bytes(data)


def test_every_damaged_file_of_the_index_is_named_and_mended(settings: Settings) -> None:
    live = Home(settings.home).find_current()
    files = [path for path in sorted(live.index.iterdir()) if "LOCK" not in path.name]
    assert len(files) > 15
    client = create_app(settings).test_client()
    for path in files:
        whole = path.read_bytes()
        for data in spoiled(whole):
            put(path, data)
            said = told(lambda: found(open_archive(settings)))
            if data != whole:
                assert str(live.index) in said
            assert not said or "nianbao reindex" in said
        if path is files[0]:
            path.unlink()
            page = create_app(settings).test_client().get("/search?q=公开")
            assert page.status_code == 503
            assert "Traceback" not in page.text
            assert str(settings.home) not in page.text
        path.write_bytes(whole)
    assert client.get("/search?q=公开").status_code == 200
    files[0].unlink()
    reindex(settings)
    assert found(open_archive(settings)) == {2019}


def test_every_damaged_catalogue_is_named_and_mended(settings: Settings) -> None:
    path = Home(settings.home).find_current().catalogue
    whole = path.read_bytes()
    # The last page may be one that nothing is on.
    for data in (None, b"", whole[: len(whole) // 2], b"\xff" * len(whole), b"not a database" * 1000):
        put(path, data)
        said = told(lambda: _all(open_archive(settings)))
        assert "nianbao reindex" in said
        assert "nianbao reindex" in told(lambda: add(settings, FIRST))
        assert create_app(settings).test_client().get("/archive").status_code == 503
        for left in path.parent.glob(f"{path.name}-*"):
            left.unlink()
    reindex(settings)
    assert found(open_archive(settings)) == {2019}
    add(settings, SECOND)
    assert found(open_archive(settings)) == {2019, 2021}


def _all(archive: Archive) -> None:
    for summary in archive.list_summaries():
        archive.read_report(summary.id)
    archive.list_runs()
    archive.findings.find()
    archive.findings.list_figures()
    archive.commitments.find(parse_query(""))


def test_what_another_database_left_is_passed_over(settings: Settings) -> None:
    path = Home(settings.home).find_current().catalogue
    path.with_name(path.name + "-wal").write_bytes(os.urandom(5000))
    assert [summary.year for summary in open_archive(settings).list_summaries()] == [2019]
    add(settings, SECOND)
    assert found(open_archive(settings)) == {2019, 2021}


@pytest.mark.parametrize("pointer", [b"", b"\xff\xfe", b"../../elsewhere", b"20200101T000000000000", b"\0"])
def test_a_damaged_pointer_is_named_and_mended(pointer: bytes, settings: Settings) -> None:
    (settings.home / "current").write_bytes(pointer)
    with pytest.raises(ArchiveDamaged, match="nianbao reindex"):
        open_archive(settings).list_summaries()
    assert create_app(settings).test_client().get("/").status_code == 503
    reindex(settings)
    assert found(open_archive(settings)) == {2019}


def test_what_people_added_is_named_when_damaged(settings: Settings) -> None:
    settings.home.joinpath("verdicts.sqlite").write_bytes(b"junk" * 1000)
    archive = open_archive(settings)
    assert found(archive) == {2019}
    (summary,) = archive.list_summaries()
    with pytest.raises(ArchiveDamaged, match=r"核对意见库.*备份"):
        archive.commitments.find(parse_query(""))
    sha256 = archive.read_report(summary.id).source.sha256
    Corrections(Home(settings.home)).store(sha256, Correction(year=2018))
    (settings.home / "corrections" / f"{sha256}.json").write_bytes(b"{")
    ((_, message),) = reindex_archive(settings, lambda _outcome, _total: None).failures
    assert re.search(r"人工改正的记录.*json", message)
    assert found(open_archive(settings)) == {2019}


def test_a_busy_catalogue_is_no_damaged_one(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Home(settings.home).find_current().catalogue
    with sqlite3.connect(path) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr("indexer.archive.catalogue.catalogue.sa.create_engine", _impatient)
        with pytest.raises(ArchiveError, match="另一个进程正在写入"):
            add(settings, SECOND)
    monkeypatch.undo()
    add(settings, SECOND)
    assert found(open_archive(settings)) == {2019, 2021}


def _impatient(url: str, **options: Any) -> Any:
    import sqlalchemy.engine

    return sqlalchemy.engine.create_engine(url, connect_args={"timeout": 0.05}, **options)


def kept_files(settings: Settings) -> tuple[Path, Path]:
    """The original's bytes and their record."""
    (data,) = settings.home.glob("originals/??/*.bin")
    return data, data.with_suffix(".json")


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("harm", [cut_off, Path.unlink])
def test_an_original_that_was_damaged_is_put_right_by_adding_it_again(
    harm: Callable[[Path], None], which: int, settings: Settings
) -> None:
    whole = [path.read_bytes() for path in kept_files(settings)]
    files = kept_files(settings)
    harm(files[which])
    outcomes: list[FileOutcome] = []
    for _ in range(2):
        add_files([FIRST], settings, lambda outcome, _total: outcomes.append(outcome))
    assert [outcome.status for outcome in outcomes] == ["updated", "unchanged"]
    assert "已用这一份恢复" in outcomes[0].message
    assert [path.read_bytes() for path in files] == whole
    reindex(settings)
    assert found(open_archive(settings)) == {2019}


@pytest.mark.parametrize("harm", [cut_off, Path.unlink])
def test_a_rebuild_writes_a_damaged_record_again_from_the_catalogue(
    harm: Callable[[Path], None], settings: Settings
) -> None:
    _, record = kept_files(settings)
    whole = record.read_bytes()
    harm(record)
    reindex(settings)
    assert record.read_bytes() == whole
    assert found(open_archive(settings)) == {2019}


def test_a_damaged_record_of_which_nothing_else_is_known_is_named(settings: Settings) -> None:
    _, record = kept_files(settings)
    cut_off(record)
    Home(settings.home).find_current().catalogue.write_bytes(b"")
    with pytest.raises(ArchiveDamaged, match=rf"{record.name} 已损坏"):
        reindex(settings)
