"""Which pages a list of pages links to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Asked(Protocol):
    """What an address asks for."""

    def on_page(self, page: int) -> Asked:
        """Another page of the same."""

    def url(self) -> str:
        """The address of the page that answers; the number of the page comes last, but for the first page."""


def page_addresses(asked: Asked, pages: Iterable[int]) -> dict[int, str]:
    """The address of each page."""
    first = asked.on_page(1).url()
    joint = "&" if "?" in first else "?"
    return {page: first if page == 1 else f"{first}{joint}page={page}" for page in pages}


def list_pages(page: int, last: int) -> list[int]:
    """Pages to link to, 0 for a gap: the first, the last, and those around the present one."""
    near = {1, last, *range(page - 2, page + 3)}
    shown = sorted(number for number in near if 1 <= number <= last)
    found: list[int] = []
    for number in shown:
        if found and number > found[-1] + 1:
            found.append(number - 1 if number == found[-1] + 2 else 0)
        found.append(number)
    return found
