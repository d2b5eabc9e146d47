"""Every page of the staff, in light, dark and the system's colours: sound for screen readers at any width."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.security import generate_password_hash

from indexer.archive.contributions.corrections import Correction
from indexer.archive.contributions.staff import StaffAccounts
from indexer.archive.storage.home import Home
from indexer.ingest.add import add
from indexer.ingest.amend import correct
from indexer.ingest.remove import remove
from indexer.ingest.staging.area import WaitingArea
from indexer.ingest.staging.item import Standing
from indexer.settings import Settings
from tests.browser.accessibility import check, has_other_colours, list_widths

PASSWORD = "云泽市 2026"
FOLDER = Path(__file__).parents[3] / "corpus" / "disclosure"
SCHEMES = ("light", "dark", "forced")
REPORT = "disclosure-990102-2021"


@pytest.fixture(scope="module")
def site_of_staff(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Settings], AbstractContextManager[str]]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Address and pages of an archive with a withdrawn and a corrected report, and waiting files."""
    home = tmp_path_factory.mktemp("staff") / "home"
    settings = Settings(home=home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "indexer.archive.contributions.staff.generate_password_hash",
            lambda password: generate_password_hash(password, method="scrypt:1024:8:1"),
        )
        StaffAccounts(Home(home)).add("王芳", PASSWORD)
    add([FOLDER / "西岭区"], settings, lambda _outcome, _total: None)
    remove("disclosure-990102-2019", settings, "王芳", "发错了")
    correct(REPORT, Correction(body="西岭区人民政府", who="王芳", reason="全称"), settings)
    area = WaitingArea(settings)
    for name, data in _list_files():
        area.take(data, name, "王芳")
    waiting = {item.standing: item.sha256 for item in area.list_all()}
    assert {Standing.NEW, Standing.DOUBTFUL, Standing.REFUSED} <= set(waiting)
    doubtful = f"/staff/waiting/{waiting[Standing.DOUBTFUL]}"
    pages = {
        "waiting files": "/staff",
        "a new file": f"/staff/waiting/{waiting[Standing.NEW]}",
        "a doubtful file": doubtful,
        "a refused file": f"/staff/waiting/{waiting[Standing.REFUSED]}",
        "headings": f"{doubtful}/headings",
        "a table": f"{doubtful}/tables/2",
        "acts": "/staff/acts",
        "withdrawn": "/staff/withdrawn",
        "correcting": f"/staff/correct/{REPORT}",
        "withdrawing": f"/staff/withdraw/{REPORT}",
        "password": "/sign-in/password",
        "a report": f"/reports/{REPORT}",
        "checks": "/checks?outcome=holds&outcome=fails",
        "promises": "/commitments",
    }
    with serve(settings) as address:
        yield address, pages


def _list_files() -> list[tuple[str, bytes]]:
    page = (FOLDER / "西岭区" / "2021.html").read_bytes()
    return [
        ("2022.html", (FOLDER / "东湖区" / "2022.html").read_bytes()),
        ("像另一份.html", page.replace(b"2021", b"2018")),
        ("只有脚本.html", b"<html><body><script>show()</script></body></html>"),
    ]


@pytest.fixture(scope="module", params=SCHEMES)
def page(
    request: pytest.FixtureRequest, browser: Browser, site_of_staff: tuple[str, dict[str, str]]
) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site_of_staff[0],
        locale="zh-CN",
        color_scheme="dark" if request.param == "dark" else "light",
        forced_colors="active" if request.param == "forced" else "none",
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("姓名").fill("王芳")
    page.get_by_label("密码").fill("不对")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_visible()
    _look(page)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    yield page
    context.close()


def _look(page: Page) -> None:
    """Nothing for axe to find, nothing beyond the edge, at any width."""
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    for width in list_widths(page):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        check(page, colours_alone=has_other_colours(page))


@pytest.mark.parametrize(
    "name",
    [
        "waiting files",
        "a new file",
        "a doubtful file",
        "a refused file",
        "headings",
        "a table",
        "acts",
        "withdrawn",
        "correcting",
        "withdrawing",
        "password",
        "a report",
        "checks",
        "promises",
    ],
)
def test_wcag_2_2_aa(page: Page, site_of_staff: tuple[str, dict[str, str]], name: str) -> None:
    response = page.goto(site_of_staff[1][name])
    assert response
    assert response.status == 200
    _look(page)


def test_a_refused_file_shows_why_and_itself_and_can_be_let_go(
    page: Page, site_of_staff: tuple[str, dict[str, str]]
) -> None:
    page.goto("/staff")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="看原因和原文件").click()
    expect(page.get_by_text("没有读出任何文字")).to_be_visible()
    expect(page.locator("iframe")).to_have_count(1)
    expect(page.get_by_role("button", name="发布这一份")).to_have_count(0)
    expect(page.get_by_role("button", name="丢弃这一份")).to_be_visible()
