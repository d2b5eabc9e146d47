"""The first page with its map, by keyboard, by finger and in every scheme of colours."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from indexer.archive.catalogue.coverage import Area, Count, Coverage
from tests.browser.accessibility import check
from web.display.charts.tile_map import TileMap, draw_tile_map
from web.pages import search

COUNTS = {"440000": 42, "430000": 24, "110000": 5, "210000": 37, "540000": 6, "230000": 1}


@pytest.fixture
def _map(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample archive is of one province: the home page has a map of others."""
    provinces = [Coverage(Area((code,), code, code), {2020: Count(n, "x")}) for code, n in COUNTS.items()]

    def draw(_provinces: object) -> TileMap | None:
        return draw_tile_map(provinces)

    monkeypatch.setattr(search, "draw_tile_map", draw)


@pytest.mark.usefixtures("_map")
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("colours", ["light", "dark", "forced"])
def test_the_home_page_with_a_map(browser: Browser, site: str, width: int, colours: str) -> None:
    scheme = "dark" if colours == "dark" else "light"
    forced = "active" if colours == "forced" else "none"
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        forced_colors=forced,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    check(page)
    tile = page.get_by_role("link", name="广东：42 份报告")
    box = tile.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24  # WCAG 2.2, 2.5.8
    tile.click()
    expect(page.locator("h1")).to_contain_text("广东省")
    context.close()


def test_a_place_is_found_by_typing_its_beginning(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site)
    page.goto("/")
    field = page.get_by_label("省、市、县（区）的名称或代码")
    field.press_sequentially("从化")
    page.wait_for_selector("#home-name-list option", state="attached")
    assert page.locator("#home-name-list option").first.get_attribute("value") == "从化区"
    field.press("Enter")
    expect(page).to_have_url(re.compile("/places/440117$"))
    page.close()


def test_a_place_is_found_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("省、市、县（区）的名称或代码").fill("云泽东湖")
    page.get_by_role("button", name="查看").click()
    expect(page).to_have_url(re.compile("/places/990101$"))
    expect(page.locator("h1")).to_have_text("东湖区")
    context.close()
