"""Pages in each language and in large type: WCAG 2.2 AA and good practice, and nothing that sticks out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import check

PATHS = (
    "/",
    "/search?q=公开",
    "/search?q=公开&view=place",
    "/search?year=abc",
    "report",
    "/archive",
    "/places/990101",
    "/checks?outcome=holds",
    "/figures",
    "/targets",
    "/commitments",
    "/trend?q=公开",
    "/help",
    "/accessibility",
)
LANGUAGES = {"en": "en-GB", "zh-Hant": "zh-TW"}


@pytest.fixture(params=LANGUAGES)
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site,
        locale=LANGUAGES[request.param],
        viewport={"width": 1280, "height": 900},
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", request.param)
    yield page
    context.close()


def visit(page: Page, path: str) -> None:
    if path == "report":
        page.goto("/search?q=公开")
        path = page.locator(".hit h2 a").first.get_attribute("href") or ""
    page.goto(path)


@pytest.mark.parametrize("path", PATHS)
def test_wcag_2_2_aa_in_other_languages(page: Page, path: str) -> None:
    visit(page, path)
    check(page)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_sticks_out_of_a_phone_in_other_languages(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    visit(page, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_large_type_is_chosen_by_a_link_and_lasts_without_sticking_out(browser: Browser, site: str) -> None:
    context = browser.new_context(
        base_url=site, java_script_enabled=False, viewport={"width": 360, "height": 780}
    )
    page = context.new_page()
    page.goto("/")
    before = page.locator("main p").first.evaluate("(p) => parseFloat(getComputedStyle(p).fontSize)")
    page.get_by_role("link", name="大字", exact=True).click()
    after = page.locator("main p").first.evaluate("(p) => parseFloat(getComputedStyle(p).fontSize)")
    assert after >= 1.25 * before
    for path in PATHS:
        visit(page, path)
        expect(page.locator("html")).to_have_class("large-type")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.get_by_role("link", name="标准字", exact=True).click()
    page.goto("/help")
    expect(page.locator("html")).not_to_have_class("large-type")
    context.close()


def test_the_choice_of_a_language_keeps_the_page(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site)
    page.goto("/search?q=公开&year=2020")
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#q")).to_have_value("公开")
    page.get_by_role("link", name="Help", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search help")
    page.close()
