"""The staff's page: nothing is published before it was seen, and corrections outlive rebuilds."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import io
import os
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.archive.archive import open_archive
from indexer.archive.catalogue.records import Reading
from indexer.archive.contributions.corrections import parse_correction
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveMissing, CorrectionError, NotFound
from indexer.ingest.add import add
from indexer.ingest.reading.readers import Readers
from indexer.ingest.reindex import reindex
from indexer.ingest.remove import remove
from indexer.ingest.staging.area import WaitingArea
from indexer.ingest.staging.files import MOST_FILES
from indexer.report.report import Report
from indexer.settings import Settings
from tests.web.visitor import HASH, make_staff_settings, sign_in, token
from web import create_app

FOLDER = Path(__file__).parents[3] / "corpus" / "disclosure" / "东湖区"
REPORT = (FOLDER / "2019.html").read_bytes()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_staff_settings(tmp_path)


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    settings.home.mkdir()
    return sign_in(settings, "甲")


def upload(client: FlaskClient, *files: tuple[bytes, str]) -> TestResponse:
    sent = [(io.BytesIO(data), name) for data, name in files]
    return client.post(
        "/staff/upload", data={"csrf_token": token(client), "files": sent}, follow_redirects=True
    )


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"{name}.html", data)
    return buffer.getvalue()


def test_off_without_a_password_and_for_strangers(tmp_path: Path) -> None:
    assert create_app(Settings(tmp_path)).test_client().get("/staff").status_code == 404
    stranger = create_app(Settings(tmp_path, password_hash=HASH, wait_seconds=0)).test_client()
    assert stranger.get("/staff").location == "/sign-in?next=/staff"
    csrf = {"csrf_token": token(stranger, "/sign-in")}
    for path in ("upload", "publish", "withdraw/x", f"waiting/{'0' * 64}"):
        assert stranger.post(f"/staff/{path}", data=csrf).location.startswith("/sign-in")
    large = {"csrf_token": csrf["csrf_token"], "files": (io.BytesIO(b"x" * 100_000), "a.html")}
    assert stranger.post("/staff/upload", data=large).status_code == 413


def test_forged_forms_change_nothing(client: FlaskClient, settings: Settings) -> None:
    for path in ("upload", "publish", "withdraw/x", f"waiting/{'0' * 64}"):
        assert client.post(f"/staff/{path}", data={"csrf_token": "x"}).status_code == 400
    assert WaitingArea(settings).list_all() == ()


def test_nothing_is_published_before_it_is_asked_for(client: FlaskClient, settings: Settings) -> None:
    page = upload(client, (REPORT, "../../<b>年报.html"), (b"nothing", "x.html"), (b"", "empty.txt"))
    assert "收到 2 个文件" in page.text
    assert "empty.txt 是空文件" in page.text
    assert "&lt;b&gt;年报.html" in page.text
    assert "不能收录" in page.text
    assert str(settings.home) not in page.text
    with pytest.raises(ArchiveMissing):
        open_archive(settings).list_summaries()
    chosen = [item.sha256 for item in WaitingArea(settings).list_all()]
    said = {"csrf_token": token(client), "file": chosen, "do": "publish"}
    page = client.post("/staff/publish", data=said, follow_redirects=True)
    assert "收录 1 个，失败 1 个" in page.text
    (summary,) = open_archive(settings).list_summaries()
    assert (summary.year, summary.district) == (2019, "东湖区")
    assert [item.name for item in WaitingArea(settings).list_all()] == ["x.html"]


def test_what_becomes_of_published_reports_is_told_before(client: FlaskClient, settings: Settings) -> None:
    add([FOLDER / "2019.html"], settings, lambda _outcome, _total: None)
    (held,) = open_archive(settings).list_summaries()
    said = "".join(f"第{n}件是另外的事，办了{n * n}次。" for n in range(60))
    other = f"<title>{held.title}</title><h1>{held.title}</h1><h2>一、总体情况</h2><p>{said}</p>".encode()
    corrected = REPORT.replace("培训".encode(), "学习".encode())
    for data, told in (
        (REPORT, "已经收录"),
        (corrected, "发布后改为显示这一份"),
        (other, "两份并存"),
        ((FOLDER / "2021.html").read_bytes(), ""),
    ):
        ((item,), _) = dataclasses.astuple(WaitingArea(settings).take(data, "年报.html", "甲"))
        notes = WaitingArea(settings).get(item[0]).notes
        assert [told in note and held.id in note for note in notes] == [True] * bool(told)
    page = client.get("/staff").text
    assert "两份并存" in page
    # Another body that is called by the same division is no counterpart.
    town = REPORT.replace("东湖区人民政府".encode(), "东湖区金山镇人民政府".encode())
    ((item,), _) = dataclasses.astuple(WaitingArea(settings).take(town, "镇.html", "甲"))
    assert not any("两份并存" in note for note in WaitingArea(settings).get(item[0]).notes)
    WaitingArea(settings).discard(item[0])
    WaitingArea(settings).publish([hashlib.sha256(corrected).hexdigest(), hashlib.sha256(other).hexdigest()])
    shown = [summary.superseded_by for summary in open_archive(settings).list_summaries()]
    assert sorted(map(bool, shown)) == [False, False, True]
    # What was published meanwhile counts.
    (left,) = (item for item in WaitingArea(settings).list_all() if item.year == 2021)
    assert left.notes == ()
    WaitingArea(settings).take(REPORT.replace("培训".encode(), "轮训".encode()), "又一份.html", "甲")
    (again,) = (item for item in WaitingArea(settings).list_all() if item.name == "又一份.html")
    assert any("发布后改为显示这一份" in note for note in again.notes)
    for summary in open_archive(settings).list_summaries():
        remove(summary.id, settings)
    assert WaitingArea(settings).get(again.sha256).notes == ()


def test_a_correction_counts_and_outlives_a_rebuild(client: FlaskClient, settings: Settings) -> None:
    upload(client, (REPORT, "年报.html"))
    (item,) = WaitingArea(settings).list_all()
    address = f"/staff/waiting/{item.sha256}"
    wrong = client.post(address, data={"csrf_token": token(client), "region": "鼓楼区"})
    assert "不止一处" in wrong.text
    said = {"csrf_token": token(client), "year": "2018", "body": "西岭区财政局", "region": "西岭区"}
    assert "经人工改正" in client.post(address, data=said, follow_redirects=True).text
    publish = {"csrf_token": token(client), "file": item.sha256, "do": "publish"}
    client.post("/staff/publish", data=publish)
    for _ in range(2):
        (summary,) = open_archive(settings).list_summaries()
        assert (summary.year, summary.body, summary.district) == (2018, "西岭区财政局", "西岭区")
        reindex(settings, lambda _outcome, _total: None)
    gone = client.post(
        f"/staff/withdraw/{summary.id}", data={"csrf_token": token(client)}, follow_redirects=True
    )
    assert "已撤下" in gone.text
    assert open_archive(settings).list_summaries() == ()


def test_files_of_one_name_replace_only_their_own_versions(client: FlaskClient, settings: Settings) -> None:
    lines = (FOLDER / "2019.html").read_text("utf-8")
    other = re.sub(
        r"<p>[^<]{20,}</p>", "<p>这里写的完全是另外一些事情，与上一份没有任何相同之处。</p>", lines
    )
    pages = []
    for data in (REPORT, other.encode(), REPORT.replace("示例".encode(), "更正".encode(), 1)):
        upload(client, (data, "年报.html"))
        (item,) = WaitingArea(settings).list_all()
        said = {"csrf_token": token(client), "file": item.sha256, "do": "publish"}
        pages.append(client.post("/staff/publish", data=said, follow_redirects=True).text)
    first, second, third = (summary.id for summary in open_archive(settings).list_summaries())
    assert "取代" not in pages[0] + pages[1]
    assert f"取代 {first}" in pages[2]  # staff are told
    archive = open_archive(settings)
    assert {s.id for s in archive.list_summaries() if not s.superseded_by} == {second, third}
    assert archive.counts.read_overview().reports == archive.list_reports(None, [], 9)[0] == 2


def test_what_is_published_is_not_corrected_behind_its_back(client: FlaskClient, settings: Settings) -> None:
    upload(client, (REPORT, "年报.html"))
    (item,) = WaitingArea(settings).list_all()
    publish = {"csrf_token": token(client), "file": item.sha256, "do": "publish"}
    client.post("/staff/publish", data=publish)
    (summary,) = open_archive(settings).list_summaries()
    upload(client, (REPORT, "又一份.html"))
    address, said = f"/staff/waiting/{item.sha256}", {"csrf_token": token(client), "year": "2015"}
    assert f"已经收录为 {summary.id}" in client.post(address, data=said).text
    reindex(settings, lambda _outcome, _total: None)
    assert [each.id for each in open_archive(settings).list_summaries()] == [summary.id]


def test_what_is_discarded_leaves_no_correction(client: FlaskClient, settings: Settings) -> None:
    upload(client, (REPORT, "年报.html"))
    (item,) = WaitingArea(settings).list_all()
    said = {"csrf_token": token(client), "year": "2015"}
    client.post(f"/staff/waiting/{item.sha256}", data=said)
    client.post("/staff/publish", data={"csrf_token": token(client), "file": item.sha256, "do": "discard"})
    upload(client, (REPORT, "年报.html"))
    (item,) = WaitingArea(settings).list_all()
    assert (item.year, item.corrected) == (2019, ())


def test_as_many_as_may_wait_are_sent_and_chosen_at_once(client: FlaskClient) -> None:
    files = [(b"x", f"{number}.txt") for number in range(MOST_FILES + 1)]
    assert upload(client, *files).status_code == 200
    said = {"csrf_token": token(client), "do": "discard"}
    chosen = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(1, MOST_FILES)]
    chosen.append(hashlib.sha256(b"x").hexdigest())  # the last one is still read
    page = client.post("/staff/publish", data={**said, "file": chosen}, follow_redirects=True)
    assert (page.status_code, "已丢弃 1 个" in page.text) == (200, True)


def test_another_writer_is_waited_for(client: FlaskClient, settings: Settings) -> None:
    upload(client, (REPORT, "年报.html"))
    said = {"csrf_token": token(client), "file": WaitingArea(settings).list_all()[0].sha256, "do": "publish"}
    with Home(settings.home).lock_for_writing():
        page = client.post("/staff/publish", data=said, follow_redirects=True).text
    assert re.search(rf"另一个进程（.+，进程号 {os.getpid()}，始于 .+）正在写入.+没有改动任何东西", page)
    assert len(WaitingArea(settings).list_all()) == 1


def test_a_full_disk_is_told_to_who_may_know_and_nothing_is_lost(
    client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(client, (REPORT, "年报.html"))
    said = {"csrf_token": token(client), "file": WaitingArea(settings).list_all()[0].sha256, "do": "publish"}

    def fsync(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr("os.fsync", fsync)
        page = client.post("/staff/publish", data=said, follow_redirects=True)
        assert page.status_code == 200
        assert "磁盘已满" in page.text
        assert "没有发布的都还在这里" in page.text
    assert len(WaitingArea(settings).list_all()) == 1
    client.post("/staff/publish", data=said)
    (published,) = open_archive(settings).list_summaries()
    withdraw = f"/staff/withdraw/{published.id}"
    said = {"csrf_token": token(client, withdraw)}
    with monkeypatch.context() as full:
        full.setattr("os.fsync", fsync)
        page = client.post(withdraw, data=said)
        assert page.status_code == 503
        assert "磁盘已满" in page.text
    assert client.post(withdraw, data=said).status_code in (303, 404)  # completed by the next that writes
    assert open_archive(settings).list_summaries() == ()


def test_folders_of_the_server_are_told_to_staff_alone(client: FlaskClient, settings: Settings) -> None:
    add([FOLDER / "2019.html"], settings, lambda _outcome, _total: None)
    Home(settings.home).find_current().catalogue.write_bytes(b"x" * 10_000)
    stranger = create_app(settings).test_client()
    for visitor, told in ((client, True), (stranger, False)):
        page = visitor.get("/archive")
        assert page.status_code == 503
        assert (str(settings.home) in page.text) is told


def test_a_damaged_archive_is_named_by_its_own_name(settings: Settings) -> None:
    taken = WaitingArea(settings).take(zipped(a=REPORT)[:-40], "报告.zip", "甲")
    assert taken.items == ()
    (refused,) = taken.refused
    assert "报告.zip" in refused
    assert "upload" not in refused


def test_an_archive_is_a_folder_and_bounds_hold(settings: Settings) -> None:
    area = WaitingArea(settings)
    names = {
        item.name for item in area.take(zipped(a=REPORT, b=REPORT + b"<!-- -->"), "报告.zip", "甲").items
    }
    assert names == {"报告.zip/a.html", "报告.zip/b.html"}
    full = WaitingArea(Settings(settings.home, max_waiting_bytes=len(REPORT)))
    assert "待发布的文件太多" in full.take(REPORT, "c.html", "甲").refused[0]
    for name in ("../../secret", "x", ""):
        with pytest.raises(NotFound):
            area.get(name)
        with pytest.raises(NotFound):
            area.discard(name)


def test_a_bad_member_of_an_archive_costs_only_itself(client: FlaskClient, settings: Settings) -> None:
    data = zipped(a=REPORT, b=b"", c=REPORT + b"<!-- -->", d=b"x" * 100 + REPORT)
    at = data.index(b"x" * 100)
    page = upload(client, (data[:at] + b"y" + data[at + 1 :], "报告.zip"), (b" ", "空.html")).text
    assert "收到 2 个文件" in page
    assert "报告.zip/b.html 是空文件" in page
    assert "压缩包 报告.zip 中的 d.html 已损坏" in page
    assert "空.html 是空文件" in page
    assert [item.problem for item in WaitingArea(settings).list_all()] == ["", ""]


def test_what_two_publish_at_once_is_published_once(settings: Settings) -> None:
    area = WaitingArea(dataclasses.replace(settings, wait_seconds=30))
    taken = area.take(zipped(a=REPORT, b=REPORT + b"<!-- -->"), "a.zip", "甲")
    chosen = [item.sha256 for item in taken.items]
    with ThreadPoolExecutor(3) as threads:
        told = list(threads.map(lambda _: area.publish(chosen).outcomes, range(3)))
    assert sorted(len(outcomes) for outcomes in told) == [0, 0, 2]
    assert {outcome.status for outcomes in told for outcome in outcomes} <= {"added", "updated"}
    assert area.list_all() == ()


class DiscardingReaders(Readers):
    """Discards a file while it is read."""

    def inspect(self, path: Path, name: str = "") -> tuple[Report, Reading]:
        WaitingArea(self.settings).discard(path.stem)
        return super().inspect(path, name)


def test_files_that_go_meanwhile_are_no_obstacle(settings: Settings, client: FlaskClient) -> None:
    area = WaitingArea(settings)
    (first,) = area.take(REPORT, "a.html", "甲").items
    WaitingArea(settings, DiscardingReaders(settings)).take(REPORT + b"<!-- -->", "b.html", "甲")
    assert [item.name for item in area.list_all()] == ["a.html"]
    said = {"csrf_token": token(client), "file": ["0" * 64, first.sha256], "do": "publish"}
    page = client.post("/staff/publish", data=said, follow_redirects=True).text
    assert "收录 1 个，已由他人发布或丢弃 1 个" in page


def test_damage_in_the_waiting_area_is_seen(settings: Settings) -> None:
    area = WaitingArea(settings)
    (a,) = area.take(REPORT, "a.html", "甲").items
    (b,) = area.take(REPORT + b"<!-- -->", "b.html", "甲").items
    (settings.home / "waiting" / f"{a.sha256}.json").write_bytes(b"{\xff")
    (settings.home / "waiting" / f"{b.sha256}.bin").write_bytes(REPORT)
    assert {item.sha256 for item in area.list_all() if "记录已损坏" in item.problem} == {a.sha256}
    (outcome,) = area.publish([b.sha256]).outcomes
    assert "文件已损坏" in outcome.message
    area.discard(a.sha256)
    area.discard(b.sha256)
    assert list((settings.home / "waiting").glob("[0-9a-f]*.*")) == []


@pytest.mark.parametrize(
    ("year", "body", "region"), [("20", "", ""), ("两千", "", ""), ("", "x" * 61, ""), ("", "", "无此区")]
)
def test_corrections_that_make_no_sense(year: str, body: str, region: str) -> None:
    with pytest.raises(CorrectionError):
        parse_correction(year, body, region, "甲")
