"""How the results page says what was understood, and that each offer leads where it says."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.archive.archive import open_archive
from indexer.settings import Settings
from tests.web.visitor import get
from web import create_app


@pytest.fixture(scope="module")
def client(sample_settings: Settings) -> FlaskClient:
    return create_app(Settings(), open_archive(sample_settings)).test_client()


def ask(client: FlaskClient, typed: str) -> BeautifulSoup:
    return get(client, f"/search?q={quote(typed)}")


def understood(page: BeautifulSoup) -> str:
    block = page.select_one(".understood")
    return " ".join(block.get_text().split()) if block else ""


def link(page: BeautifulSoup, text: str) -> str:
    (found,) = [a for a in page.select(".understood a") if text in a.get_text()]
    return str(found["href"])


def test_a_slip_is_corrected_and_the_typed_form_one_click_away(client: FlaskClient) -> None:
    page = ask(client, "老旧小曲改造")
    assert "没有找到“老旧小曲改造”，已按“老旧小区改造”检索" in understood(page)
    assert page.select(".snippet mark")
    first = page.select_one(".hit h2 a")
    assert first is not None
    assert quote("老旧小区改造") in str(first["href"])
    as_typed = get(client, link(page, "仍按原样检索"))
    assert "已按" not in understood(as_typed)
    assert "恢复智能理解" in understood(as_typed)
    assert get(client, link(as_typed, "恢复智能理解")).select_one("h1") == page.select_one("h1")


def test_words_that_exist_are_not_corrected(client: FlaskClient) -> None:
    for typed in ("老旧小区", "公开", "脱贫", "无此说法"):
        assert "已按" not in understood(ask(client, typed))


def test_what_resembles_words_that_exist_is_offered_instead(client: FlaskClient) -> None:
    page = ask(client, "财政诉讼")
    assert "已按" not in understood(page)
    assert "您是不是要找：行政诉讼" in understood(page)
    assert get(client, link(page, "行政诉讼")).select(".snippet mark")


def test_a_place_lifts_its_reports_and_can_be_taken_off(client: FlaskClient) -> None:
    page = ask(client, "东湖区 停车")
    chip = page.select_one(".understood .chip")
    assert chip is not None
    assert "东湖区" in chip.get_text()
    facts = page.select_one(".hit-facts")
    assert facts is not None
    assert "东湖区" in facts.get_text()
    off = get(client, str(chip["href"]))
    assert not off.select(".understood .chip")
    assert "literal=place" in str(chip["href"])


def test_the_strict_offer_leads_to_as_many_hits_as_it_says(client: FlaskClient) -> None:
    page = ask(client, "东湖区2020年 公开")
    (offer,) = [a for a in page.select(".understood a") if a.get_text().startswith("只看")]
    said = int(re.sub(r".*（([\d,]+) 处）.*", r"\1", offer.get_text()).replace(",", ""))
    narrowed = get(client, str(offer["href"]))
    total = narrowed.select_one(".found-head h1 b")
    assert total is not None
    assert int(total.get_text().replace(",", "")) == said > 0
    assert {chip.get_text() for chip in narrowed.select(".chips .chip")}


def test_a_report_asked_for_by_name_stands_first(client: FlaskClient) -> None:
    page = ask(client, "西岭区2021年年报")
    named = page.select_one(".named a")
    assert named is not None
    assert named["href"] == "/reports/disclosure-990102-2021"
    assert client.get(str(named["href"])).status_code == 200
    assert not ask(client, "公开 培训").select(".named")


def test_what_is_not_held_is_said_with_what_is(client: FlaskClient) -> None:
    page = ask(client, "西岭区 2030年")
    said = understood(page)
    assert "没有收录西岭区 2030 年的报告；有西岭区" in said
    assert "云泽市" in said
    assert get(client, link(page, "2021") if said.count("2021") == 1 else "/").select("h1")


def test_hits_with_a_part_stand_below_a_line(client: FlaskClient) -> None:
    page = ask(client, "月牙河 黑臭")
    line = page.select_one(".partial-line")
    assert line is not None
    assert "只含检索词的一部分" in line.get_text()
    answer = client.get("/api/search?q=" + quote("月牙河 黑臭")).get_json()
    assert [hit["partial"] for hit in answer["hits"]] == sorted(hit["partial"] for hit in answer["hits"])
    assert answer["total_partial"] > 0
    bound = client.get("/api/search?q=" + quote("月牙河 AND 黑臭")).get_json()
    assert (bound["total"], bound["total_partial"]) == (answer["total"], 0)


def test_nothing_has_all_but_something_has_a_part(client: FlaskClient) -> None:
    page = ask(client, "月牙河 无此说法")
    assert "没有哪一处全部符合" in page.get_text()
    assert page.select(".hit")
    listed = client.get("/search.csv?q=" + quote("月牙河 无此说法"))
    assert "只含其中一部分" in listed.get_data(as_text=True)


def test_synonyms_are_said_and_switched_off(client: FlaskClient) -> None:
    page = ask(client, "GDP目标")
    assert "也检索了：" in understood(page)
    assert "地区生产总值" in understood(page)
    assert "也检索了" not in understood(get(client, link(page, "只按原词检索")))
    assert "也检索了" not in understood(ask(client, "“GDP”"))


def test_further_hits_of_a_report_are_counted(client: FlaskClient) -> None:
    page = ask(client, "公开")
    more = page.select(".hit-more a")
    assert more
    assert client.get(str(more[0]["href"])).status_code == 200
    reports = [str(a["href"]).partition("?")[0] for a in page.select(".hit h2 a")]
    assert max(map(reports.count, reports)) <= 3


def test_marks_stand_in_titles_too(client: FlaskClient) -> None:
    page = ask(client, "东湖区")
    assert page.select(".hit h2 mark")


@pytest.mark.parametrize(
    "pasted",
    [
        "二是老旧小区改造的资金使用情况只公布总数，居民看不到本小区花了多少；三是",
        "资金使用情况只公布总数，居民看不到本小区花了多少”；（三",
        "老旧小区改造的资金使用情况只公布总数，居民看不到本小区花了多少。" * 20,
    ],
)
def test_a_pasted_sentence_finds_its_source(client: FlaskClient, pasted: str) -> None:
    page = ask(client, pasted)
    first = page.select_one(".hit h2 a")
    assert first is not None
    assert str(first["href"]).startswith("/reports/disclosure-990101-2019?")
