"""Nine files come in, two of them doubtful: seven are published at once, the two are looked at first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from werkzeug.security import generate_password_hash

from indexer.archive.contributions.staff import StaffAccounts
from indexer.archive.storage.home import Home
from indexer.ingest.add import add
from indexer.settings import Settings
from tests.browser.accessibility import check

PASSWORD = "云泽市 2026"
FOLDER = Path(__file__).parents[2] / "corpus" / "disclosure"
MISSED = "还有一些不足"


def _files() -> list[FilePayload]:
    sound = sorted((FOLDER / "东湖区").glob("*"))
    named = {path.name: path.read_bytes() for path in sound if path.stem != "2022"}
    page = (FOLDER / "东湖区" / "2022.html").read_bytes()
    named["缺一章.html"] = page.replace("五、存在的主要问题及改进情况".encode(), MISSED.encode())
    named["像另一份.html"] = (FOLDER / "西岭区" / "2021.html").read_bytes().replace(b"2021", b"2020")
    return [{"name": name, "mimeType": "text/html", "buffer": data} for name, data in named.items()]


@pytest.fixture(params=[(1280, True), (360, True), (360, False)], ids=["desk", "phone", "no scripts"])
def page(
    request: pytest.FixtureRequest,
    browser: Browser,
    tmp_path: Path,
    serve: Callable[[Settings], AbstractContextManager[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Page]:
    def quick(password: str) -> str:
        return generate_password_hash(password, method="scrypt:1024:8:1")

    monkeypatch.setattr("indexer.archive.contributions.staff.generate_password_hash", quick)
    width, scripts = request.param
    settings = Settings(home=tmp_path)
    StaffAccounts(Home(tmp_path)).add("王芳", PASSWORD)
    add([FOLDER / "西岭区" / "2021.html"], settings, lambda _outcome, _total: None)
    with serve(settings) as address:
        context = browser.new_context(
            base_url=address,
            java_script_enabled=scripts,
            locale="zh-CN",
            viewport={"width": width, "height": 800},
        )
        context.set_default_timeout(40_000)
        yield context.new_page()
        context.close()


def _look(page: Page) -> None:
    """Nothing for axe to find, nothing beyond the edge."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    check(page)


def test_the_sound_ones_at_once_and_the_doubtful_after_a_look(
    page: Page, request: pytest.FixtureRequest
) -> None:
    scripts = "no scripts" not in request.node.name
    look: Callable[[Page], None] = _look if scripts else lambda _page: None
    page.goto("/staff")
    page.get_by_label("姓名").fill("王芳")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("报告文件").set_input_files(_files())
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_text("收到 9 个文件")).to_be_visible(timeout=60_000)
    look(page)

    doubtful = page.locator(".waiting > li", has=page.locator(".standing", has_text="存疑"))
    expect(doubtful).to_have_count(2)
    expect(page.locator(".waiting input:checked")).to_have_count(7)
    page.get_by_role("button", name="发布所选").click()
    expect(page.get_by_role("region", name="刚才发布的").get_by_role("link")).to_have_count(7, timeout=60_000)
    expect(page.locator(".waiting > li")).to_have_count(2)
    look(page)

    # One resembles a report of another year: both stand side by side, and it is let go.
    doubtful.filter(has_text="像另一份").get_by_role("link", name="细看与改正").click()
    expect(page.get_by_role("region", name="读出的文字")).to_contain_text("2020")
    expect(page.get_by_role("region", name="另一份报告")).to_contain_text("2021")
    frame = page.frame_locator("iframe")
    expect(frame.locator("body")).to_contain_text("2020")
    look(page)
    page.get_by_role("button", name="丢弃这一份").click()
    expect(page.locator(".waiting > li")).to_have_count(1)

    # The other lacks a chapter, whose heading was not told from its text.
    page.get_by_role("link", name="细看与改正").click()
    page.get_by_role("link", name="改正章节标题").click()
    look(page)
    page.get_by_label("标题所在的那一段").fill("没有这样一段")
    page.get_by_role("button", name="改正标题").click()
    expect(page.get_by_role("alert")).to_contain_text("请照抄一整段")
    look(page)
    page.get_by_label("标题所在的那一段").fill(MISSED)
    page.get_by_label("标题改为").fill(f"五、{MISSED}")
    page.get_by_label("属于第几部分").last.select_option("5")
    page.get_by_label("理由").fill("原文没有编号")
    page.get_by_role("button", name="改正标题").click()
    expect(page.get_by_text("新增", exact=True)).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="改正第 2 张表").click()
    look(page)
    page.get_by_role("link", name="回到核对").click()
    page.get_by_role("button", name="发布这一份").click()
    published = page.get_by_role("region", name="刚才发布的").get_by_role("link")
    expect(published).to_have_count(1, timeout=60_000)
    published.click()
    expect(page.get_by_role("heading", name=f"五、{MISSED}")).to_be_visible()
    page.goto("/staff/acts")
    expect(page.locator(".acts > li").nth(0)).to_contain_text("王芳 发布")
    expect(page.locator(".acts > li").nth(1)).to_contain_text("理由：原文没有编号")
    look(page)
