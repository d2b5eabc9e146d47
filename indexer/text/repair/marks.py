"""Finds small damage: invisible characters, which are removed, and lost ones, which are only marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.text.change import Change
from indexer.text.damage import INVISIBLE, LOST, PRIVATE

# Zero-width and directional characters, byte order marks, soft hyphens.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]+")
_YEAR = r"(?<![0-9.])(?:19|20)[0-9]{2}"
_LOST = re.compile(
    rf"{_YEAR}[0-9]{{1,4}}日"  # 202011日: 2020年1月1日 or 2020年11日?
    rf"|{_YEAR}年[0-9]{{3,4}}日"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])月"
    rf"|[〔\[（(【](?:19|20)[0-9]{{3,6}}[号號]"  # 〔202130号〕 had a 〕 inside
    "|\ufffd+"
)


def find_invisible(text: str) -> Iterator[Change]:
    """Yield every run of characters of no width, as changes that remove it."""
    for match in _INVISIBLE.finditer(text):
        yield Change(match.start(), match.end(), match[0], "", INVISIBLE)


def find_private(text: str) -> Iterator[Change]:
    """Yield every run of private-use characters, which only the page's own font knew, as changes that mark
    it.
    """
    for match in _PRIVATE.finditer(text):
        yield Change(match.start(), match.end(), match[0], match[0], PRIVATE, 0.0)


def find_lost(text: str) -> Iterator[Change]:
    """Yield every date or document number that misses a part, as changes that only mark it."""
    for match in _LOST.finditer(text):
        yield Change(match.start(), match.end(), match[0], match[0], LOST, 0.0)
