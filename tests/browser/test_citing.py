"""A paragraph is cited without a script, and by keyboard; with one its reference is copied."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

REPORT = "/reports/disclosure-990101-2021"


def test_the_chosen_paragraph_and_no_other_offers_its_reference(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(REPORT)
    expect(page.locator(".cite-line:visible")).to_have_count(0)
    line = page.locator(".line").nth(2)
    line.locator(".address").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cite-line:visible")).to_have_count(1)
    line.locator(".cite-line").click()
    expect(page.locator("#reference")).to_contain_text(f"{REPORT}/lines/")
    expect(page.get_by_text("选中上面的文字即可复制")).to_be_visible()
    context.close()


def _tab_to_reference(page: Page) -> None:
    """From a paragraph that was chosen: its number may come before its reference once more."""
    page.keyboard.press("Tab")
    if page.locator(".address:focus").count():
        page.keyboard.press("Tab")
    expect(page.locator(":target .cite-line")).to_be_focused()


def test_the_paragraphs_of_a_section_are_one_stop_of_the_tab_key(browser: Browser, site: str) -> None:
    page = browser.new_page(base_url=site, viewport={"width": 1280, "height": 900})
    page.goto(REPORT)
    sections = page.locator(".part").filter(has=page.locator(".address"))
    assert page.locator(".part .address:not([tabindex='-1'])").count() == sections.count()
    counts = [section.locator(".address").count() for section in sections.all()]
    assert max(counts) > 2
    numbers = sections.nth(counts.index(max(counts))).locator(".address")
    numbers.first.focus()
    page.keyboard.press("ArrowDown")
    expect(numbers.nth(1)).to_be_focused()
    expect(page.locator("#keys-hint")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    _tab_to_reference(page)
    page.keyboard.press("Shift+Tab")
    expect(numbers.nth(1)).to_be_focused()  # where one was, not the first again
    page.close()


def test_without_scripts_the_first_paragraph_leads_to_all_others_by_keyboard(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(REPORT)
    page.locator(".part .address").first.focus()
    page.keyboard.press("Enter")
    _tab_to_reference(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/lines/s1-1$"))
    for at in (2, 3):
        page.get_by_role("link", name="下一段").focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"/lines/s1-{at}$"))
    page.get_by_role("link", name="上一段").click()
    expect(page).to_have_url(re.compile("/lines/s1-2$"))
    context.close()


def test_the_reference_is_copied(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{REPORT}/lines/s1-2")
    page.get_by_role("button", name="复制本段与出处").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#reference").inner_text()
    context.close()
