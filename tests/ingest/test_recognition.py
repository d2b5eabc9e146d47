"""Scans in the archive: recognised once, kept, shown as recognised, and recognised again only on request."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from indexer.archive.recognitions import Recognitions
from indexer.archive.storage.home import Home
from indexer.errors import EmptySource, NotAReport, OversizedSource, SettingError
from indexer.extraction.sandbox.pool import Pool
from indexer.ingest.add import add
from indexer.ingest.reading.readers import Readers
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove
from indexer.report.document import Table
from indexer.settings import Settings
from tests.extraction.layout.page_maker import STORY, make_page, make_table
from web import create_app

PAGE = make_page(doubtful={"诉": 0.4}).to_json()


def make_picture(shade: int = 255) -> bytes:
    written = io.BytesIO()
    Image.new("L", (200, 280), shade).save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "home").mkdir()
    return Settings(home=tmp_path / "home", searches_kept_days=0)


def keep(settings: Settings, data: bytes, page: dict[str, Any] = PAGE) -> None:
    Recognitions(Home(settings.home)).write(hashlib.sha256(data).hexdigest(), 1, page)


def add_scan(settings: Settings, folder: Path) -> str:
    """Add a picture whose text is known."""
    data = make_picture()
    keep(settings, data)
    (folder / "scan.png").write_bytes(data)
    outcomes: list[Any] = []
    add([folder / "scan.png"], settings, lambda outcome, _total: outcomes.append(outcome))
    assert [outcome.status for outcome in outcomes] == ["added"]
    return str(outcomes[0].id)


class FakeRecogniser(Pool):
    """Answers as the process that recognises does, and counts how often it is asked."""

    def __init__(self, page: dict[str, Any] = PAGE) -> None:
        super().__init__("indexer.ingest.reading.worker", 1)
        self.asked: list[int] = []
        self._page = page

    def ask(self, question: dict[str, Any], data: bytes, seconds: float) -> bytes:
        self.asked.append(question["page"])
        return json.dumps({"page": self._page}).encode()


def test_a_page_is_recognised_once_and_its_progress_is_told(settings: Settings) -> None:
    told, fake = [], FakeRecogniser()
    with Readers(settings) as readers:
        readers.recogniser.is_enabled, readers.recogniser.pool = True, fake
        readers.recogniser.on_page = lambda name, number, count: told.append((name, number, count))
        first, _ = readers.read(make_picture(), "a.png")
        again, _ = readers.read(make_picture(), "b.png")
    assert first == again
    assert first.year == 2023
    assert fake.asked == [1]
    assert told == [("a.png", 1, 1)]


def test_what_is_damaged_of_what_was_kept_is_recognised_again(settings: Settings) -> None:
    keep(settings, make_picture(), {"nonsense": 1})
    with Readers(settings) as readers:
        readers.recogniser.is_enabled, readers.recogniser.pool = True, FakeRecogniser()
        assert readers.read(make_picture(), "a.png")[0].year == 2023


def test_what_was_kept_is_read_where_recognition_is_not_installed(settings: Settings) -> None:
    keep(settings, make_picture())
    with Readers(settings) as readers:
        readers.recogniser.is_enabled = False
        assert readers.read(make_picture(), "a.png")[0].year == 2023
        with pytest.raises(EmptySource, match="nianbao"):
            readers.read(make_picture(200), "b.png")


def test_a_scan_is_shown_and_found_as_what_was_recognised(settings: Settings, tmp_path: Path) -> None:
    report = add_scan(settings, tmp_path)
    client = create_app(settings).test_client()
    page = client.get(f"/reports/{report}").text
    assert "文字由程序从图片识别而来" in page
    assert "把握 40%" in page
    assert "〔疑〕" in page
    assert "原文件有损坏" not in page
    (hit, *_) = client.get("/api/search?q=行政复议").json["hits"]  # type: ignore[index]
    assert hit["recognised"]
    assert hit["damage"] == 0
    assert "文字由图片识别" in client.get("/search?q=“行政复议”").text
    recognised = client.get(f"/api/reports/{report}").json["recognised"]  # type: ignore[index]
    assert recognised["doubtful"] == 1


def test_reindex_reads_what_was_recognised_and_recognises_again_on_request(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = add_scan(settings, tmp_path)
    reindex(settings, lambda _outcome, _total: None)
    assert "没有收取信息处理费" in create_app(settings).test_client().get(f"/reports/{report}").text
    monkeypatch.setattr("indexer.extraction.recognition.is_available", lambda: False)
    with pytest.raises(SettingError, match="pip install"):
        reindex(settings, lambda _outcome, _total: None, recognise=True)
    assert any((settings.home / "recognised").rglob("*.json"))


def test_what_was_recognised_goes_with_a_report_that_is_removed(settings: Settings, tmp_path: Path) -> None:
    remove(add_scan(settings, tmp_path), settings)
    assert not any((settings.home / "recognised").rglob("*.json"))


def make_page_of_tables() -> bytes:
    """A report whose fourth section is a picture."""
    picture = io.BytesIO()
    Image.new("L", (800, 300), 255).save(picture, "PNG")
    shown = f'<img src="data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}">'
    lines = [shown if line == "全年发生行政复议2件。" else line for line in STORY]
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>".encode()


def test_a_table_that_is_a_picture_in_a_page_is_recognised(settings: Settings) -> None:
    row = make_table([["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"], ["1", "0", "1", "0", "2"]])
    fake = FakeRecogniser(row.to_json())
    with Readers(settings) as readers:
        readers.recogniser.is_enabled, readers.recogniser.pool = True, fake
        report, _ = readers.read(make_page_of_tables(), "年报.html")
    assert fake.asked == [1]
    assert [isinstance(block, Table) for block in report.sections[4].blocks] == [True]
    assert not any("图片" in doubt.sentence for doubt in report.doubts)


def test_what_may_be_in_pictures_is_said_with_the_command_that_reads_it(settings: Settings) -> None:
    with Readers(settings) as readers:
        readers.recogniser.is_enabled = False
        report, _ = readers.read(make_page_of_tables(), "年报.html")
        assert any("表四在原文中是图片" in doubt.sentence for doubt in report.doubts)
        assert any("pip install 'nianbao[ocr]'" in doubt.sentence for doubt in report.doubts)
        nothing = make_page_of_tables().decode().replace("政府信息公开", "").replace("、", "")
        with pytest.raises(NotAReport, match=r"1 张图片没有识别.*pip install"):
            readers.read(nothing.encode(), "年报.html")


def test_a_picture_that_cannot_be_recognised_costs_no_text(settings: Settings) -> None:
    class Failing(FakeRecogniser):
        def ask(self, question: dict[str, Any], data: bytes, seconds: float) -> bytes:
            raise OversizedSource("太大")

    with Readers(settings) as readers:
        readers.recogniser.is_enabled, readers.recogniser.pool = True, Failing()
        report, _ = readers.read(make_page_of_tables(), "年报.html")
    assert any("表四在原文中是图片" in doubt.sentence for doubt in report.doubts)
