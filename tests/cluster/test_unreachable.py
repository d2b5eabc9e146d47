"""While no node of the engine answers, pages and commands say so in one sentence, and nothing is lost."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from indexer.archive.archive import open_archive
from indexer.cli.main import main
from indexer.errors import EngineUnreachable
from indexer.ingest.add import add
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from tests.cluster.servers.node import find_port
from web import create_app

ROOT = Path(__file__).parents[2]

pytest.importorskip("opensearchpy", reason="the extra nianbao[cluster] is not installed")


@pytest.fixture
def settings(sample_settings: Settings, tmp_path: Path) -> Settings:
    """An archive whose index is where nothing answers."""
    home = shutil.copytree(sample_settings.home, tmp_path / "home")
    url = f"opensearch+http://auditor:geheim@127.0.0.1:{find_port()}/sample"
    return dataclasses.replace(sample_settings, home=home, engine_url=url)


def test_a_search_says_so_and_names_no_password(settings: Settings) -> None:
    archive = open_archive(settings)
    with pytest.raises(EngineUnreachable, match=r"拒绝连接.*请稍候再试") as told:
        archive.search(parse_query("公开"))
    assert "geheim" not in told.value.message
    archive.close()


def test_pages_that_search_are_503_and_reports_can_be_read(settings: Settings) -> None:
    client = create_app(settings, open_archive(settings)).test_client()
    page = client.get("/search?q=公开")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    assert "检索暂时不能使用，请过一会儿再试" in page.text
    answer = client.get("/api/search?q=公开")
    assert answer.status_code == 503
    assert answer.json["error"]["code"] == "engine_unreachable"
    assert "127.0.0.1" not in page.text + answer.text
    report = open_archive(settings).list_summaries()[0].id
    assert client.get(f"/reports/{report}").status_code == 200


def test_a_command_ends_with_2_and_the_archive_stays(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("NIANBAO_ENGINE_URL", settings.engine_url)
    monkeypatch.setattr("sys.argv", ["nianbao", "search", "公开", "--json", "--home", str(settings.home)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    told = json.loads(capsys.readouterr().out)["error"]
    assert told["code"] == "engine_unreachable"
    before = {report.id for report in open_archive(settings).list_summaries()}
    with pytest.raises(EngineUnreachable):
        add([ROOT / "tests" / "cases" / "disclosure_2019"], settings, lambda _outcome, _total: None)
    assert {report.id for report in open_archive(settings).list_summaries()} == before
