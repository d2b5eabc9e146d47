"""What auditors come for, from the home page on: on a phone, on a tablet, and on a desk without scripts."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Locator, Page, expect

from tests.browser.tasks.devices import fits, search


def save(page: Page, link: Locator) -> bytes:
    with page.expect_download() as download:
        link.click()
    return Path(download.value.path()).read_bytes()


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_which_districts_speak_of_something_as_a_table(page: Page) -> None:
    search(page, "加装电梯")
    page.get_by_role("link", name="按地区", exact=True).click()
    row = page.locator(".coverage tr", has=page.get_by_role("link", name="东湖区", exact=True))
    expect(row).to_have_count(1)
    number = row.locator("td a").first
    said = re.sub(r"\D", "", number.inner_text().partition(" ")[0])
    rows = read_csv(save(page, page.locator(".take-away").get_by_role("link", name="CSV")))
    assert [each["地区"] for each in rows if "东湖" in each["地区"]]
    assert fits(page)
    number.click()
    expect(page.locator("h1")).to_contain_text(f"找到 {said} 处")


def test_reports_of_some_years_that_admit_late_answers(page: Page) -> None:
    search(page, "超期 年份:2019..2022")
    expect(page.locator("h1")).to_contain_text("找到")
    page.get_by_role("link", name="按报告", exact=True).click()
    listed = page.locator(".groups li")
    expect(listed.first).to_be_visible()
    assert fits(page)
    rows = read_csv(save(page, page.locator(".take-away").get_by_role("link", name="CSV")))
    assert len([each for each in rows if each["年度"]]) == listed.count()
    assert {each["年度"] for each in rows if each["年度"]} <= {"2019", "2020", "2021", "2022"}
    listed.first.get_by_role("link").first.click()
    expect(page.locator("mark").first).to_be_visible()


def test_requests_of_districts_beside_each_other(page: Page) -> None:
    page.get_by_role("navigation", name="站点").get_by_role("link", name="指标对比").click()
    page.get_by_label("年度", exact=True).select_option("2021")
    page.get_by_label("指标", exact=True).select_option("3.new.total")
    page.get_by_role("button", name="查看").click()
    table = page.locator("#table")
    expect(table).to_be_visible()
    link = table.locator("td.figure-cell a").first
    number = link.inner_text()
    assert fits(page)
    link.click()
    expect(page.locator(":target")).to_contain_text(number)


def test_a_finding_is_verified_where_it_stands(page: Page) -> None:
    page.get_by_role("navigation", name="站点").get_by_role("link", name="数据核对").click()
    first = page.locator(".check-links a").first
    first.click()
    expect(page.locator(":target")).to_be_in_viewport()
    mark = page.locator(":target").locator(".fault-mark").or_(page.locator(":target").locator("..")).first
    expect(mark).to_be_visible()
    assert fits(page)
    page.locator(".fault-mark").first.click()
    expect(page.locator(":target")).to_contain_text("规则：")
    page.get_by_role("link", name=re.compile("^下载")).first.wait_for()


def test_how_often_something_is_said_over_the_years(page: Page) -> None:
    search(page, "公开")
    page.get_by_role("link", name="历年走势").first.click()
    page.get_by_label("词语 2").fill("培训")
    page.get_by_role("button", name="查看").click()
    expect(page.locator("table.trend thead").first).to_contain_text("培训")
    expect(page.locator(".chart-wide, .chart-narrow").locator("svg").first).to_be_attached()
    assert fits(page)
    rows = read_csv(save(page, page.locator(".take-away").get_by_role("link", name="CSV")))
    assert {each["词语"] for each in rows} >= {"公开", "培训"}
    page.locator("table.trend tbody a").first.click()
    expect(page.locator("h1")).to_contain_text("找到")


def test_every_place_of_a_phrase_in_order(page: Page) -> None:
    search(page, "公开")
    page.get_by_role("link", name="逐句对照").first.click()
    page.get_by_role("link", name="按下文", exact=True).click()
    lines = page.locator(".kwic li")
    expect(lines.first.locator("mark")).to_have_text("公开")
    assert fits(page)
    rows = read_csv(save(page, page.locator(".take-away").get_by_role("link", name="CSV")))
    assert len([each for each in rows if each["词语"]]) > lines.count() / 2
    lines.nth(5).get_by_role("link").click()
    expect(page.locator(":target")).to_contain_text("公开")


def test_a_list_of_phrases_is_counted(page: Page) -> None:
    page.get_by_role("link", name="批量统计").click()
    page.get_by_label("词语").fill("依申请公开\n加装电梯\n决计没有的说法")
    page.get_by_label(re.compile("^地区")).fill("东湖区、西岭区")
    page.get_by_role("button", name="统计").click()
    expect(page.locator("table tbody tr")).to_have_count(6)
    assert fits(page)
    book = openpyxl.load_workbook(io.BytesIO(save(page, page.get_by_role("button", name="XLSX"))))
    assert len(list(book.worksheets[0].iter_rows(min_row=2))) >= 6
    page.locator("table tbody a").first.click()
    expect(page.locator("h1")).to_contain_text("依申请公开")


def test_two_years_of_one_place_side_by_side(page: Page) -> None:
    page.get_by_role("link", name="两份报告对照").click()
    for place, year, side in (("东湖区", "2021", 0), ("东湖区", "2020", 1)):
        page.get_by_label("地区").nth(side).fill(place)
        page.get_by_label("年度").nth(side).fill(year)
    page.get_by_label("类型").select_option("disclosure")
    page.get_by_role("button", name="对照").click()
    expect(page.locator(".side-heads h2")).to_have_count(2)
    page.get_by_role("navigation", name="部分").get_by_role("link").nth(4).click()
    expect(page.locator(".side-row .side-left p").nth(1)).to_be_visible()
    assert fits(page)
    rows = read_csv(save(page, page.locator(".take-away").get_by_role("link", name="CSV")))
    assert any(each["左边"] and each["右边"] for each in rows)
