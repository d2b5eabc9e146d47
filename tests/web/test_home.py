"""The first page: a search, a place, three questions, and what there is."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive.archive import open_archive
from indexer.archive.catalogue.coverage import Area, Count, Coverage
from indexer.report.regions import read_divisions
from indexer.settings import Settings
from web import create_app
from web.display.charts.tile_map import SHADES, draw_tile_map

PROVINCES = [code for code in read_divisions().list_below("100000") if not code.startswith("99")]


def cover(counts: dict[str, int]) -> list[Coverage]:
    return [
        Coverage(Area((code,), code, code), {2020: Count(count, "first")}) for code, count in counts.items()
    ]


@pytest.fixture
def client(invented_settings: Settings) -> FlaskClient:
    return create_app(Settings(), open_archive(invented_settings)).test_client()


def test_every_province_has_one_tile_of_its_own_name() -> None:
    drawn = draw_tile_map(cover({"440000": 3, "110000": 1}))
    assert drawn is not None
    assert sorted(tile.code for tile in drawn.tiles) == sorted(PROVINCES)
    assert len({(tile.column, tile.row) for tile in drawn.tiles}) == len(PROVINCES)
    for tile in drawn.tiles:
        region = read_divisions().find_by_code(tile.code)
        assert region is not None
        assert region.name.startswith(tile.name)


@given(st.dictionaries(st.sampled_from(PROVINCES), st.integers(1, 5000), min_size=2))
def test_more_reports_never_give_a_lighter_shade(counts: dict[str, int]) -> None:
    drawn = draw_tile_map(cover(counts))
    assert drawn is not None
    by_reports = sorted(drawn.tiles, key=lambda tile: tile.reports)
    assert [tile.shade for tile in by_reports] == sorted(tile.shade for tile in by_reports)
    assert {tile.code: tile.reports for tile in drawn.tiles if tile.reports} == counts
    assert all((tile.shade == 0) == (tile.reports == 0) for tile in drawn.tiles)
    assert by_reports[-1].shade == SHADES
    for shade, fewest, most in drawn.key:
        assert all(fewest <= tile.reports <= most for tile in drawn.tiles if tile.shade == shade)


def test_a_map_of_less_than_two_provinces_is_not_drawn(client: FlaskClient) -> None:
    assert draw_tile_map(cover({"440000": 3, "990000": 5})) is None
    page = BeautifulSoup(client.get("/").text, "lxml")
    assert not page.select(".tile-map")
    assert page.select("#by-district")


def test_the_home_page_leads_to_a_place_to_questions_and_to_what_came_last(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/").text, "lxml")
    form = page.select_one("form.place-picker")
    assert form is not None
    assert form["action"] == "/places"
    assert client.get("/places?name=云泽东湖").status_code == 302
    assert [link["href"] for link in page.select(".questions a")] == ["/commitments", "/checks", "/figures"]
    newest = [str(link["href"]) for link in page.select(".newest a")]
    assert len(newest) == 6
    assert unquote(newest[1]) == "/reports/disclosure-990101-云泽市东湖区财政局-2018"
    assert all(client.get(address).status_code == 200 for address in newest)
