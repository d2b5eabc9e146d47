"""From the search box to the promises and the targets that answer the same question."""

from __future__ import annotations

import pytest
from flask import Flask

from indexer.archive.archive import open_archive
from indexer.search.query.parse import parse_query
from indexer.settings import Settings
from web import create_app
from web.display.results.elsewhere import list_elsewhere


@pytest.fixture(scope="module")
def app(sample_settings: Settings) -> Flask:
    return create_app(sample_settings)


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("政务公开", ["承诺里的“政务公开”"]),
        ("加装电梯", ["承诺里的“加装电梯”", "各地加装电梯的目标与完成"]),
        ("2023年GDP目标", ["承诺里的“gdp目标”", "2023 年各地地区生产总值的目标与完成"]),
        ("城镇新增就业", ["承诺里的“城镇新增就业”", "各地城镇新增就业的目标与完成"]),
        ("年份:2023", []),
        ("东湖区", ["各个叫“东湖区”的地方"]),
        ("云泽东湖", ["云泽市/东湖区的页面", "云泽市/东湖区承诺了什么"]),
        ("从化区 养老", ["从化区的页面", "从化区承诺了什么", "承诺里的“养老”"]),
    ],
)
def test_a_question_leads_to_promises_and_targets(
    sample_settings: Settings, typed: str, labels: list[str]
) -> None:
    found = list_elsewhere(open_archive(sample_settings).interpret(parse_query(typed)))
    assert [other.label for other in found] == labels


def test_the_links_answer(app: Flask, sample_settings: Settings) -> None:
    client = app.test_client()
    asked = parse_query("东湖区2020年新增就业")
    for url, label in list_elsewhere(open_archive(sample_settings).interpret(asked)):
        assert client.get(url).status_code == 200, label
    page = client.get("/search", query_string={"q": "东湖区2020年新增就业"}).get_data(as_text=True)
    assert "district=" in page[page.index('class="elsewhere"') :].split("</p>")[0]


def test_words_that_only_ask_are_left_out(app: Flask) -> None:
    page = (
        app.test_client().get("/search", query_string={"q": "政务公开培训 兑现了吗"}).get_data(as_text=True)
    )
    assert "承诺里的“政务公开培训”" in page
