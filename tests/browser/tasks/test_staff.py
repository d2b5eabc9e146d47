"""What staff does beside publishing: begins on a portal that runs, withdraws a report and takes that back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.security import generate_password_hash

from indexer.archive.contributions.staff import StaffAccounts
from indexer.archive.storage.home import Home
from indexer.ingest.add import add
from indexer.settings import Settings
from tests.browser.tasks.devices import Device, fits, visit

PASSWORD = "云泽市 2026"
REPORT = "disclosure-990102-2021"
FILE = Path(__file__).parents[3] / "corpus" / "disclosure" / "西岭区" / "2021.html"


@pytest.fixture
def page(
    device: Device,
    browser: Browser,
    tmp_path: Path,
    serve: Callable[[Settings], AbstractContextManager[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Page]:
    def quick(password: str) -> str:
        return generate_password_hash(password, method="scrypt:1024:8:1")

    monkeypatch.setattr("indexer.archive.contributions.staff.generate_password_hash", quick)
    settings = Settings(home=tmp_path)
    add([FILE], settings, lambda _outcome, _total: None)
    with serve(settings) as address, visit(browser, address, device) as page:
        expect(page.get_by_role("link", name="工作人员登录")).to_have_count(0)
        StaffAccounts(Home(tmp_path)).add("王芳", PASSWORD)
        yield page


def test_the_first_account_signs_in_and_a_withdrawal_is_taken_back(page: Page) -> None:
    page.goto(f"/reports/{REPORT}")
    page.get_by_role("link", name="工作人员登录").click()
    page.get_by_label("姓名").fill("王芳")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="撤下这份报告").click()
    page.get_by_label("理由").fill("单位更正后重新发布")
    page.get_by_role("button", name="撤下").click()
    answer = page.goto(f"/reports/{REPORT}")
    assert answer
    assert answer.status == 410
    expect(page.locator("main")).to_contain_text("单位更正后重新发布")
    assert fits(page)
    page.goto("/staff")
    page.get_by_role("link", name="撤下的报告").click()
    page.get_by_role("button", name="恢复").click()
    answer = page.goto(f"/reports/{REPORT}")
    assert answer
    assert answer.status == 200
    page.goto("/staff/acts")
    expect(page.locator(".acts > li").nth(0)).to_contain_text("王芳 恢复")
    expect(page.locator(".acts > li").nth(1)).to_contain_text("王芳 撤下")
    assert fits(page)
