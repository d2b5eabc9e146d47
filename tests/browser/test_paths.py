"""The ways that people take through the portal: with and without scripts, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

DISTRICTS = ("东湖区", "西岭区")


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, java_script_enabled=request.param, locale="zh-CN")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def _choose(page: Page, district: str) -> None:
    """Tick a district, unfolding the tree above it as far as it is folded."""
    box = page.locator(".facet-district").get_by_role("checkbox", name=re.compile(district))
    closed = page.locator(".facet-district details:not([open]) > summary:visible")
    while not box.is_visible() and closed.count():
        closed.first.click()
    box.check()


def _expect_a_marked_paragraph(page: Page) -> None:
    landed = page.locator(":target")
    expect(landed).to_have_count(1)
    expect(landed).to_be_in_viewport()
    assert landed.get_attribute("id") == urlsplit(page.url).fragment
    assert re.fullmatch(r"s[1-6]-\d+", urlsplit(page.url).fragment)
    assert landed.locator("mark").count() > 0


def test_from_a_question_to_the_paragraph(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox", name="检索词").fill("申请")
    page.get_by_role("button", name="检索").click()
    for district in DISTRICTS:
        _choose(page, district)
    page.get_by_role("button", name="应用筛选").click()

    chosen = parse_qs(urlsplit(page.url).query)["district"]
    assert [value.rpartition("/")[2] for value in chosen] == list(DISTRICTS)
    expect(page.locator(".chip")).to_have_count(2)
    facts = page.locator(".hit-facts").all_inner_texts()
    assert facts
    assert all(any(district in line for district in DISTRICTS) for line in facts)

    page.locator(".hit", has=page.locator(".snippet mark")).first.get_by_role("heading").get_by_role(
        "link"
    ).click()
    _expect_a_marked_paragraph(page)


def test_a_filter_is_taken_away_by_its_chip(page: Page) -> None:
    page.goto("/search?q=公开&section=1&section=5")
    before = page.locator(".found-head h1").inner_text()
    page.get_by_role("link", name=re.compile("去掉章节")).first.click()
    assert parse_qs(urlsplit(page.url).query)["section"] == ["5"]
    assert page.locator(".found-head h1").inner_text() != before


def test_from_hit_to_hit_within_a_report(page: Page) -> None:
    page.goto("/search?q=公开")
    page.locator(".hit", has=page.locator(".snippet mark")).first.get_by_role("heading").get_by_role(
        "link"
    ).click()
    page.get_by_role("link", name="到第一处").click()
    first = urlsplit(page.url).fragment
    page.locator(f"#{first}").get_by_role("link", name="下一处命中").click()
    second = urlsplit(page.url).fragment
    assert second != first
    _expect_a_marked_paragraph(page)
    page.locator(f"#{second}").get_by_role("link", name="上一处命中").click()
    assert urlsplit(page.url).fragment == first


def test_by_keyboard_alone(page: Page) -> None:
    page.goto("/help")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(page.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    box = page.get_by_role("combobox", name="检索词")
    _tab_to(page, "#q")
    expect(box).to_be_focused()
    page.keyboard.type("公开")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    _tab_to(page, ".skip-filters")
    page.keyboard.press("Enter")
    _tab_to(page, ".hit h2 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/*")
    expect(page.locator(":target")).to_be_in_viewport()


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the first element of a kind has the focus, which must then be seen to have it."""
    target = page.locator(selector).first
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            break
    expect(target).to_be_focused()
    expect(target).to_be_in_viewport()
    framed = page.locator(f"{selector}:focus-visible")
    expect(framed).to_have_count(1)


def test_filters_unfold_and_tick_by_keyboard(page: Page) -> None:
    page.goto("/search?q=公开")
    summary = page.locator(".facet-district summary").first
    was_open = page.locator(".facet-district details").first.get_attribute("open") is not None
    summary.focus()
    page.keyboard.press("Enter")
    assert (page.locator(".facet-district details").first.get_attribute("open") is not None) != was_open
    box = page.locator(".facet-section input").first
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**section=*")
    expect(page.locator(".chip")).to_have_count(1)
