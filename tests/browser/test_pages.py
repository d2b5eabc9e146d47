"""Every page in light and dark, wide, narrow and printed: sound for screen readers, whole, and quiet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.accessibility import check, has_other_colours, list_widths

SCHEMES: tuple[tuple[Literal["light", "dark"], Literal["active", "none"]], ...] = (
    ("light", "none"),
    ("dark", "none"),
    ("light", "active"),
)
"""Whose colours are shown: the page's own, the page's dark ones, the reader's."""
VIEWPORT: ViewportSize = {"width": 1280, "height": 900}
PAGES = {
    "home": "/",
    "results": "/search?q=公开",
    "filtered": "/search?q=公开&section=1&section=5&sort=newest",
    "by report": "/search?q=公开&view=report",
    "by place": "/search?q=公开&view=place",
    "nothing found": "/search?q=决计没有的说法&section=1",
    "past the end": "/search?q=公开&page=900",
    "understood": "/search?q=东湖区2020年超时答复",
    "corrected": "/search?q=信息公开申清",
    "question": "/search?q=我住东湖区想知道2020年公开了什么",
    "partial": "/search?q=政府信息公开申请+决计没有的说法",
    "bad query": "/search?q=“公开",
    "report": "(the first hit for 公开)",
    "report with a table": "(the first hit for 勾稽关系 in section 3)",
    "coverage": "/archive",
    "list": "(the first year of /archive)",
    "place": "/places/990101",
    "place with others below": "/places/990100",
    "place without reports": "/places/440117",
    "places of one name": "/places?name=鼓楼区",
    "no such place": "/places?name=从花区",
    "help": "/help",
    "checks": "/checks",
    "no checks": "/checks?year=2019&rule=balance",
    "bad filter": "/checks?year=x",
    "figures": "/figures?year=2021",
    "no figures": "/figures?year=1999",
    "trend": "/trend?q=公开&q=培训",
    "trend with gaps": "/trend?q=公开&district=西岭区&by=count",
    "no trend": "/trend?q=-公开",
    "concordance": "/concordance?q=公开&sort=left",
    "batch": "/batch?phrases=公开%0A培训%0A-&district=云泽市&district=西岭区",
    "cited line": "/reports/disclosure-990101-2021/lines/s1-2?v=0123456789ab-01234567",
    "side by side": "/compare?report=disclosure-990101-2021",
    "half a comparison": "/compare?place=云泽市&place=西岭区&year=2021&year=1999&kind=disclosure",
    "no batch": "/batch?phrases=-",
    "promises": "/commitments",
    "no promises": "/commitments?q=火星",
    "a promise": "(the first of /commitments)",
    "targets": "/targets",
    "data": "/data",
    "manifests": "/manifests",
    "about the API": "/help/api",
    "accessibility": "/accessibility",
    "beside its original": "/reports/disclosure-990101-2021/beside",
    "no concordance": "/concordance?q=决计没有的说法",
    "not found": "/nowhere",
}


@pytest.fixture(scope="module")
def addresses(browser: Browser, site: str) -> dict[str, str]:
    """Where each page lies in this archive."""
    page = browser.new_page(base_url=site)
    found = dict(PAGES)
    for name, search, link in (
        ("report", "/search?q=公开", ".hit h2 a"),
        ("report with a table", "/search?q=新收&section=3", ".hit h2 a"),
        ("list", "/archive", ".coverage thead a"),
        ("a promise", "/commitments", ".promise a"),
    ):
        page.goto(search)
        found[name] = page.locator(link).first.get_attribute("href") or ""
    page.close()
    assert all(address.startswith("/") for address in found.values())
    return found


@pytest.fixture
def noise() -> list[str]:
    """What the browser complained of."""
    return []


@pytest.fixture
def page(browser: Browser, site: str, noise: list[str]) -> Iterator[Page]:
    context = browser.new_context(base_url=site, viewport=VIEWPORT, locale="zh-CN")
    page = context.new_page()
    page.on("console", lambda message: noise.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda request: _own(request.url, site, noise))
    yield page
    context.close()


def _own(url: str, site: str, noise: list[str]) -> None:
    if not url.startswith(site):
        noise.append(f"asked another site: {url}")


@pytest.mark.parametrize("name", PAGES)
def test_wcag_2_2_aa(page: Page, addresses: dict[str, str], name: str, noise: list[str]) -> None:
    address = addresses[name]
    response = page.goto(address)
    # Whose colours are shown is changed on the page as it is: to load it for each took half of the time.
    for colours, forced in SCHEMES:
        page.emulate_media(color_scheme=colours, forced_colors=forced)
        for width in list_widths(page):
            # So high that what stays in view at an edge (the button that narrows hits) lies over nothing.
            page.set_viewport_size({"width": width, "height": 9000})
            page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
            check(page, colours_alone=has_other_colours(page))
    assert response is not None
    # Chromium reports the status of an error page itself as an error.
    assert [line for line in noise if response.ok or "status of" not in line] == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_at_320_pixels(
    browser: Browser, site: str, addresses: dict[str, str], name: str
) -> None:
    page = browser.new_page(base_url=site, viewport={"width": 320, "height": 640})
    page.goto(addresses[name])
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert wide <= 320


def test_a_printed_report_is_its_text_and_where_it_is_from(
    browser: Browser, site: str, addresses: dict[str, str]
) -> None:
    page = browser.new_page(base_url=site)
    page.goto(addresses["report"])
    page.emulate_media(media="print")
    for hidden in (".masthead", ".contents", ".finder", ".colophon"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".report-text h1")).to_be_visible()
    citation = page.locator(".print-citation")
    expect(citation).to_be_visible()
    expect(citation).to_contain_text(urlsplit(addresses["report"]).path)
    page.close()


def test_the_citation_can_be_copied(browser: Browser, site: str, addresses: dict[str, str]) -> None:
    context = browser.new_context(base_url=site, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(addresses["report"])
    page.get_by_text("引用本报告").click()
    page.get_by_role("button", name="复制引文").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#citation").inner_text()
    context.close()
