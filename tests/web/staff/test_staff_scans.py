"""Scans that staff send in: recognised beside the requests, told of meanwhile, then published."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from indexer.archive.archive import open_archive
from indexer.archive.recognitions import Recognitions
from indexer.archive.storage.home import Home
from indexer.archive.storage.lock import lock_file
from indexer.errors import OversizedSource
from indexer.ingest.staging.area import WaitingArea
from indexer.ingest.staging.scans import WaitingScans
from indexer.settings import Settings
from tests.extraction.layout.page_maker import make_page
from tests.ingest.test_recognition import FakeRecogniser, make_picture
from tests.web.staff.test_staff import upload
from tests.web.visitor import make_staff_settings, sign_in, token

PAGE = make_page().to_json()


class GatedRecogniser(FakeRecogniser):
    """Answers when it is told to; `gate` open from the start unless a test closes it."""

    def __init__(self) -> None:
        super().__init__(PAGE)
        self.gate, self.began = threading.Event(), threading.Event()
        self.gate.set()

    def ask(self, question: dict[str, Any], data: bytes, seconds: float) -> bytes:
        self.began.set()
        assert self.gate.wait(20)
        return super().ask(question, data, seconds)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = make_staff_settings(tmp_path)
    made.home.mkdir()
    return made


@pytest.fixture
def recogniser() -> GatedRecogniser:
    return GatedRecogniser()


@pytest.fixture
def client(settings: Settings, recogniser: GatedRecogniser) -> FlaskClient:
    made = sign_in(settings, "甲")
    scans = find_scans(made)
    scans.readers.recogniser.is_enabled, scans.readers.recogniser.pool = True, recogniser
    return made


def find_scans(client: FlaskClient) -> WaitingScans:
    scans: WaitingScans = client.application.extensions["nianbao"].scans
    return scans


def publish(client: FlaskClient, settings: Settings, do: str = "publish") -> str:
    chosen = [item.sha256 for item in WaitingArea(settings).list_all()]
    said = {"csrf_token": token(client), "file": chosen, "do": do}
    return client.post("/staff/publish", data=said, follow_redirects=True).text


def test_a_scan_is_recognised_while_the_page_says_how_far_it_is(
    client: FlaskClient, settings: Settings, recogniser: GatedRecogniser
) -> None:
    recogniser.gate.clear()
    page = upload(client, (make_picture(), "扫描.png")).text
    assert "收到 1 个文件" in page
    assert "识别中" in page
    assert "1 幅中已完成 0 幅" in page
    assert "刷新，看识别进度" in page
    (sentence,) = client.get("/staff/recognition").json.values()  # type: ignore[union-attr]
    assert sentence in page
    assert "还在识别" in publish(client, settings)
    (item,) = WaitingArea(settings).list_all()
    close = client.get(f"/staff/waiting/{item.sha256}").text
    assert "1 幅中已完成 0 幅" in close
    assert "核对无误" not in close
    said = {"csrf_token": token(client), "year": "2020"}
    assert "1 幅中已完成 0 幅" in client.post(f"/staff/waiting/{item.sha256}", data=said).text
    recogniser.gate.set()
    find_scans(client).wait()
    assert client.get("/staff/recognition").json == {}
    (item,) = WaitingArea(settings).list_all()
    assert (item.year, item.corrected) == (2023, ())
    page = client.get("/staff").text
    assert "识别中" not in page
    assert "刷新，看识别进度" not in page
    assert "收录 1 个" in publish(client, settings)
    (summary,) = open_archive(settings).list_summaries()
    assert summary.year == 2023
    assert "文字由程序从图片识别而来" in client.get(f"/reports/{summary.id}").text
    assert recogniser.asked == [1]


def test_what_a_restart_stopped_goes_on_when_the_page_is_asked_for(
    client: FlaskClient, settings: Settings, recogniser: GatedRecogniser
) -> None:
    with lock_file(settings.home / "waiting" / "scans"):  # another process is at it, and ends
        upload(client, (make_picture(), "扫描.png"))
        find_scans(client).wait()
        assert recogniser.asked == []
    assert "识别中" in client.get("/staff").text
    find_scans(client).wait()
    assert recogniser.asked == [1]
    assert "识别中" not in client.get("/staff").text


def test_a_scan_that_is_discarded_is_recognised_no_further(
    client: FlaskClient, settings: Settings, recogniser: GatedRecogniser
) -> None:
    recogniser.gate.clear()
    upload(client, (make_picture(), "一.png"))
    assert recogniser.began.wait(20)
    upload(client, (make_picture(100), "二.png"))
    assert "已丢弃 2 个文件" in publish(client, settings, "discard")
    recogniser.gate.set()
    find_scans(client).wait()
    assert recogniser.asked == [1]
    assert WaitingArea(settings).list_all() == ()
    assert not any((settings.home / "recognised").rglob("*.json"))


def test_a_page_that_cannot_be_recognised_is_told_and_holds_up_no_other(
    client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(FakeRecogniser):
        def ask(self, question: dict[str, Any], data: bytes, seconds: float) -> bytes:
            if question["name"] == "坏.png":
                raise OversizedSource("读得太久。")
            return super().ask(question, data, seconds)

    find_scans(client).readers.recogniser.pool = Failing(PAGE)
    upload(client, (make_picture(90), "坏.png"), (make_picture(), "好.png"))
    find_scans(client).wait()
    found = {item.name: item.problem for item in WaitingArea(settings).list_all()}
    assert "第 1 页没有识别成功：读得太久" in found["坏.png"]
    assert found["好.png"] == ""


def test_where_recognition_is_not_installed_the_command_is_told(
    client: FlaskClient, settings: Settings
) -> None:
    find_scans(client).readers.recogniser.is_enabled = False
    page = upload(client, (make_picture(), "扫描.png")).text
    assert "pip install &#39;nianbao[ocr]&#39;" in page
    assert "拒收" in page


def test_what_waits_when_recognition_is_taken_away_is_told_of(
    client: FlaskClient, settings: Settings
) -> None:
    with lock_file(settings.home / "waiting" / "scans"):
        upload(client, (make_picture(), "扫描.png"))
        find_scans(client).wait()
    find_scans(client).readers.recogniser.is_enabled = False
    client.get("/staff")
    assert "pip install" in client.get("/staff").text


def test_what_was_recognised_of_a_published_file_outlives_its_copy(
    client: FlaskClient, settings: Settings
) -> None:
    upload(client, (make_picture(), "扫描.png"))
    find_scans(client).wait()
    publish(client, settings)
    upload(client, (make_picture(), "又一份.png"))
    find_scans(client).wait()
    (item,) = WaitingArea(settings).list_all()
    publish(client, settings, "discard")
    assert Recognitions(Home(settings.home)).count(item.sha256, [1]) == 1
