"""A trend counts reports as the search does that each of its numbers leads to."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer.archive.archive import Archive, open_archive
from indexer.cli.main import nianbao
from indexer.errors import QueryError
from indexer.search.auditing.trend import Trend
from indexer.search.query.exact import make_exact
from indexer.search.query.parse import Choices, parse_query
from indexer.settings import Settings
from web import create_app
from web.parameters.search import Asked

PHRASES = ["公开", "教育 OR 培训", "依申请 -培训", "决计没有的说法"]
SCOPES: list[dict[str, Any]] = [
    {},
    {"districts": ["云泽市"]},
    {"districts": ["东湖区", "南浦区"]},
    {"districts": ["云泽市本级"], "years": ["2019..2023"]},
    {"kinds": ["work"]},
    {"sections": ["5"], "years": ["2021", "2022"]},
]


@pytest.fixture(scope="module")
def archive(sample_settings: Settings) -> Archive:
    return open_archive(sample_settings)


@pytest.fixture
def client(sample_settings: Settings, archive: Archive) -> FlaskClient:
    return create_app(sample_settings, archive).test_client()


def count(archive: Archive, scope: dict[str, Any]) -> Trend:
    phrases = [make_exact(parse_query(typed)) for typed in PHRASES]
    return archive.auditing.count_trend(phrases, parse_query("", Choices(**scope)))


def find(archive: Archive, settings: Settings, url: str) -> int:
    """Number of reports that the search of an address finds."""
    asked = Asked.read(MultiDict(parse_qsl(urlsplit(url).query)))
    results = archive.search(asked.query(settings))
    return results.groups.count_reports() if results.total else 0


@pytest.mark.parametrize("scope", SCOPES)
def test_each_number_leads_to_just_its_reports(
    archive: Archive, sample_settings: Settings, scope: dict[str, Any]
) -> None:
    found = count(archive, scope).to_json()
    assert found["total"]["held"]
    for row in (*found["years"], *found["places"], found["total"]):
        for reports, url in zip(row["reports"], row["urls"], strict=True):
            assert find(archive, sample_settings, url) == reports, url


@pytest.mark.parametrize("scope", SCOPES)
def test_places_and_years_hold_what_the_archive_holds(archive: Archive, scope: dict[str, Any]) -> None:
    trend = count(archive, scope)
    reports = archive.search(parse_query("", Choices(**{**scope, "sections": ()}))).groups.count_reports()
    assert trend.total.held == reports
    for rows in (trend.years, trend.places):
        assert sum(row.held for row in rows) == reports
        assert [sum(row.said[at] for row in rows) for at in range(len(PHRASES))] == list(trend.total.said)


def test_a_division_alone_is_without_those_below(archive: Archive, client: FlaskClient) -> None:
    own = archive.search(parse_query("公开", Choices(districts=["云泽市本级"])))
    assert {hit.district for hit in own.hits} == {"云泽市"}
    assert own.total < archive.search(parse_query("公开", Choices(districts=["云泽市"]))).total
    chosen = [value for value in own.facets["district"] if value.selected]
    assert [(value.value, value.count) for value in chosen] == [("云泽市本级", own.total)]
    page = BeautifulSoup(client.get("/search?q=公开&district=云泽市本级").text, "lxml")
    kept = page.select("[form=search-form][name=district][value=云泽市本级][checked]")
    assert kept, "submitting the filters keeps it"
    promised = archive.commitments.find(parse_query("", Choices(districts=["云泽市本级"])))
    assert {each.source.district for each in promised.commitments} == {"云泽市"}
    with pytest.raises(QueryError):
        parse_query("", Choices(districts=["没有的地方本级"]))


def test_years_without_reports_are_gaps_and_no_zeros(archive: Archive, client: FlaskClient) -> None:
    trend = count(archive, {"districts": ["西岭区"]})
    assert trend.missing
    page = BeautifulSoup(client.get("/trend?q=公开&district=西岭区").text, "lxml")
    rows = {row.th.get_text(): row.get_text() for row in page.select("table.trend tr") if row.th}
    assert "没有收录" in rows[f"{trend.missing[0]} 年"]
    assert "0%" not in rows[f"{trend.missing[0]} 年"]
    assert any(f"{trend.missing[0]}" in said.get_text() for said in page.select("#answer p.aside"))


def test_a_row_leads_to_the_level_below(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/trend?q=公开&q=培训&district=云泽市&by=count").text, "lxml")
    (address,) = (str(link["href"]) for link in page.select("table.trend a") if link.string == "东湖区")
    assert parse_qsl(urlsplit(address).query)[2:] == [("district", "云泽市/东湖区"), ("by", "count")]
    assert page.select("svg[aria-hidden]")


def test_what_cannot_be_counted_is_said(client: FlaskClient) -> None:
    for query, said in (
        ("&".join(f"q={word}" for word in "甲乙丙丁戊己庚"), "最多看 6 个"),
        ("q=-公开", "请写要找的词语"),
        ("q=公开&district=没有的地方", "没有找到名为"),
        ("q=公开&year=1949", "没有收录报告"),
        ("q=公开%07", "控制字符"),
        ("q=%ff", "UTF-8"),
    ):
        answer = client.get(f"/trend?{query}")
        assert answer.status_code == 400, query
        assert said in answer.text
        assert "<form" in answer.text
    assert client.get("/trend").status_code == 200
    assert client.get("/api/trend").json["error"]["code"] == "query"  # type: ignore[index]


def test_the_file_has_every_number(client: FlaskClient, archive: Archive) -> None:
    rows = list(
        csv.DictReader(io.StringIO(client.get("/trend.csv?q=公开&q=培训").get_data().decode("utf-8-sig")))
    )
    trend = archive.auditing.count_trend(
        [make_exact(parse_query(q)) for q in ("公开", "培训")], parse_query("")
    )
    assert len(rows) == 2 * len(trend.cells)
    assert sum(int(row["提到的份数"]) for row in rows if row["词语"] == "公开") == trend.total.said[0]
    assert client.get("/trend.xlsx?q=公开").status_code == 200
    assert (
        client.get("/api/trend?q=公开").json
        == archive.auditing.count_trend(  # type: ignore[comparison-overlap]
            [make_exact(parse_query("公开"))], parse_query("")
        ).to_json()
    )


def test_the_command_says_the_same(sample_settings: Settings) -> None:
    home = ["--home", str(sample_settings.home)]
    shown = CliRunner().invoke(nianbao, ["trend", "公开", "--district", "西岭区", *home])
    assert shown.exit_code == 0
    assert "没有收录" in shown.output
    assert "公开" in shown.output


@given(
    st.lists(
        st.sampled_from(["公开", "“依申请”", "教育", "OR", "-", "(", ")", "5%", "NEAR", "2021"]), max_size=6
    )
)
def test_what_was_made_exact_means_the_same_when_typed_again(words: list[str]) -> None:
    try:
        exact = make_exact(parse_query(" ".join(words)))
    except QueryError:
        return
    assert parse_query(exact.typed).tree == exact.tree
    assert make_exact(parse_query(exact.typed)) == exact


def test_each_bar_of_a_search_leads_to_its_year(client: FlaskClient, archive: Archive) -> None:
    page = BeautifulSoup(client.get("/search?q=公开&district=西岭区&year=2021").text, "lxml")
    bars = {str(bar.select_one(".visually-hidden").string): bar.a for bar in page.select(".year-bars li")}  # type: ignore[union-attr]
    missing = count(archive, {"districts": ["西岭区"]}).missing
    assert [said for said, link in bars.items() if not link] == [f"{year} 年没有收录" for year in missing]
    for said, link in bars.items():
        if link:
            found = client.get(f"/api{link['href']}").json
            assert found
            assert said.endswith(f" {found['total']} 处")
            assert link.get("aria-current") == ("true" if "2021" in said else None)


def test_a_search_leads_to_its_trend(client: FlaskClient) -> None:
    for typed, led in (
        ("q=公开", [("q", "公开")]),
        ("q=云泽市2021年培训了什么", [("q", "培训"), ("year", "2021"), ("district", "云泽市")]),
        ("q=公开 OR 培训&kind=work&section=2", [("q", "公开 OR 培训"), ("section", "2"), ("kind", "work")]),
        ("q=信息公开申清", [("q", "信息公开申请")]),
        ("q=东湖区", None),
        ("q=", None),
    ):
        page = BeautifulSoup(client.get(f"/search?{typed}").text, "lxml").select_one("main")
        assert page
        link = page.find("a", string="历年走势")
        assert (parse_qsl(urlsplit(str(link["href"])).query) if link else None) == led, typed  # type: ignore[index]
