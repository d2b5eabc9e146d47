"""People who keep searching while machines fail: what they are answered, and whether it is so."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urlencode

from tests.cluster.portal import Portal

_PATIENCE = 20.0
"""Seconds that somebody tries again for."""
_PAUSE = 0.25
"""Seconds before each further try."""


@dataclass(slots=True)
class Outcome:
    """What was answered.

    Attributes:
        answers: searches that were answered, at the first try or at a further one.
        again: searches that were not answered at the first try.
        failed: searches that were not answered at all.
        wrong: answers that say what is not so, with what they say.
        slowest: seconds until an answer.
    """

    answers: int = 0
    again: int = 0
    failed: int = 0
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0


class Load:
    """People, each of whom searches, waits for the answer and searches again, until the end.

    A hit that is not answered by one portal is asked of the next one, as a load balancer does it.
    """

    def __init__(
        self, portals: Sequence[Portal], least: Mapping[str, int], most: Mapping[str, int], people: int = 3
    ) -> None:
        """Args:
        least, most: for each query how many hits there are at least and at most.
        """
        self._portals, self._least, self._most = portals, least, most
        self._is_over, self._lock = threading.Event(), threading.Lock()
        self._people = [threading.Thread(target=self._search, args=(number,)) for number in range(people)]
        self.outcome = Outcome()

    def __enter__(self) -> Load:
        for person in self._people:
            person.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        for person in self._people:
            person.join()

    def _search(self, number: int) -> None:
        draw = random.Random(number)
        while not self._is_over.is_set():
            typed = draw.choice(list(self._least))
            began, tries, total = time.monotonic(), 0, None
            while total is None and time.monotonic() - began < _PATIENCE:
                portal = self._portals[(number + tries) % len(self._portals)]
                if tries:
                    time.sleep(_PAUSE)
                total, tries = _ask(portal, typed), tries + 1
            with self._lock:
                self._count(typed, total, tries, time.monotonic() - began)

    def _count(self, typed: str, total: int | None, tries: int, seconds: float) -> None:
        outcome = self.outcome
        outcome.again += tries > 1
        outcome.slowest = max(outcome.slowest, seconds)
        if total is None:
            outcome.failed += 1
            return
        outcome.answers += 1
        if not self._least[typed] <= total <= self._most[typed]:
            outcome.wrong.append(f"{typed}: {total}, not {self._least[typed]}–{self._most[typed]}")


def _ask(portal: Portal, typed: str) -> int | None:
    """How many hits a portal names; None where it does not answer."""
    try:
        found = json.loads(portal.get(f"/api/search?{urlencode({'q': typed})}"))
    except (OSError, ValueError):
        return None
    total: int = found["total"]
    return total
