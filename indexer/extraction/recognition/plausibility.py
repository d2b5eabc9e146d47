"""What cells of tables say; what they never say was read wrong."""

from __future__ import annotations

import re

_PLAUSIBLE = re.compile(
    r".*[\u2e80-\u9fff].*"
    r"|[+\-−]?\d+(?:,\d{3})*(?:\.\d+)?[%％]?"
    r"|[/\\／—–−─-]+"
    r"|[A-Za-z]{2}[A-Za-z0-9]*"
)
"""Chinese words, a number, a stroke, a Latin word."""
_STRAY = re.compile(r"(?<=[\u2e80-\u9fff])[0-9A-Za-z.,:;·•'`]$|^[.,:;·•'`]")
"""What a speck beside Chinese words is read as."""


def find_doubtful(text: str) -> range:
    """Return the places of a cell's line that are doubtful however sure the model is.

    What is neither Chinese words nor a number, a stroke or a Latin word may have a speck in it (`0.`, `.12`,
    `ó`); so may the end of Chinese words (`件数4`).
    """
    if not _PLAUSIBLE.fullmatch(text):
        return range(len(text))
    found = _STRAY.search(text)
    return range(*found.span()) if found else range(0)
