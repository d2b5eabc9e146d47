"""Hits by report, and by place and year: each counted once, each number leading to just what it counts."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.archive.archive import Archive, open_archive
from indexer.report.report import UNKNOWN
from indexer.search.facets.values import FacetValue
from indexer.search.groups import PlaceCell
from indexer.search.query.parse import Choices, parse_query
from indexer.search.results import Hit
from indexer.settings import Settings
from tests.web.visitor import get
from web import create_app
from web.display.results import groups as display
from web.display.results.facets import render_choices
from web.display.results.groups import tabulate_places

QUERIES = ["公开", "教育 OR 培训", "“依申请公开”", "公开 -培训", ""]


@pytest.fixture(scope="module")
def archive(sample_settings: Settings) -> Archive:
    return open_archive(sample_settings)


@pytest.fixture
def client(sample_settings: Settings, archive: Archive) -> FlaskClient:
    return create_app(sample_settings, archive).test_client()


def list_hits(archive: Archive, typed: str, **chosen: object) -> list[Hit]:
    query = parse_query(typed, Choices(limit=200, **chosen))  # type: ignore[arg-type]
    first = archive.search(query)
    pages = [first] + [archive.search(replace(query, page=page)) for page in range(2, first.pages + 1)]
    return [hit for page in pages for hit in page.hits if not hit.partial]


@pytest.mark.parametrize("typed", QUERIES)
@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_reports_are_those_of_the_hits_in_their_order(archive: Archive, typed: str, sort: str) -> None:
    hits = list_hits(archive, typed, sort=sort)
    groups = archive.search(parse_query(typed, Choices(sort=sort))).groups
    listed = groups.list_reports(0, groups.count_reports())
    assert {group.report: group.hits for group in listed} == Counter(hit.report for hit in hits)
    assert listed[3:7] == groups.list_reports(3, 7)
    known = {hit.report: hit for hit in hits}
    for group in listed:
        hit = known[group.report]
        assert group[1:6] == (hit.title, hit.year, hit.region, hit.body, hit.kind)
    if sort == "relevance":
        best = {report: max(h.score for h in hits if h.report == report) for report in known}
        scores = [best[group.report] for group in listed]
        assert scores == sorted(scores, reverse=True)
    else:
        years = [group.year or (0 if sort == "newest" else 9999) for group in listed]
        assert years == sorted(years, reverse=sort == "newest")


@pytest.mark.parametrize("typed", QUERIES)
def test_cells_count_every_hit_once(archive: Archive, typed: str) -> None:
    hits = list_hits(archive, typed)
    cells = archive.search(parse_query(typed)).groups.list_cells()
    assert {(cell.path, cell.year): cell.hits for cell in cells} == Counter((h.region, h.year) for h in hits)
    reports = {(hit.region, hit.year, hit.report) for hit in hits}
    assert {(c.path, c.year): c.reports for c in cells} == Counter((r, year) for r, year, _ in reports)


def test_numbers_of_the_table_are_those_of_the_searches_behind_them(client: FlaskClient) -> None:
    page = get(client, "/search?q=公开&view=place")
    links = page.select("table.coverage td a")
    assert len(links) > 20
    for link in links[::3]:
        total = get(client, str(link["href"])).select_one(".found-head h1 b")
        assert total is not None
        assert link.get_text().startswith(f"{total.get_text()} 处")


def test_years_without_a_report_are_not_years_without_a_word(client: FlaskClient) -> None:
    page = get(client, "/search?q=加装电梯 OR 供暖&view=place")
    empty = [cell.get_text(strip=True) for cell in page.select("tbody td") if not cell.a]
    assert "0" in empty
    held = get(client, "/archive")
    for row in page.select("tbody tr"):
        assert row.th is not None
        years = [head.get_text() for head in page.select("thead th")][2:]
        same = next(r for r in held.select("tbody tr") if r.th and r.th.get_text() == row.th.get_text())
        known = dict(zip([h.get_text() for h in held.select("thead th")][1:], same.select("td"), strict=True))
        for year, cell in zip(years, row.select("td")[1:], strict=True):
            if row.get("class") != ["depth-0"] and not cell.get_text(strip=True):
                assert known[year].get_text(strip=True) in ("", "–")


def test_too_many_divisions_are_folded_to_the_uppermost(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = [
        PlaceCell(("44", f"44{n:02}", f"44{n:02}{m:02}"), ("广东", f"市{n}", f"区{n}-{m}"), 2020, 2, 1)
        for n in range(5)
        for m in range(10)
    ]
    assert len(tabulate_places(cells, ()).rows) == 56
    monkeypatch.setattr(display, "MOST_ROWS", 20)
    table = tabulate_places(cells, ())
    assert table.folded
    assert [row.total for row in table.rows] == [100, 20, 20, 20, 20, 20]
    assert tabulate_places((), ()).rows == ()
    unknown = tabulate_places([PlaceCell((), (), None, 3, 1)], ())
    assert [(row.value, row.hits) for row in unknown.rows] == [(UNKNOWN, {None: 3})]
    unlisted = tabulate_places([PlaceCell(("no-code",), ("某新区",), 2020, 3, 1)], ())
    assert [(row.value, row.name) for row in unlisted.rows] == [("某新区", "某新区")]


def test_a_development_zone_is_searched_for_by_its_name(archive: Archive) -> None:
    """It is in no list of divisions."""
    cell = PlaceCell(("44", "4401", "440171"), ("广东省", "广州市", "某某开发区"), 2020, 3, 1)
    assert tabulate_places([cell], ()).rows[-1].value == "某某开发区"


def test_reports_come_in_pages_and_keep_view_filters_and_words(client: FlaskClient) -> None:
    page = get(client, "/search?q=公开&view=report&year=2019..2022")
    lede = page.select_one(".group-lede")
    assert lede is not None
    number = int(re.findall(r"\d+", lede.get_text())[0])
    second = page.select_one('a[rel="next"]')
    seen = len(page.select(".groups > li"))
    if second:
        assert "view=report" in str(second["href"])
        seen += len(get(client, str(second["href"])).select(".groups > li"))
    assert seen == number
    assert page.select_one('#search-form input[name="view"][value="report"]')
    link = page.select_one(".groups > li > a")
    assert link is not None
    target = get(client, str(link["href"]))
    assert target.find(id=str(link["href"]).partition("#")[2])
    beyond = get(client, "/search?q=公开&view=report&page=900")
    assert "没有第 900 页" in beyond.get_text()


def test_groups_are_files_too(client: FlaskClient, archive: Archive) -> None:
    def rows(url: str) -> list[dict[str, str]]:
        text = client.get(url).data.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    hits = list_hits(archive, "公开")
    by_report = rows("/search/reports.csv?q=公开")
    assert {row["报告编号"]: int(row["处数"]) for row in by_report} == Counter(hit.report for hit in hits)
    by_place = rows("/search/places.csv?q=公开")
    assert sum(int(row["处数"]) for row in by_place) == len(hits)
    assert client.get("/search/places.xlsx?q=公开").status_code == 200
    assert client.get("/search/places.csv?page=x").status_code == 400
    page = get(client, "/search?q=公开&view=place")
    assert all(client.get(str(a["href"])).status_code == 200 for a in page.select(".take-away a"))


def test_an_unknown_view_is_the_usual_one_and_nothing_found_says_so_in_each(client: FlaskClient) -> None:
    assert get(client, "/search?q=公开&view=nonsense").select(".hits")
    for view in ("report", "place"):
        assert get(client, f"/search?q=决计没有的说法甲乙丙&view={view}").select(".advice")


def test_long_facets_fold_after_ten_unless_one_of_the_others_is_chosen() -> None:
    values = [FacetValue(str(year), f"{year} 年", 3) for year in range(2025, 2005, -1)]
    page = BeautifulSoup(render_choices("year", values), "lxml")
    assert [len(some.select("li")) for some in page.select("ul")] == [10, 10]
    assert page.details is not None
    assert not page.details.has_attr("open")
    values[15] = values[15]._replace(selected=True)
    page = BeautifulSoup(render_choices("year", values), "lxml")
    assert page.details is not None
    assert page.details.has_attr("open")
