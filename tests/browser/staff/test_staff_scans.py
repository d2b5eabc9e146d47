"""A scan that staff send in, on a page that is open: it says how far recognition is, and when it is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from werkzeug.security import generate_password_hash

from indexer.ingest.reading.readers import Readers
from indexer.ingest.staging.scans import WaitingScans
from indexer.settings import Settings
from tests.browser.accessibility import check
from tests.ingest.test_recognition import make_picture
from tests.web.staff.test_staff_scans import GatedRecogniser

PASSWORD = "云泽市 2026"


@pytest.fixture
def recogniser() -> GatedRecogniser:
    return GatedRecogniser()


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(
    request: pytest.FixtureRequest,
    browser: Browser,
    tmp_path: Path,
    serve: Callable[[Settings], AbstractContextManager[str]],
    recogniser: GatedRecogniser,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Page]:
    def make_scans(settings: Settings) -> WaitingScans:
        readers = Readers(settings, sandbox_all=True)
        readers.recogniser.is_enabled, readers.recogniser.pool = True, recogniser
        return WaitingScans(settings, readers)

    monkeypatch.setattr("web.context.WaitingScans", make_scans)
    quick = generate_password_hash(PASSWORD, method="scrypt:1024:8:1")
    with serve(Settings(home=tmp_path, password_hash=quick)) as address:
        context = browser.new_context(
            base_url=address,
            java_script_enabled=request.param,
            locale="zh-CN",
            viewport={"width": 360, "height": 800},
        )
        context.set_default_timeout(40_000)
        yield context.new_page()
        context.close()


def test_a_scan_is_told_of_until_it_is_recognised(
    page: Page, recogniser: GatedRecogniser, request: pytest.FixtureRequest
) -> None:
    scripts = "no scripts" not in request.node.name
    recogniser.gate.clear()
    page.goto("/staff")
    page.get_by_label("署名").fill("编辑")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    picture: FilePayload = {"name": "扫描.png", "mimeType": "image/png", "buffer": make_picture()}
    page.get_by_label("报告文件").set_input_files([picture])
    page.get_by_role("button", name="上传", exact=True).click()
    item = page.locator(".waiting > li")
    expect(item).to_contain_text("1 幅中已完成 0 幅", timeout=30_000)  # reading takes a while
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        check(page)
    item.get_by_role("checkbox").check()
    recogniser.gate.set()
    if scripts:
        expect(item).to_contain_text("识别完毕，请刷新页面核对", timeout=30_000)
        expect(page.locator(".recognising").get_by_role("status")).to_contain_text("识别完毕")
        expect(item.get_by_role("checkbox")).to_be_checked()
        page.get_by_role("link", name="看识别进度").click()
    else:  # the page is asked again until it says so
        for _ in range(100):
            page.get_by_role("link", name="看识别进度").click()
            if "识别中" not in item.inner_text():
                break
            page.wait_for_timeout(200)
    expect(item).to_contain_text("2023")
    expect(item).not_to_contain_text(re.compile("识别中|已完成"))
    for box in page.locator(".waiting input").all():
        box.check()
    page.get_by_role("button", name="发布所选").click()
    expect(page.get_by_text("发布完毕：收录 1 个。")).to_be_visible(timeout=30_000)
