"""The examples of `web/README.md` run as they are, where their programs are there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import duckdb
import pytest

from indexer.archive.archive import open_archive
from indexer.export.dump.dump import dump
from indexer.settings import Settings
from tests.conftest import ROOT
from web import create_app

README = (ROOT / "web" / "README.md").read_text("utf-8")
SITE = "http://127.0.0.1:8000"


def find_examples(language: str) -> list[str]:
    """The blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.+?)^```", README, re.MULTILINE | re.DOTALL)


class Silent(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def site(sample_settings: Settings) -> Iterator[str]:
    server: WSGIServer = make_server("127.0.0.1", 0, create_app(sample_settings), handler_class=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def desk(sample_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dump in it."""
    path = tmp_path_factory.mktemp("desk")
    dump(open_archive(sample_settings), path / "dump", "", False, lambda _reports: None)
    return path


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl here")
@pytest.mark.parametrize(
    "command",
    [line for block in find_examples("sh") for line in block.splitlines() if line.startswith("curl ")],
)
def test_curl(site: str, command: str) -> None:
    done = subprocess.run(
        ["sh", "-c", command.replace(SITE, site)], capture_output=True, text=True, check=True
    )
    if "/api/" not in command:
        assert done.stdout.startswith("@techreport{")
        return
    said = json.loads(done.stdout)
    assert said.get("hits") or said["reports"]


def test_python(site: str) -> None:
    (script,) = find_examples("python")
    done = subprocess.run(
        [sys.executable, "-c", script.replace(SITE, site)], capture_output=True, text=True, check=True
    )
    assert re.match(r"\d+ ", done.stdout)


@pytest.mark.skipif(not shutil.which("Rscript"), reason="no R here")
def test_r(site: str) -> None:
    (script,) = find_examples("r")
    done = subprocess.run(["Rscript", "-e", script.replace(SITE, site)], capture_output=True, text=True)
    assert "2021" in done.stdout, done.stderr


def test_duckdb(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    (query,) = find_examples("sql")
    rows = duckdb.sql(query).fetchall()
    assert len(rows) > 3
    assert all(paragraphs and first.startswith("/reports/") for _, paragraphs, first in rows)


def test_datasette(desk: Path) -> None:
    """Both programs as modules of this Python: their commands need not be on the path."""
    pytest.importorskip("sqlite_utils", reason="no sqlite-utils here")
    pytest.importorskip("datasette", reason="no Datasette here")
    commands = [
        re.sub("^[a-z-]+", lambda name: f"{sys.executable} -m {name[0].replace('-', '_')}", command)
        for command in re.findall(r"`((?:sqlite-utils|datasette) .+?)`", README, re.DOTALL)
    ]
    insert, _serve, get = commands
    subprocess.run(["sh", "-c", insert], cwd=desk, check=True)
    answer = subprocess.run(["sh", "-c", get], cwd=desk, check=True, capture_output=True)
    rows = json.loads(answer.stdout)
    assert rows
    assert all("培训" in row["text"] and row["url"].startswith("/reports/") for row in rows)
