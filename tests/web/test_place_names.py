"""English pages say how places are read, beside their names."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.report.regions import read_divisions
from indexer.settings import Settings
from tests.web.visitor import get
from web import create_app
from web.language.place_names import name_path, name_place
from web.language.place_readings import find_by_reading, romanize


@pytest.fixture(scope="module")
def app(sample_settings: Settings) -> Flask:
    return create_app(sample_settings)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("从化区", "Conghua"),
        ("西安市", "Xi'an"),
        ("吕梁市", "Lüliang"),
        ("泾县", "Jingxian"),
        ("长治市", "Changzhi"),
        ("浦东新区", "Pudong"),
        ("连南瑶族自治县", "Liannan"),
        ("平潭综合实验区", "Pingtan"),
    ],
)
def test_names_are_read_as_people_write_them(name: str, said: str) -> None:
    assert romanize(name) == said


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("conghua", "440117"),
        ("Conghua District", "440117"),
        ("guangzhou conghua", "440117"),
        ("Xi'an", "610100"),
        ("xian shi", "610100"),
        ("lvliang", "141100"),
        ("Lüliang", "141100"),
        ("changzhishi", "140400"),
        ("Inner Mongolia", "150000"),
        ("Shaanxi Province", "610000"),
    ],
)
def test_places_are_found_by_how_they_are_read(client: FlaskClient, typed: str, found: str) -> None:
    assert found in find_by_reading(typed)
    answer = client.get("/places", query_string={"name": typed})
    assert answer.location == f"/places/{found}" or f'href="/places/{found}"' in answer.text


def test_what_is_not_in_latin_letters_is_not_read() -> None:
    assert [find_by_reading(text) for text in ("", "从化", "440117", "a" * 99, "x", "qqq")] == [()] * 6


def test_every_division_can_be_read() -> None:
    names = read_divisions().list_names()
    assert len(names) > 30_000
    said = {name: romanize(name) for name in names}
    assert [name for name, each in said.items() if not each] == ["𰝟渡镇"]  # no reading is known
    assert all(set(each.casefold()) <= set("abcdefghijklmnopqrstuüwxyz'") for each in said.values())


def test_names_stand_beside_how_they_are_read_on_english_pages_alone(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert name_place("从化区") == 'Conghua <span lang="zh-Hans">从化区</span>'
        assert name_place("广东省") == 'Guangdong <span lang="zh-Hans">广东省</span>'
        assert name_path(("陕西省", "西安市")) == (
            'Shaanxi <span lang="zh-Hans">陕西省</span> › Xi&#39;an <span lang="zh-Hans">西安市</span>'
        )
        assert "南京" in name_place("南京市/鼓楼区")
        assert "Gulou" in name_place("南京市/鼓楼区")
        assert name_place("全国") == "China"
        assert name_place("地区未详") == "Place unknown"
        assert name_place("<b>没有</b>") == '<span lang="zh-Hans">&lt;b&gt;没有&lt;/b&gt;</span>'
    for tag in ("zh-Hans", "zh-Hant"):
        with app.test_request_context(f"/?lang={tag}"):
            assert name_place("从化区").striptags() == "从化区"


def test_pages_say_how_places_are_read(client: FlaskClient) -> None:
    assert (
        get(client, "/places/440117?lang=en").select_one("h1").get_text().strip().startswith("Conghua 从化区")
    )  # type: ignore[union-attr]
    hit = get(client, "/search?q=公开&lang=en").select_one(".hit .hit-facts, .hit-facts")
    assert hit
    assert "Yunze 云泽市" in hit.get_text()
    assert "Yunze" not in get(client, "/search?q=公开&lang=zh-Hans").get_text()
