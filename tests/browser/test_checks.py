"""An auditor's way: from a wrong sum to a lasting verdict; from a district to its figures on file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.security import generate_password_hash

from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.settings import Settings
from tests.browser.accessibility import check

ROOT = Path(__file__).parent.parent.parent
WRONG_SUM = "/reports/disclosure-990102-2021"
PASSWORD = "云泽市 2026"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive that is judged: of one district, with a password."""
    hashed = generate_password_hash(PASSWORD, method="scrypt:1024:8:1")
    settings = Settings(home=tmp_path_factory.mktemp("checks") / "home", password_hash=hashed)
    add([ROOT / "corpus" / "disclosure" / "西岭区"], settings, lambda _outcome, _total: None)
    return settings


@pytest.fixture(scope="module")
def address(serve: Callable[[Settings], AbstractContextManager[str]], settings: Settings) -> Iterator[str]:
    with serve(settings) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, java_script_enabled=request.param, locale="zh-CN")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def _sign_in(page: Page, onward: str) -> None:
    page.goto(onward)
    page.get_by_role("link", name="工作人员登录").click()
    page.get_by_label("署名").fill("审计员")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("已登录：审计员")).to_be_visible()


def test_from_a_wrong_sum_to_a_verdict_that_a_rebuild_keeps(
    page: Page, settings: Settings, request: pytest.FixtureRequest
) -> None:
    note = f"总计多 1 <{request.node.name}>"
    page.goto("/checks")
    page.locator(".check", has_text="申请人合计").get_by_role("link", name="到报告中的这一处").click()
    expect(page.locator(":target")).to_be_in_viewport()
    row = page.locator("tr:has(:target)")
    cell = row.locator(".fault-cell")
    expect(cell).to_contain_text("63")
    expect(page.get_by_text("提出意见")).to_have_count(0)  # nobody is signed in

    _sign_in(page, WRONG_SUM)
    page.locator(".fault-cell").get_by_role("link", name=re.compile("不符之处 2")).click()
    expect(page.locator(":target")).to_contain_text("各类申请人之和为 62，总计写作 63")
    explained = page.locator(".faults li", has_text="各类申请人之和")
    explained.locator("summary").click()
    explained.get_by_role("radio", name="确有问题").check()
    explained.get_by_label("说明").fill(note)
    explained.get_by_role("button", name="提交").click()

    def judged() -> None:
        expect(explained).to_contain_text("确有问题")
        expect(explained).to_contain_text(note)
        expect(explained).to_contain_text("审计员")

    judged()
    assert page.url.endswith(explained.get_attribute("id") or "?")
    reindex(settings, lambda _outcome, _total: None)
    page.goto("/checks")
    page.goto(f"{WRONG_SUM}#{page.locator('.check', has_text='申请人合计').get_attribute('id')}")
    judged()


def test_a_wrong_password_leads_nowhere(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("署名").fill("某人")
    page.get_by_label("密码").fill("不是密码")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("密码不对")
    expect(page.get_by_label("署名")).to_have_value("某人")
    page.goto(WRONG_SUM)
    expect(page.get_by_text("提出意见")).to_have_count(0)


def test_a_district_over_the_years_seen_and_taken_away(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, locale="zh-CN", accept_downloads=True)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="指标对比").click()
    page.get_by_label("云泽市东湖区人民政府").check()
    page.get_by_role("button", name="查看").click()
    page.wait_for_url("**/figures?*body=*")
    chart = page.locator(".chart-wide svg")
    expect(chart).to_be_visible()
    cells = page.locator("#table tbody td").all_inner_texts()
    assert len(cells) == 6  # 2019 to 2024: it begins with the first year that has such a table
    numbers = [cell for cell in cells if cell.isdecimal()]
    assert chart.locator(".text-overlay text").all_text_contents() == numbers
    dots = chart.locator("circle").all()
    assert len(dots) == len(numbers) == 6
    heights = [dot.bounding_box() for dot in dots]
    tops = [box["y"] for box in heights if box]
    by_height = [number for _, number in sorted(zip(tops, map(int, numbers), strict=True), reverse=True)]
    assert by_height == sorted(map(int, numbers))  # the higher the number, the higher its dot

    with page.expect_download() as download:
        page.locator(".take-away").first.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    head = [cell.value for cell in book.worksheets[0][1]]
    at = head.index("数值")
    rows = [row for row in book.worksheets[0].iter_rows(min_row=2) if row[at].value is not None]
    assert [str(row[at].value) for row in rows] == numbers
    link = rows[0][head.index("链接")].value
    page.goto(link)
    expect(page.locator(":target")).to_contain_text(numbers[0])
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_wcag_2_1_aa(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(base_url=address, color_scheme=scheme, locale="zh-CN")
    page = context.new_page()
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text) if message.type == "error" else None)
    _sign_in(page, "/checks")
    for path in (
        "/checks?outcome=fails&outcome=cannot_judge",
        WRONG_SUM,
        "/figures?body=disclosure-990102&item=3.new.total&item=3.done.total",
        "/figures?year=2020&item=2.regulations.issued",
    ):
        page.goto(path)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
            check(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert noise == []  # the Content-Security-Policy had nothing to refuse
    page.get_by_role("button", name="退出").click()
    page.goto("/sign-in")
    check(page)
    context.close()
