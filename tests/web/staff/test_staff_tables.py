"""Spreadsheets that staff send in: joined to the report of their body and year, with a plain word on it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.ingest.add import add
from indexer.ingest.staging.area import WaitingArea
from indexer.settings import Settings
from tests.ingest.test_joining import BARE, PAGE, REPORT, list_figures, load, make_workbook, put
from tests.web.staff.test_staff import upload
from tests.web.visitor import make_staff_settings, sign_in, token


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = make_staff_settings(tmp_path)
    made.home.mkdir()
    return made


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    return sign_in(settings, "甲")


def publish(client: FlaskClient, settings: Settings) -> str:
    chosen = [item.sha256 for item in WaitingArea(settings).list_all()]
    said = {"csrf_token": token(client), "file": chosen, "do": "publish"}
    return client.post("/staff/publish", data=said, follow_redirects=True).text


def hold(settings: Settings, folder: Path, page: str) -> None:
    put(folder, {"a.html": page})
    add([folder / "a.html"], settings, lambda _outcome, _total: None)


def test_tables_are_joined_to_the_published_report(
    client: FlaskClient, settings: Settings, tmp_path: Path
) -> None:
    hold(settings, tmp_path, BARE)
    book = make_workbook()
    page = upload(client, (book, "附表.xlsx")).text
    assert f"表二、表三、表四并入报告 {REPORT}。" in page
    assert "统计表" in page
    (item,) = WaitingArea(settings).list_all()
    assert (item.year, item.tables, item.standing) == (2021, 3, "new")
    close = client.get(f"/staff/waiting/{item.sha256}").text
    assert "统计表" in close
    assert "没有读出章节" not in close
    assert list_figures(load(settings)) == {}
    page = publish(client, settings)
    assert "更新 1 个" in page
    assert f"表二、表三、表四并入报告 {REPORT}" in page
    assert list_figures(load(settings)) != {}
    assert WaitingArea(settings).list_all() == ()
    upload(client, (book, "附表.xlsx"))
    assert "早已收录 1 个" in publish(client, settings)


@pytest.mark.parametrize("in_archive", [False, True])
def test_tables_and_their_report_are_sent_in_together(
    client: FlaskClient, settings: Settings, in_archive: bool
) -> None:
    files = [(make_workbook(), "a附表.xlsx"), (BARE.encode(), "年报.html"), (b"<p>x</p>", "z.html")]
    if in_archive:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for data, name in files:
                archive.writestr(name, data)
        files = [(buffer.getvalue(), "来件.zip")]
    upload(client, *files)
    assert "也在等待发布：一起发布时，表二、表三、表四并入那份报告" in client.get("/staff").text
    page = publish(client, settings)
    assert "收录 1 个，更新 1 个，失败 1 个" in page
    assert list_figures(load(settings)) != {}
    (left,) = WaitingArea(settings).list_all()
    assert left.name.endswith("z.html")


def test_tables_without_a_report_wait_until_somebody_says_whose_they_are(
    client: FlaskClient, settings: Settings, tmp_path: Path
) -> None:
    page = upload(client, (make_workbook("附表"), "表格.xlsx")).text
    assert "没有找到这份表格所属的报告（表格写明：机构不明，年度不明）" in page
    assert "存疑" in page
    assert "失败 1 个" in publish(client, settings)
    hold(settings, tmp_path, BARE)
    (item,) = WaitingArea(settings).list_all()
    said = {"csrf_token": token(client), "year": "2021", "region": "云泽市/东湖区"}
    page = client.post(f"/staff/waiting/{item.sha256}", data=said, follow_redirects=True).text
    assert f"并入报告 {REPORT}。" in page
    assert "更新 1 个" in publish(client, settings)
    assert list_figures(load(settings)) != {}


def test_tables_that_the_report_has_are_not_taken_and_what_differs_is_told(
    client: FlaskClient, settings: Settings, tmp_path: Path
) -> None:
    hold(settings, tmp_path, PAGE)
    before = list_figures(load(settings))
    page = upload(client, (make_workbook(cells={"0": "9"}), "附表.xlsx")).text
    assert f"报告 {REPORT} 的正文已有表二、表三、表四" in page
    page = publish(client, settings)
    assert "略过 1 个" in page
    assert "处数字不同，请核对" in page
    assert list_figures(load(settings)) == before


def test_other_spreadsheets_are_refused(client: FlaskClient, settings: Settings) -> None:
    page = upload(client, (make_workbook(tables=()), "花名册.xlsx")).text
    assert "没有年报的表二、表三或表四" in page
    assert "拒收" in page
