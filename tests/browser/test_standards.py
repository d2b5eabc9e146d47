"""What people set for themselves holds: large type, colours of the system, paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture(scope="module")
def long_report(browser: Browser, site: str) -> str:
    page = browser.new_page(base_url=site)
    page.goto("/search?q=工作&kind=work")
    address = page.locator(".hit h2 a").first.get_attribute("href") or ""
    page.close()
    return address.partition("?")[0]


@pytest.mark.parametrize("path", ["/", "/search?q=公开", "/archive", "/places/990101", "report", "/help"])
def test_type_of_twice_the_size_at_360(browser: Browser, site: str, long_report: str, path: str) -> None:
    """What a browser does whose default size is 32 pixels: every `rem` is twice as large."""
    page = browser.new_page(base_url=site, viewport={"width": 360, "height": 780})
    page.goto(long_report if path == "report" else path)
    page.evaluate("document.documentElement.style.fontSize = '34px'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


@pytest.fixture
def forced(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, forced_colors="active")
    yield context.new_page()
    context.close()


def test_where_the_system_chooses_colours_focus_and_the_present_page_are_seen(forced: Page) -> None:
    forced.goto("/archive")
    forced.locator("#q").focus()
    style = "getComputedStyle(document.querySelector('.search-box'))"
    assert forced.evaluate(f"{style}.outlineStyle") == "solid"
    borders = forced.evaluate(
        "[...document.querySelectorAll('.site-nav a')].map((a) => "
        "[a.hasAttribute('aria-current'), getComputedStyle(a).borderBottomWidth])"
    )
    current = {width for here, width in borders if here}
    assert current.isdisjoint({width for here, width in borders if not here})
    button = "getComputedStyle(document.querySelector('.search-box button')).borderTopWidth"
    assert forced.evaluate(button) != "0px"


def test_the_table_of_holdings_is_whole_on_paper(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site, viewport={"width": 1000, "height": 700})  # A4 on its side
    page.goto("/archive")
    page.emulate_media(media="print")
    table = page.locator("table.coverage").bounding_box()
    assert table is not None
    assert table["x"] + table["width"] <= 1000
    page.close()


def test_contents_name_the_points_of_a_section_and_can_be_skipped(
    browser: Browser, site: str, long_report: str
) -> None:
    page = browser.new_page(base_url=site, viewport={"width": 1280, "height": 900})
    page.goto(long_report)
    skip = page.locator("a[href='#text']")
    for _ in range(40):
        page.keyboard.press("Tab")
        if skip.evaluate("(link) => link === document.activeElement"):
            break
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_focused()
    page.close()
