"""What people hold when they come — a phone, a tablet, a desk without scripts — and what they do first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Browser, Page


class Device(NamedTuple):
    """Pixels across, and whether scripts run."""

    name: str
    width: int
    scripts: bool


DEVICES = (Device("phone", 360, True), Device("tablet", 768, True), Device("desk, no scripts", 1280, False))


@contextmanager
def visit(browser: Browser, site: str, device: Device) -> Iterator[Page]:
    """The home page of a portal on a device while the block lasts."""
    context = browser.new_context(
        base_url=site,
        java_script_enabled=device.scripts,
        locale="zh-CN",
        viewport={"width": device.width, "height": 800},
    )
    page = context.new_page()
    page.goto("/")
    yield page
    context.close()


def fits(page: Page) -> bool:
    """Whether nothing lies beyond the edge; nothing can be measured where no scripts run."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def search(page: Page, words: str) -> None:
    """Search for words in the field at the top."""
    page.get_by_role("searchbox", name="检索词").or_(page.get_by_role("combobox", name="检索词")).fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
