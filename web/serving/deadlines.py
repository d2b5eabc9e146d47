"""Until when a request for a page of results is to be answered.

A question of many words takes longer than one of a single word, and so it may wait a little longer for
each of them: of requests that wait the one with the earliest deadline is answered first (earliest deadline
first: Liu and Layland, Scheduling Algorithms for Multiprogramming in a Hard-Real-Time Environment, 1973). So
most are answered sooner on a busy portal of a large archive, and none waits much longer, whatever comes after
it. Where pages are quick, nobody notices in which order they come, and they come in turn.
"""

from __future__ import annotations

from urllib.parse import parse_qs

_SOON = 0.004
"""Seconds that a quick page takes at most."""
_FACTOR = 3.0
"""By so many times what pages take longer than that, each part of a question may have it wait."""
_LONGEST = 0.5
"""Seconds that a question may have to wait for others at most."""
_PAGES, _STALLED = 64, 0.1
"""Pages that what a page takes is averaged over, and seconds that one of them counts at most: a process that
stood still says nothing about pages.
"""
_LOOKED_AT = 2048
"""Characters of an address: more are seldom typed, and somebody waits while they are looked at."""
_CHARACTERS = 4
"""Where no blanks are typed, so many characters are a part."""


class Deadlines:
    """Learns from the pages answered how long others may wait."""

    def __init__(self) -> None:
        self._takes = 0.0

    def note(self, seconds: float) -> None:
        """Take in how long a page took."""
        self._takes += (min(seconds, _STALLED) - self._takes) / _PAGES

    @property
    def _of_part(self) -> float:
        return _FACTOR * max(self._takes - _SOON, 0.0)

    @property
    def is_first_come_first_served(self) -> bool:
        """Whether all requests are answered in turn."""
        return not self._of_part

    def allow(self, query: str) -> float:
        """Return how long a request may wait for others, in seconds.

        Args:
            query: what is behind the question mark of its address.
        """
        if self.is_first_come_first_served:
            return 0.0
        return min(self._of_part * count_parts(query), _LONGEST)


def count_parts(query: str) -> int:
    """Return how many parts the question in an address has: words and operators, as far as blanks and the
    number of characters show.
    """
    typed = " ".join(parse_qs(query[:_LOOKED_AT]).get("q", ()))
    return max(len(typed.split()), -(-len(typed) // _CHARACTERS))
