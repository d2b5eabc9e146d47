"""Filters: beside the hits on a desk, folded above them on a phone, with a button that is always in reach."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_filters_are_above_the_hits_and_their_button_stays_in_view(
    browser: Browser, site: str, scripts: bool
) -> None:
    context = browser.new_context(
        base_url=site, viewport={"width": 360, "height": 640}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto("/search?q=公开")
    button = page.get_by_role("button", name="应用筛选")
    expect(button).to_be_hidden()
    summary = page.locator("details.folding > summary")
    hit = page.locator(".hit").first.bounding_box()
    box = summary.bounding_box()
    assert box is not None
    assert hit is not None
    assert box["y"] < hit["y"] < 640
    summary.click()
    for choice in (page.locator(".facet-year input").first, page.locator(".facet-section input").last):
        choice.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport()
    page.locator(".facet-section input").last.check()
    button.click()
    expect(page.locator(".chips .chip")).to_have_count(1)
    expect(summary).to_contain_text("已选 1 项")
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_desk_filters_are_open_beside_the_hits(browser: Browser, site: str, scripts: bool) -> None:
    context = browser.new_context(
        base_url=site, viewport={"width": 1280, "height": 900}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto("/search?q=公开")
    expect(page.locator(".facet-year input").first).to_be_visible()
    filters, hits = page.locator(".filters").bounding_box(), page.locator(".hits").bounding_box()
    assert filters is not None
    assert hits is not None
    assert filters["x"] > hits["x"] + hits["width"]
    context.close()


def test_a_place_is_typed_beside_the_others(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/search?q=公开")
    page.get_by_label("输入地名来筛选").fill("西岭")
    page.get_by_role("button", name="应用筛选").click()
    expect(page.locator(".chips .chip")).to_contain_text("西岭区")
    context.close()


def test_numbers_never_touch_their_years(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site, viewport={"width": 1280, "height": 900})
    page.goto("/search?q=公开")
    # Larger numbers than the sample has.
    page.evaluate("for (const c of document.querySelectorAll('.facet-year .count')) c.textContent = '9,999'")
    gaps = page.evaluate(
        """[...document.querySelectorAll('.facet-year .choice')].map((choice) => {
          const range = document.createRange();
          range.selectNodeContents(choice.querySelector('.choice-name'));
          const count = choice.querySelector('.count').getBoundingClientRect();
          return count.left - range.getBoundingClientRect().right;
        })"""
    )
    assert gaps
    assert min(gaps) >= 2
    page.close()
