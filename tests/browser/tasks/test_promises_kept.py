"""Whether a promise was kept and what was aimed at: from question to answer in at most three steps."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.tasks.devices import fits, search


def test_whether_a_promise_was_kept(page: Page) -> None:
    search(page, "加装电梯 兑现了吗")
    also = page.get_by_role("link", name="这些承诺中已有后来的报告的")
    expect(also).to_be_in_viewport()
    also.click()
    promise = page.locator(".promise", has_text="加装电梯")
    expect(promise.first).to_contain_text("后来的报告提到了")
    promise.first.get_by_role("link").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("加装电梯")
    answer = page.locator(".answers li").first
    expect(answer).to_contain_text("加装电梯")
    expect(answer.locator("mark").first).to_be_visible()
    assert fits(page)


def test_what_cities_aim_at_in_a_year(page: Page) -> None:
    search(page, "各市 2023 年 GDP 目标")
    also = page.get_by_role("link", name="2023 年各地地区生产总值的目标与完成")
    expect(also).to_be_in_viewport()
    also.click()
    row = page.locator("#answer tbody tr:visible", has_text="云泽市").first
    expect(row).to_contain_text("增长 6%左右")
    assert fits(page)
    row.get_by_role("link", name="增长 6%左右").click()
    expect(page.locator(":target")).to_contain_text("地区生产总值增长6%左右")
