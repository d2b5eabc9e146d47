"""What axe finds on a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_COLOUR_RULES = ("color-contrast", "link-in-text-block")
"""Those that look at colours; what the others look at is the same in every scheme."""


WIDTHS = (1280, 360, 320)
"""Pixels: a desk, a phone, and the narrowest that WCAG speaks of (1.4.10)."""


def list_widths(page: Page) -> tuple[int, ...]:
    """Return the widths at which a page is looked at. What has which colour at 360 pixels has it at 320."""
    return WIDTHS[:2] if has_other_colours(page) else WIDTHS


def has_other_colours(page: Page) -> bool:
    """Whether a page is shown in dark or in the reader's own colours; another test shows it in its own."""
    return bool(page.evaluate("matchMedia('(prefers-color-scheme: dark), (forced-colors: active)').matches"))


def check(page: Page, colours_alone: bool = False) -> None:
    """Have axe find nothing on a page as it is.

    Args:
        page: shown in the scheme and at the width to be looked at.
        colours_alone: where all else was looked at in another scheme.
    """
    rules = {"type": "rule", "values": _COLOUR_RULES} if colours_alone else {"type": "tag", "values": _RULES}
    # To tell all that passed takes as long as to look.
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
