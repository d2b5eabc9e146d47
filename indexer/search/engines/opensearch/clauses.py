"""Filters of the engine, put together: all of some, any of some, none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Filter = dict[str, Any]

_LEAVES = frozenset(
    (
        "exists",
        "ids",
        "intervals",
        "match_all",
        "match_none",
        "match_phrase",
        "prefix",
        "range",
        "term",
        "terms",
    )
)
EVERYTHING: Filter = {"match_all": {}}
NOTHING: Filter = {"match_none": {}}


def match_all(filters: Iterable[Filter]) -> Filter:
    """Return what all filters let through."""
    listed = [each for each in filters if each != EVERYTHING]
    if not listed:
        return EVERYTHING
    return listed[0] if len(listed) == 1 else {"bool": {"filter": listed}}


def match_any(filters: Iterable[Filter]) -> Filter:
    """Return what at least one filter lets through."""
    listed: list[Filter] = []
    for each in filters:
        if each not in listed and each != NOTHING:
            listed.append(each)
    if not listed:
        return NOTHING
    return listed[0] if len(listed) == 1 else {"bool": {"should": listed, "minimum_should_match": 1}}


def count_parts(question: object) -> int:
    """Return the parts of a question that the engine counts: it takes 1,024 of them."""
    if isinstance(question, list):
        return sum(map(count_parts, question))
    if not isinstance(question, dict):
        return 0
    return sum(1 if name in _LEAVES else count_parts(value) for name, value in question.items())


def match_no(unwanted: Filter) -> Filter:
    """Return what a filter keeps out."""
    return {"bool": {"must_not": [unwanted]}}
