"""Every place of a phrase as page, JSON, file and command: the same lines, each leading to its place."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from indexer.cli.main import nianbao
from indexer.settings import Settings
from tests.web.visitor import get


@pytest.mark.parametrize("sort", ["place", "year", "left", "right"])
def test_page_json_and_file_have_the_same_lines(client: FlaskClient, sort: str) -> None:
    terms = f"q=培训&district=云泽市&sort={sort}"
    found = client.get(f"/api/concordance?{terms}&size=1000").json
    assert found
    assert found["total"] == len(found["lines"]) > 10
    page = get(client, f"/concordance?{terms}&size=1000")
    shown = [str(link["href"]) for link in page.select(".kwic a")]
    assert shown == [line["url"] for line in found["lines"]]
    file = client.get(f"/concordance.csv?{terms}").get_data().decode("utf-8-sig")
    rows = [(row["上文"].lstrip("'"), row["下文"].lstrip("'")) for row in csv.DictReader(io.StringIO(file))]
    assert rows == [(line["left"], line["right"]) for line in found["lines"]]
    assert client.get(f"/concordance.xlsx?{terms}").status_code == 200


def test_each_line_leads_to_its_place(client: FlaskClient) -> None:
    found = client.get("/api/concordance?q=培训").json
    assert found
    for line in found["lines"][::7]:
        address, _, anchor = line["url"].partition("#")
        report = get(client, address)
        place = report.find(id=anchor) if anchor else report.h1
        assert place, line["url"]
        around = place.find_parent(class_="part") if line["line"] else place
        assert "".join((line["left"] + line["word"]).split()) in "".join(around.get_text().split())  # type: ignore[union-attr]
        assert report.select("mark")


def test_pages_follow_each_other(client: FlaskClient) -> None:
    first = client.get("/api/concordance?q=公开&size=7").json
    second = client.get("/api/concordance?q=公开&size=7&page=2").json
    both = client.get("/api/concordance?q=公开&size=14").json
    assert first
    assert second
    assert both
    assert first["lines"] + second["lines"] == both["lines"]
    page = get(client, "/concordance?q=公开&size=7&page=2&sort=year")
    assert page.select_one("ol.kwic")["start"] == "8"  # type: ignore[index]
    assert "sort=year" in str(page.select_one("[rel=next]")["href"])  # type: ignore[index]
    assert "回到第一页" in get(client, "/concordance?q=公开&page=999").get_text()
    assert "没有一处" in get(client, "/concordance?q=决计没有的说法").get_text()


def test_what_cannot_be_listed_is_said(client: FlaskClient) -> None:
    for query, said in (
        ("q=甲&q=乙", "甲 OR 乙"),
        ("q=-公开", "请写要找的词语"),
        ("q=公开&sort=x", "left（按上文）"),
        ("q=公开&size=1001", "1 至 1000"),
        ("q=公开&district=没有的地方", "没有找到名为"),
        (
            "&".join(["q=公开", *(f"year={year}..{year + 1}、{year + 100}" for year in range(1990, 2001))]),
            "最多 20",
        ),
    ):
        for path in ("/concordance", "/api/concordance"):
            answer = client.get(f"{path}?{query}")
            assert answer.status_code == 400, query
            assert said in (answer.text if path == "/concordance" else answer.json["error"]["message"])  # type: ignore[index]
    assert client.get("/concordance").status_code == 200


def test_the_command_lists_the_same(client: FlaskClient, sample_settings: Settings) -> None:
    words = ["concordance", "培训", "--sort", "right", "--home", str(sample_settings.home)]
    listed = json.loads(CliRunner().invoke(nianbao, [*words, "--limit", "1000", "--json"]).output)
    assert listed["lines"] == client.get("/api/concordance?q=培训&sort=right&size=1000").json["lines"]  # type: ignore[index]
    shown = CliRunner().invoke(nianbao, [*words, "--limit", "3"]).output
    assert f"共 {listed['total']} 处，列出前 3 处" in shown


def test_a_search_leads_to_its_places(client: FlaskClient) -> None:
    page = get(client, "/search?q=公开&section=2")
    link = page.find("a", string="逐句对照")
    lines = get(client, str(link["href"])).select(".kwic li")  # type: ignore[index]
    assert lines
