"""Where and how the portal may be run: odd folders, folders that may not be written, little memory, two at
once, a clock that was put back, an index that is deleted under it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.archive.preservation.verification import verify
from indexer.archive.storage import generations as generations_module
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError
from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from web import create_app

FOLDER = Path(__file__).parent.parent / "corpus" / "disclosure" / "西岭区"
READS = (["search", "公开"], ["list"], ["check"], ["status"], ["commitments", "公开"], ["verdict"])
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of processes are Linux's here")


def nothing(_outcome: object, _total: int) -> None:
    """Tell nobody."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("有 空格 #1?%20") / "档案 一"
    add([FOLDER / "2021.html", FOLDER / "2022.html"], Settings(home=home), nothing)
    return home


@pytest.fixture
def settings(published: Path) -> Settings:
    home = published.with_name("copy")
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(published, home)
    return Settings(home=home, wait_seconds=30)


def run(*arguments: str, home: Path, before: tuple[str, ...] = ()) -> tuple[int, str]:
    """Run a command as a process; its exit code and what it says."""
    command = [*before, sys.executable, "-m", "indexer.cli.main", *arguments, "--home", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


def without_rights() -> tuple[str, ...]:
    """What makes a process of root's heed the rights of files; nothing is needed for anybody else."""
    if os.geteuid():
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root may write everywhere, and there is no setpriv here")
    return ("setpriv", "--bounding-set=-all", "--inh-caps=-all")


def set_rights(folder: Path, writable: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod((0o700 if path.is_dir() else 0o600) if writable else (0o500 if path.is_dir() else 0o400))


@linux
def test_a_home_that_may_not_be_written_is_read(settings: Settings) -> None:
    before = without_rights()
    set_rights(settings.home, writable=False)
    try:
        for words in READS:
            status, said = run(*words, home=settings.home, before=before)
            assert status == (words == ["check"]), said  # there are findings
            assert "无法读写" not in said
        for words in (["add", str(FOLDER / "2023.html")], ["reindex"], ["verify"]):
            status, said = run(*words, home=settings.home, before=before)
            assert status == 2
            assert "没有权限" in said
    finally:
        set_rights(settings.home, writable=True)
    assert verify(settings, nothing).sound


@linux
@pytest.mark.parametrize("megabytes", [300, 360, 420])
def test_too_little_memory_is_called_that(megabytes: int, settings: Settings) -> None:
    limit = ("prlimit", f"--as={megabytes << 20}")
    if not shutil.which("prlimit"):
        pytest.skip("there is no prlimit here")
    status, said = run("add", str(FOLDER / "2023.html"), home=settings.home, before=limit)
    assert status in (0, 1, 2)
    assert "程序内部错误" not in said
    assert add([FOLDER / "2023.html"], settings, nothing).counts.keys() <= {"added", "unchanged"}
    assert verify(settings, nothing).sound
    assert open_archive(settings).counts.read_overview().reports == 3


def test_two_writers_at_once_both_get_their_turn(settings: Settings) -> None:
    with ThreadPoolExecutor(2) as threads:
        files = (FOLDER / "2019.html", FOLDER / "2023.html")
        runs = list(threads.map(lambda file: add([file], settings, nothing), files))
    assert [run.counts for run in runs] == [{"added": 1}] * 2
    assert open_archive(settings).counts.read_overview().reports == 4
    assert verify(settings, nothing).sound


def test_a_clock_that_was_put_back_does_no_harm(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    class Earlier(generations_module.datetime):
        """The clock, eleven years ago."""

        @classmethod
        def now(cls, tz: object = None) -> Earlier:
            return cls(2015, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(generations_module, "datetime", Earlier)
    archive = open_archive(settings)
    assert archive.counts.read_overview().reports == 2
    assert reindex(settings, nothing).counts["added"] == 2
    assert archive.counts.read_overview().reports == 2
    assert reindex(settings, nothing).counts["added"] == 2
    assert add([FOLDER / "2023.html"], settings, nothing).counts == {"added": 1}
    assert archive.counts.read_overview().reports == 3
    assert verify(settings, nothing).sound


def test_an_index_deleted_under_a_running_portal_is_told_and_mended(settings: Settings) -> None:
    client = create_app(settings).test_client()
    assert client.get("/search?q=公开").status_code == 200
    shutil.rmtree(Home(settings.home).find_current().index)
    page = client.get("/search?q=公开")
    assert page.status_code in (200, 503)
    assert client.get(f"/reports/{open_archive(settings).list_summaries()[0].id}").status_code == 200
    with pytest.raises(ArchiveError, match="nianbao reindex"):
        open_archive(settings).search(parse_query("公开"))
    reindex(settings, nothing)
    assert client.get("/search?q=公开").status_code == 200
    assert verify(settings, nothing).sound
