"""Anchors of lines on a report's page: lasting, since people cite them."""

from __future__ import annotations


def format_anchor(section: int, line: int) -> str:
    """Return the anchor of a line, e.g. `s5-3`.

    Args:
        section: statutory number of its section.
        line: its number among all lines of sections of that number, from 1.
    """
    return f"s{section}-{line}"
