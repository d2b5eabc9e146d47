"""The page of a damaged report: sound, whole without scripts, on paper, and never taken for the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer.settings import Settings
from tests.browser.accessibility import check

REPORT = "/reports/disclosure-990101-2020"


@pytest.fixture(scope="module")
def damaged(
    serve: Callable[[Settings], AbstractContextManager[str]], damaged_settings: Settings
) -> Iterator[str]:
    """Address of the portal of the damaged report."""
    with serve(damaged_settings) as address:
        yield address


@pytest.fixture
def page(browser: Browser, damaged: str) -> Iterator[Page]:
    """The report, without scripts."""
    context = browser.new_context(
        base_url=damaged, java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.goto(REPORT)
    yield page
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_wcag_2_2_aa(browser: Browser, damaged: str, scheme: Literal["light", "dark"], width: int) -> None:
    page = browser.new_page(
        base_url=damaged, color_scheme=scheme, viewport={"width": width, "height": 900}, locale="zh-CN"
    )
    for address in (f"{REPORT}?q=推进", "/search?q=公开", "/archive?year=2020"):
        page.goto(address)
        page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        check(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_source_is_one_click_away(page: Page) -> None:
    source = page.locator("#s1-2 + details")
    expect(source.locator("p")).to_be_hidden()
    source.locator("summary").click()
    expect(source.locator("p")).to_be_visible()
    expect(source.locator("p")).to_contain_text("?。ㄒ唬┤ν七M(jìn)基層")


def test_guesses_and_gaps_are_seen_as_such(page: Page) -> None:
    expect(page.locator(".report-head .damage")).to_be_visible()
    for line, verdict in (("#s1-2", "〔疑〕"), ("#s1-1", "〔损〕")):
        expect(page.locator(line).locator(".verdict", has_text=verdict).first).to_be_visible()
    drawn = {
        mark: page.locator(f".mend.{mark}").first.evaluate("e => getComputedStyle(e).textDecorationStyle")
        for mark in ("light", "mended", "guess", "left")
    }
    assert drawn == {"light": "dotted", "mended": "dotted", "guess": "wavy", "left": "wavy"}


def test_on_paper_marks_and_warning_stay(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".report-head .damage")).to_be_visible()
    expect(page.locator("#s1-2 .verdict")).to_be_visible()
    expect(page.locator("#s1-2 + details")).to_be_hidden()


def test_anchors_stay(page: Page) -> None:
    for line in range(1, 5):
        expect(page.locator(f"#s1-{line}")).to_have_count(1)
