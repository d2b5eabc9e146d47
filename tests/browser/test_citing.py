"""A paragraph is cited without a script, and by keyboard; with one its reference is copied."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

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


def test_the_reference_is_copied(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{REPORT}/lines/s1-2")
    page.get_by_role("button", name="复制本段与出处").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#reference").inner_text()
    context.close()
