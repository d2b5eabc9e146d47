"""At the desk and on a phone: a published report is corrected, an older version chosen, a twin noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.security import generate_password_hash

from indexer.ingest.add import add
from indexer.settings import Settings
from tests.browser.accessibility import check

PASSWORD = "云泽市 2026"
REPORT = Path(__file__).parents[3] / "corpus" / "disclosure" / "东湖区" / "2019.html"
ID = "disclosure-990101-2019"


@pytest.fixture
def page(
    browser: Browser, tmp_path: Path, serve: Callable[[Settings], AbstractContextManager[str]]
) -> Iterator[Page]:
    text = REPORT.read_text("utf-8")
    (tmp_path / "later.html").write_text(text.replace("培训", "学习", 1), "utf-8")
    title = "云泽市东湖区人民政府2019年"
    (tmp_path / "twin.html").write_text(text.replace(title, "云泽市东湖区财政局2019年"), "utf-8")
    hashed = generate_password_hash(PASSWORD, method="scrypt:1024:8:1")
    settings = Settings(home=tmp_path / "home", password_hash=hashed)
    for path in (REPORT, tmp_path / "later.html", tmp_path / "twin.html"):
        add([path], settings, lambda _outcome, _total: None)
    with serve(settings) as address:
        context = browser.new_context(
            base_url=address, locale="zh-CN", viewport={"width": 360, "height": 800}
        )
        context.set_default_timeout(40_000)
        yield context.new_page()
        context.close()


def _sound(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    check(page)


def test_a_published_report_is_mended_on_a_phone(page: Page) -> None:
    page.goto(f"/sign-in?next=/reports/{ID}")
    page.get_by_label("署名").fill("编辑")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="有何不同").click()
    expect(page.get_by_text("共 1 处不同")).to_be_visible()
    expect(page.locator("ins", has_text="学习")).to_be_visible()
    _sound(page)
    page.go_back()
    page.get_by_role("link", name="改为显示这一份").click()
    _sound(page)
    page.get_by_role("button", name="改为显示这一份").click()
    expect(page.get_by_text("检索从现在起显示这一份。")).to_be_visible()
    expect(page.get_by_text("可能是同一份")).to_be_visible()
    _sound(page)
    page.get_by_role("link", name="云泽市东湖区财政局2019年").click()
    page.get_by_role("link", name="改正这份报告").click()
    _sound(page)
    page.get_by_label("年度").fill("2018")
    page.get_by_role("button", name="改正").click()
    expect(page.get_by_text("已按您的改正重新读取并发布。")).to_be_visible()
    expect(page.get_by_text("经人工改正：年度（原先读作：2019 年）")).to_be_visible()
    _sound(page)
    page.goto("/reports/disclosure-990101-云泽市东湖区财政局-2019#s5-2")
    assert page.url.endswith("-2018#s5-2")
