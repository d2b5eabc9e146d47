"""What citizens come for, done as somebody does it who has seen nothing but the pages.

Each on a phone, on a tablet, and on a desk without scripts.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.tasks.devices import fits, search


def test_what_my_district_said_it_would_do(page: Page) -> None:
    search(page, "我住云泽东湖，想知道区里2022年说要办什么")
    expect(page.locator(".understood-parts .chip")).to_have_text([re.compile("东湖区"), re.compile("2022")])
    assert fits(page)
    page.get_by_role("link", name="东湖区承诺了什么").click()
    expect(page.locator("h1")).to_contain_text("条承诺")
    expect(page.locator(".promise").first).to_contain_text("东湖区")
    assert fits(page)
    page.locator(".promise a").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.get_by_role("link", name="到报告中的这一段").click()
    expect(page.locator(":target")).to_be_visible()
    assert fits(page)


def test_the_page_of_my_place_is_one_link_from_what_i_typed(page: Page) -> None:
    search(page, "东湖区")  # there are several of this name
    page.get_by_role("link", name="各个叫“东湖区”的地方").click()
    page.get_by_role("alert").get_by_role("link", name="云泽市").click()
    expect(page.locator("h1")).to_contain_text("东湖区")
    expect(page.get_by_role("heading", name="承诺了什么")).to_be_visible()
    page.get_by_role("link", name="2021").first.click()
    expect(page).to_have_url(re.compile("/reports/.*2021"))
    assert fits(page)


def test_my_county_is_not_in_the_list(page: Page) -> None:
    page.get_by_label("省、市、县（区）的名称或代码").fill("鄱阳")
    page.get_by_role("button", name="查看").click()
    expect(page.locator("h1")).to_contain_text("鄱阳县")
    expect(page.get_by_text("本站还没有收录鄱阳县的报告")).to_be_visible()
    expect(page.get_by_text("3 月 31 日前公布")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("订阅鄱阳县的新报告"))).to_be_visible()
    assert fits(page)
    page.get_by_label("省、市、县（区）的名称或代码").fill("鄱洋县")  # a slip leads on too
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("alert")).to_contain_text("没有找到")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_larger_type_stays_while_reading(page: Page) -> None:
    page.get_by_role("link", name="大字").click()
    search(page, "公开")
    page.locator(".hit h2 a").first.click()
    expect(page.locator("html")).to_have_class(re.compile("large-type"))
    assert fits(page)
    page.get_by_role("link", name="标准字").click()
    expect(page.locator("html")).not_to_have_class(re.compile("large-type"))


def test_who_reads_english_finds_a_place_and_its_reports(page: Page) -> None:
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_label("code of a province, city, county or district").fill("yunze donghu")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h1")).to_contain_text("Donghu")
    expect(page.locator("h1").locator("[lang^=zh]").first).to_have_text("东湖区")
    page.get_by_role("link", name="2021").first.click()
    expect(page.locator("dt", has_text="Place")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("Yunze 云泽市 › Donghu 东湖区")
    expect(page.locator(".report-text section.part").first.locator("[lang^=zh]").first).to_be_visible()
    assert fits(page)
