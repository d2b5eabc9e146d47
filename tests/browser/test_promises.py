"""An auditor's way: from a topic and a district to a commitment, its evidence, and a verdict that lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.security import generate_password_hash

from indexer.ingest.add import add
from indexer.ingest.reindex import reindex
from indexer.settings import Settings
from tests.browser.accessibility import check

CORPUS = Path(__file__).parent.parent.parent / "corpus"
PASSWORD = "东湖 2026"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An archive of two districts that is judged."""
    hashed = generate_password_hash(PASSWORD, method="scrypt:1024:8:1")
    settings = Settings(home=tmp_path_factory.mktemp("commitments") / "home", password_hash=hashed)
    folders = [CORPUS / "disclosure" / "东湖区", CORPUS / "disclosure" / "西岭区"]
    add(folders, settings, lambda _outcome, _total: None)
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


def test_from_topic_and_district_to_a_verdict_that_a_rebuild_keeps(
    page: Page, settings: Settings, request: pytest.FixtureRequest
) -> None:
    note = f"拖到第二年 <{request.node.name}>"
    page.goto("/")
    page.get_by_role("navigation", name="站点").get_by_role("link", name="承诺").click()
    page.locator(".facet-topic").get_by_role("checkbox", name="政策解读与回应").check()
    page.locator(".facet-district").get_by_role("checkbox", name="东湖区").check()
    page.get_by_role("button", name="应用筛选").click()
    commitment = page.locator(".promise", has_text="民生地图与12345热线工单打通")
    expect(commitment).to_contain_text("后来的报告提到了")
    commitment.get_by_role("link").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("民生地图与12345热线工单打通")
    expect(page.locator(".context mark")).to_have_text(
        "三是民生地图与12345热线工单打通，群众来电纠错三个工作日内更新。"
    )
    best = page.locator(".answers li").first
    expect(best).to_contain_text("没有完成，原因是两套系统地址编码不一致")
    expect(best).to_contain_text("2022 年")
    expect(best.locator("mark").first).to_be_visible()
    address = page.url
    best.get_by_role("link", name="到这一段").click()
    expect(page.locator(":target")).to_contain_text("没有完成，原因是")

    page.goto(address)
    expect(page.get_by_text("提出意见")).to_have_count(0)  # nobody is signed in
    page.get_by_role("link", name="工作人员登录").click()
    page.get_by_label("署名").fill("审计员")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.locator(".verdict-form summary").click()
    page.get_by_role("radio", name="未完成", exact=True).check()
    page.get_by_label("说明").fill(note)
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".verdict-block")).to_contain_text("未完成")

    reindex(settings, lambda _outcome, _total: None)
    page.goto(address)
    expect(page.locator(".verdict-block")).to_contain_text(note)
    page.goto("/commitments?verdict=not")
    expect(page.locator(".promise")).to_have_count(1)
    expect(page.locator(".promise")).to_contain_text("未完成")


def test_a_report_leads_to_its_promises(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/reports/disclosure-990101-2021")
    margin = page.get_by_role("navigation", name="章节", exact=True).locator(".promised")
    expect(margin.get_by_role("link")).to_have_count(3)
    margin.get_by_role("link").first.click()
    page.get_by_role("link", name="到报告中的这一段").click()
    expect(page.locator(":target")).to_contain_text("承诺事项清单")


@pytest.fixture
def scripted(browser: Browser, address: str) -> Iterator[Page]:
    """A page with scripts: the checker is one."""
    context = browser.new_context(base_url=address, bypass_csp=True, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", ["list", "one", "nothing found", "no results", "error"])
def test_accessible_and_narrow(scripted: Page, name: str) -> None:
    page = scripted
    page.goto("/commitments?q=赶集日流动公开")
    first = page.locator(".promise a").first.get_attribute("href") or ""
    page.goto("/commitments?state=none")
    none = page.locator(".promise a").first.get_attribute("href") or ""
    page.goto(
        {
            "list": "/commitments?q=公布&year=2022",
            "one": first,
            "nothing found": none,
            "no results": "/commitments?q=火星",
            "error": "/commitments?topic=天气",
        }[name]
    )
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            pytest.fail(f"{name} scrolls sideways at {width}")
        check(page)
