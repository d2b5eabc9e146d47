"""The edges of columns in tables whose rows state their cells' edges by themselves (DOC, RTF)."""

from __future__ import annotations

from collections.abc import Iterable

_NEAR = 40
"""Twips by which the edges of one column differ between rows."""


def join_near(edges: Iterable[int]) -> list[int]:
    """Return the different edges among some, ascending; those that hardly differ are one, the first of them.

    Args:
        edges: in twips, in any order.
    """
    found: list[int] = []
    for edge in sorted(edges):
        if not found or edge - found[-1] > _NEAR:
            found.append(edge)
    return found
