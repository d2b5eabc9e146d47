"""Addresses with parameters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote_plus

quote_value = lru_cache(1024)(quote_plus)
"""A value as an address has it. A page links to a dozen addresses that have most of their values in common.
"""


def format_address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return the address of a path with these parameters.

    Args:
        pairs: names, which need no quoting, and values.
    """
    query = "&".join([f"{name}={quote_value(value)}" for name, value in pairs])
    return f"{path}?{query}" if query else path
