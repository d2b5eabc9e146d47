"""The pages of commitments: the commitment first, its evidence beside it, every state in the address."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from indexer.archive.archive import open_archive
from indexer.search.query.asked_outcome import drop_question
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from web import create_app


@pytest.fixture(scope="module")
def client(sample_settings: Settings) -> FlaskClient:
    return create_app(sample_settings).test_client()


def _key(settings: Settings, typed: str) -> str:
    return open_archive(settings).commitments.find(parse_query(typed)).commitments[0].key


def test_the_list_shows_promises_with_filters(client: FlaskClient) -> None:
    page = client.get("/commitments?q=学位&district=东湖区").get_data(as_text=True)
    assert "新增<mark>学位</mark>945个" in page
    assert "承诺 2021 年" in page
    assert "后来的报告提到了" in page
    assert "去掉地区：" in page


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("加装电梯 兑现了吗", "加装电梯"),
        ("加装电梯兑现了吗？", "加装电梯"),
        ("请问新建公园完成了没有", "新建公园"),
        ("老旧小区改造，后来怎么样了", "老旧小区改造"),
        ("学位是否落实", "学位"),
        ("垃圾分类做得怎么样了", "垃圾分类"),
        ("落实学位", "落实学位"),
        ("了吗", "了吗"),
    ],
)
def test_words_that_ask_what_became_of_it_are_dropped(typed: str, left: str) -> None:
    assert drop_question(typed) == left


def test_a_question_leads_to_the_promises_that_it_is_about(client: FlaskClient) -> None:
    page = client.get("/commitments?q=学位 兑现了吗&district=东湖区").get_data(as_text=True)
    assert "没有承诺写着“学位 兑现了吗”" in page
    assert "新增<mark>学位</mark>945个" in page
    assert "没有这样的承诺" in client.get("/commitments?q=火星基地 兑现了吗").get_data(as_text=True)


def test_the_page_of_a_promise(client: FlaskClient, sample_settings: Settings) -> None:
    page = client.get(f"/commitments/{_key(sample_settings, '“民生地图与12345”')}").get_data(as_text=True)
    assert "<mark>三是民生地图与12345热线工单打通，群众来电纠错三个工作日内更新。</mark>" in page
    assert "没有完成，原因是两套系统地址编码不一致" in page
    assert "/reports/disclosure-990101-2022#s5-1" in page


def test_nothing_found_is_said_plainly(client: FlaskClient, sample_settings: Settings) -> None:
    page = client.get(f"/commitments/{_key(sample_settings, '赠阅点')}").get_data(as_text=True)
    assert "没有找到提到它的段落" in page
    assert "云泽市人民政府2020年政府信息公开工作年度报告" in page


def test_a_report_lists_its_promises(client: FlaskClient) -> None:
    page = client.get("/reports/disclosure-990101-2021").get_data(as_text=True)
    assert "承诺（3）" in page
    assert page.count('href="/commitments/') >= 3


@pytest.mark.parametrize(
    "address", ["/commitments?topic=天气", "/commitments?year=很久", "/commitments?page=0"]
)
def test_what_makes_no_sense_is_400(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400
    answer = client.get(f"/api{address}")
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["error"]["message"]


def test_unknown_promises_are_404(client: FlaskClient) -> None:
    for path in ("/commitments/" + "0" * 32, "/commitments/<x>"):
        assert client.get(path).status_code == 404
        assert client.get("/api" + path).status_code == 404


def test_json(client: FlaskClient, sample_settings: Settings) -> None:
    found = client.get("/api/commitments?q=学位&topic=教育").json
    assert found is not None
    assert found["total"] == len([c for c in found["commitments"] if "教育" in c["topics"]])
    one = client.get(f"/api/commitments/{_key(sample_settings, '赠阅点')}").json
    assert one is not None
    assert (one["state"], one["evidence"], one["verdict"]) == ("none", [], None)
    assert [f["value"] for f in one["figures"]] == [35, 120]


def test_the_whole_list_as_csv(client: FlaskClient) -> None:
    text = client.get("/commitments.csv?district=东湖区").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    total = client.get("/api/commitments?district=东湖区").json
    assert total is not None
    assert len(rows) == total["total"]
    assert rows[0]["链接"].startswith("http://localhost/commitments/")


def test_text_is_escaped(client: FlaskClient) -> None:
    page = client.get("/commitments?q=<script>alert(1)</script>").get_data(as_text=True)
    assert "<script>alert" not in page
