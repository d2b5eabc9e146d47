"""Whether runs stand close to each other in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from indexer.search.borders import find_whole

_SENTENCE = re.compile("[^。！？!?\\n]+")
_PLACES = 200
"""Places of each run that are looked at."""


def are_near(text: str, runs: Sequence[str], distance: int | None) -> bool:
    """Whether all runs stand in one sentence, or in a stretch in which no gap between two is too long.

    Args:
        text: folded.
        runs: folded.
        distance: most characters between two neighbours; None: in one sentence.
    """
    if distance is None:
        return any(all(_stands(run, sentence[0]) for run in runs) for sentence in _SENTENCE.finditer(text))
    places = sorted(
        (at, at + len(run), number)
        for number, run in enumerate(runs)
        for at in islice(find_whole(run, text), _PLACES)
    )
    seen: set[int] = set()
    end = 0
    for start, stop, number in places:
        if start - end > distance:
            seen = set()
        seen.add(number)
        end = stop
        if len(seen) == len(runs):
            return True
    return False


def _stands(run: str, text: str) -> bool:
    return next(find_whole(run, text), None) is not None
