"""How many passages filters let through: asked together, kept as long as nothing else is published."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TypeVar

from cachetools import LRUCache

from indexer.search.engines.opensearch.clauses import Filter

_KEPT = 20_000
"""Filters whose numbers are kept."""
_TOGETHER = 500
"""Filters asked about in one question."""

Made = TypeVar("Made")


class Counts:
    """Numbers that something is made from: those that are not known yet are 0 until it is made again."""

    def __init__(self, look_up: Callable[[str], int | None]) -> None:
        self._look_up = look_up
        self.wanted: dict[str, Filter] = {}

    def of(self, wanted: Filter) -> int:
        """Return how many passages a filter lets through."""
        key = json.dumps(wanted, sort_keys=True)
        number = self._look_up(key)
        if number is None:
            self.wanted[key] = wanted
            return 0
        return number


class Counter:
    """Counts what filters let through in one published state of an index. May be shared by threads."""

    def __init__(self, count: Callable[[Sequence[Filter]], Sequence[int]]) -> None:
        """Args:
        count: asks the engine for the numbers of several filters.
        """
        self._count = count
        self._kept: LRUCache[str, int] = LRUCache(_KEPT)
        self._lock = Lock()

    def make(self, build: Callable[[Counts], Made]) -> Made:
        """Return what is made once all numbers that it asks for are known. It is made several times."""
        known = dict[str, int]()

        def look_up(key: str) -> int | None:
            if (number := known.get(key)) is None:
                with self._lock:
                    number = self._kept.get(key)
            return number

        while True:
            counts = Counts(look_up)
            made = build(counts)
            if not counts.wanted:
                return made
            wanted = list(counts.wanted.items())
            for first in range(0, len(wanted), _TOGETHER):
                some = wanted[first : first + _TOGETHER]
                numbers = self._count([each for _, each in some])
                known.update(zip((key for key, _ in some), numbers, strict=True))
            with self._lock:
                self._kept.update(known)
