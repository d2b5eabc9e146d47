"""The address of a report that was withdrawn says so, with the day, the reason and what is held instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.ingest.add import add
from indexer.ingest.remove import remove, undo_removal
from indexer.report.beijing import read_now
from indexer.settings import Settings
from web import create_app

REPORT = "disclosure-990101-2015"
REASON = "扫描件缺页，等待重发"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home")
    text = Path("corpus/disclosure/东湖区/2015.txt").read_text("utf-8")
    for number, changed in enumerate((text, text.replace("。", "；", 3))):
        file = tmp_path / f"{number}.txt"
        file.write_text(changed, "utf-8")
        add([file], settings, lambda _outcome, _total: None)
    return settings


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()


@pytest.mark.parametrize("below", ["", "/original", "/lines/s1-1", f"/against/{REPORT}-2"])
def test_it_is_gone_with_day_reason_and_what_is_held_instead(
    client: FlaskClient, settings: Settings, below: str
) -> None:
    assert client.get(f"/reports/{REPORT}{below}").status_code == 200
    remove(REPORT, settings, "甲", REASON)
    answer = client.get(f"/reports/{REPORT}{below}")
    assert answer.status_code == 410
    page = BeautifulSoup(answer.text, "lxml").main
    assert page
    today = read_now()  # as pages show days, wherever the machine is
    assert REASON in page.get_text()
    assert f"{today.year} 年 {today.month} 月" in page.get_text()
    assert page.find("a", href=f"/reports/{REPORT}-2")


def test_without_another_report_it_says_so(client: FlaskClient, settings: Settings) -> None:
    remove(f"{REPORT}-2", settings)
    remove(REPORT, settings)
    text = BeautifulSoup(client.get(f"/reports/{REPORT}").text, "lxml").get_text()
    assert "没有写明" in text
    assert "没有同一机构、同一年度的报告" in text


def test_once_it_is_back_it_is_read_again(client: FlaskClient, settings: Settings) -> None:
    remove(REPORT, settings, "甲", REASON)
    undo_removal(REPORT, settings, "甲")
    assert client.get(f"/reports/{REPORT}").status_code == 200


def test_what_never_was_is_not_found(client: FlaskClient, settings: Settings) -> None:
    remove(REPORT, settings)
    for strange in ("none", "disclosure-990101-2016", f"{REPORT}-9", "x" * 300):
        assert client.get(f"/reports/{strange}").status_code == 404
