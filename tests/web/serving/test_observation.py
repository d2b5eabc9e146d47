"""Whoever runs the portal sees how it does, and nobody sees who asked what."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from indexer.archive.archive import open_archive
from indexer.errors import SettingError
from indexer.settings import Settings
from tests.conftest import ROOT
from web import create_app

ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


def open_portal(settings: Settings, **changes: object) -> FlaskClient:
    """A portal over an archive with other settings."""
    changed = dataclasses.replace(settings, **changes)  # type: ignore[arg-type]
    return create_app(changed, open_archive(changed)).test_client()


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    """What the access log has."""
    logger = logging.getLogger("nianbao.access")
    logger.addHandler(caplog.handler)
    yield caplog  # type: ignore[misc]
    logger.removeHandler(caplog.handler)


def test_a_line_tells_of_a_request_and_not_of_who_made_it(
    invented_settings: Settings, lines: pytest.LogCaptureFixture
) -> None:
    client = open_portal(invented_settings, access_log="json")
    client.get("/search?q=老旧小区", environ_base=ELSEWHERE, headers={"Referer": "https://x.example/秘"})
    client.get("/no-such-page")
    found, missing = (json.loads(record.getMessage()) for record in lines.records)
    assert (found["method"], found["path"], found["status"]) == ("GET", "/search", 200)
    assert found["bytes"] > 1000
    assert 0 < found["ms"] < 10_000
    assert missing["status"] == 404
    told = "".join(record.getMessage() for record in lines.records)
    assert not re.search(r"192\.0\.2\.7|老旧|%E8|x\.example", told)
    assert "日志" not in client.get("/").text


def test_what_was_searched_for_is_logged_where_the_settings_say_so_and_the_page_does(
    invented_settings: Settings, lines: pytest.LogCaptureFixture
) -> None:
    client = open_portal(invented_settings, access_log="line", log_queries=1)
    page = client.get("/search?q=%E5%85%AC%E5%BC%80", environ_base=ELSEWHERE)
    assert "/search?q=%E5%85%AC%E5%BC%80 200" in lines.records[0].getMessage()
    assert "192.0.2.7" not in lines.records[0].getMessage()
    assert "访问日志，其中有检索词" in page.text


def test_a_line_is_one_line(invented_settings: Settings, lines: pytest.LogCaptureFixture) -> None:
    client = open_portal(invented_settings, access_log="line")
    client.get("/no%0Asuch%1B[31m")
    assert "\n" not in lines.records[0].getMessage()
    assert "\x1b" not in lines.records[0].getMessage()


def test_nothing_is_written_where_nobody_wants_it(
    invented_settings: Settings, lines: pytest.LogCaptureFixture
) -> None:
    client = open_portal(invented_settings)
    client.get("/")
    assert not lines.records
    assert client.get("/metrics").status_code == 404


def test_metrics_are_read_by_who_knows_prometheus(invented_settings: Settings) -> None:
    client = open_portal(invented_settings, metrics=1)
    for path in ("/search?q=公开", "/search?q=公开", "/no-such-page"):
        client.get(path)
    assert client.get("/metrics", environ_base=ELSEWHERE).status_code == 404
    text = client.get("/metrics").text
    found = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert found["nianbao_requests_total", "200", "search.search"] == 2
    assert found["nianbao_requests_total", "404", "none"] == 1
    assert found["nianbao_request_seconds_count", "search.search"] == 2
    assert found["nianbao_up",] == 1
    assert found["nianbao_reports", "disclosure"] == 14


@pytest.mark.skipif(not hasattr(os, "fork"), reason="one process only")
def test_metrics_count_all_workers(sample_settings: Settings) -> None:
    environment = os.environ | {"NIANBAO_HOME": str(sample_settings.home), "NIANBAO_METRICS": "1"}
    command = [sys.executable, "-m", "web.server", "--port", "0", "--workers", "2"]
    portal = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert portal.stdout
        address = re.search(r"http://\S+", portal.stdout.readline())
        assert address
        for _ in range(12):  # each a connection of its own, taken by either worker
            urllib.request.urlopen(f"{address[0]}/livez").read()
        text = urllib.request.urlopen(f"{address[0]}/metrics").read().decode()
    finally:
        portal.send_signal(signal.SIGTERM)
        portal.wait(20)
    assert re.search(r'nianbao_requests_total\{page="health.livez",status="200"\} 12\.0', text)


def test_readiness_is_beside_liveness(invented_settings: Settings, tmp_path: Path) -> None:
    client = open_portal(invented_settings)
    assert client.get("/livez").get_json() == {"status": "ok"}
    ready = client.get("/readyz").get_json()
    assert (ready["status"], ready["reports"], ready["outdated"]) == ("ok", 14, False)
    assert ready["passages"] > 14
    empty = create_app(Settings(home=tmp_path)).test_client()
    assert empty.get("/livez").status_code == 200
    refused = empty.get("/readyz")
    assert refused.status_code == 503
    assert refused.get_json()["error"]["code"]


def test_settings_come_from_a_file_under_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "nianbao.toml"
    file.write_text('home = "/srv/nianbao"\npage_size = 20\nmetrics = true\naccess_log = "json"\n', "utf-8")
    read = Settings.from_environment({"NIANBAO_CONFIG": str(file), "NIANBAO_PAGE_SIZE": "30"})
    assert (str(read.home), read.page_size, read.metrics, read.access_log) == ("/srv/nianbao", 30, 1, "json")
    assert read.max_page == Settings().max_page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no_such = 1", "没有名为“no_such”的设置"),
        ("page_size = -1", "page_size 的值“-1”不是正整数"),
        ("page_size = [1]", "不是文字或数"),
        ("page_size = ", "不是 TOML"),
        ('base_url = "x"', "base_url 的值“x”不是网站的地址"),
        ('access_log = "xml"', "请写 line 或 json"),
    ],
)
def test_a_file_of_settings_that_is_wrong_is_told(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "nianbao.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SettingError) as error:
        Settings.from_environment({"NIANBAO_CONFIG": str(file)})
    assert said in error.value.message
    assert "nianbao.toml" in error.value.message


def test_a_file_of_settings_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="NIANBAO_CONFIG"):
        Settings.from_environment({"NIANBAO_CONFIG": str(tmp_path / "none.toml")})
