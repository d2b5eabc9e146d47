"""The page of a place: what is held and what is missing, whatever the address calls the place."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from indexer.archive.archive import Archive, open_archive
from indexer.archive.places.place_lookup import describe_place
from indexer.errors import NotFound
from indexer.settings import Settings
from tests.web.visitor import get
from web import create_app

EAST = "/places/990101"


@pytest.fixture(scope="module")
def archive(invented_settings: Settings) -> Archive:
    return open_archive(invented_settings)


@pytest.fixture
def client(archive: Archive) -> FlaskClient:
    return create_app(Settings(), archive).test_client()


@pytest.mark.parametrize("said", ["云泽市/东湖区", "示例省云泽市东湖区", "云泽东湖", "雲澤市東湖區"])
@pytest.mark.parametrize("form", ["/places/{}", "/places?name={}"])
def test_every_spelling_leads_to_the_one_page(client: FlaskClient, said: str, form: str) -> None:
    response = client.get(form.format(said))
    assert (response.status_code, response.location) == (302, EAST)


def test_a_place_shows_the_years_held_and_those_missing(client: FlaskClient) -> None:
    page = get(client, EAST)
    assert page.h1 is not None
    assert page.h1.get_text() == "东湖区"
    years = page.select(".place-years li")
    assert [year.get_text() for year in years] == [f"{year} 信息公开年报" for year in range(2023, 2017, -1)]
    assert "东湖区政府的政府工作报告还没有收录" in page.get_text()
    body = page.select_one(".place-bodies li")
    assert body is not None
    assert "云泽市东湖区财政局" in body.get_text()
    assert [crumb.get_text() for crumb in page.select(".crumbs a")] == ["全国", "示例省", "云泽市"]


def test_missing_years_are_those_that_others_report_on(sample_settings: Settings) -> None:
    archive = open_archive(sample_settings)
    spans = archive.places.list_year_spans()
    for area in archive.counts.list_areas():
        if not area.codes:
            continue
        place = describe_place(archive, area.codes[-1])
        for kind in place.kinds:
            first, last = spans[kind.kind]
            assert sorted({*kind.held, *kind.missing}) == list(range(first, last + 1))
            assert not set(kind.held) & set(kind.missing)


def test_counts_are_those_of_the_lists_that_they_lead_to(sample_settings: Settings) -> None:
    client = create_app(sample_settings).test_client()
    for code in ("990100", "990101"):
        place = client.get(f"/api/places/{code}").json
        assert place is not None
        assert place["commitments"]
        assert place["findings"]
        page = get(client, f"/places/{code}")
        links = page.select(".place-counts li")
        assert len(links) == len(place["commitments"]) + len(place["findings"])
        for item in links:
            assert item.a is not None
            assert item.b is not None
            page_there = get(client, str(item.a["href"])).get_text()
            assert re.search(rf"(?<![\d,]){item.b.get_text()} [条项]", page_there), item.a["href"]


def test_reports_counted_are_those_of_the_catalogue(archive: Archive) -> None:
    current = [s for s in archive.list_summaries() if not s.superseded_by and s.region]
    for code in ("990000", "990100", "990101", "990102"):
        place = describe_place(archive, code)
        own = [s for s in current if s.region and s.region.code == code]
        below = [s for s in current if s.region and code in s.region.codes[:-1]]
        assert (place.reports, place.reports_below) == (len(own), len(below))


def test_a_place_without_reports_says_so_and_leads_on(client: FlaskClient) -> None:
    page = get(client, "/places/990103")
    notice = page.select_one(".notice")
    assert notice is not None
    assert "本站还没有收录南浦区的报告" in notice.get_text()
    assert [a.get_text() for a in page.select("section[aria-labelledby=place-beside] a")] == [
        "东湖区",
        "西岭区",
    ]
    assert get(client, "/places/440117").select(".notice")


def test_a_name_of_several_places_offers_them_and_an_unknown_one_what_is_like_it(client: FlaskClient) -> None:
    page = get(client, "/places?name=鼓楼区")
    assert len(page.select("#place-problem a")) == 4
    assert client.get("/places/鼓楼区").status_code == 302
    page = get(client, "/places?name=从花区", 404)
    field = page.select_one("#place-name")
    assert field is not None
    assert field["aria-invalid"] == "true"
    assert page.select_one(f"#{field['aria-describedby']} a")["href"] == "/places/440117"  # type: ignore[index]
    get(client, "/places/" + "长" * 300, 404)


def test_the_json_takes_every_spelling_and_names_what_it_may_mean(client: FlaskClient) -> None:
    found = client.get("/api/places/云泽市/东湖区").json
    assert found is not None
    assert (found["code"], found["reports"], found["region"]) == ("990101", 7, ["示例省", "云泽市", "东湖区"])
    assert found["kinds"][0]["held"] == list(range(2023, 2017, -1))
    several = client.get("/api/places/鼓楼区")
    assert several.status_code == 404
    assert "福州市/鼓楼区" in several.json["error"]["message"]  # type: ignore[index]


@pytest.mark.parametrize("said", ["990101", "示例省/云泽市/东湖区", "云泽市/东湖区", "东湖区"])
def test_coverage_understands_what_places_do(client: FlaskClient, said: str) -> None:
    """东湖区 is several places, of which one has reports."""
    assert len(get(client, f"/archive?district={said}").select(".listed li")) == 7


def test_coverage_of_a_place_without_reports_leads_to_its_page(client: FlaskClient) -> None:
    response = client.get("/archive?district=440117", follow_redirects=True)
    assert response.request.path == "/places/440117"


def test_hits_and_reports_lead_to_their_place(client: FlaskClient) -> None:
    hit = get(client, "/search?q=培训&district=990101").select_one(".hit-facts a")
    assert hit is not None
    assert (hit["href"], hit.get_text()) == (EAST, "东湖区")
    facts = get(client, "/reports/disclosure-990101-2020").select(".facts a[href^='/places/']")
    assert [link["href"] for link in facts] == ["/places/990000", "/places/990100", EAST]


def test_completions_are_places(client: FlaskClient) -> None:
    assert client.get("/places/suggest?q=从").json == ["从", ["从化区", "从江县"]]


def test_there_is_no_place_without_a_code(archive: Archive) -> None:
    with pytest.raises(NotFound):
        describe_place(archive, "123456")
