"""How sure it is that a passage answers a commitment, seen beside the other commitments of its report.

A report says what was done in about the order in which the one before said what would be done: where its
neighbours are answered, a commitment's answer is near. And a passage that answers another commitment, far
from this one, answers this one less. The weights were fitted to promises of real reports and their answers
(see `tests/benchmarks/README.md`).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

_NEIGHBOURS = 8  # commitments before and after one that are its neighbours
_AROUND = 2  # passages before and after one that are near it
_RIVALS = 4  # commitments at least so far from one are its rivals


Passage = tuple[int, int]
"""A passage: which of the reports it is in, by number, and its own number there."""


class _Weights(NamedTuple):
    """What counts, in the logarithm of the odds.

    Attributes:
        alone: how sure it is without the others.
        near: how sure it is that passages near this one answer the neighbours, each counted less the
            farther it is, beyond what is near any passage of the report; as the logarithm.
        rival: how sure it is that the passage answers a rival.
        surer: number of commitments that it answers more surely.
        both: `near`, times the cosine of both: what is similar anyway gains less by its place.
    """

    alone: float
    near: float
    rival: float
    surer: float
    both: float


class Similarity(NamedTuple):
    """What the vectors of a commitment and a passage say (`vector_similarity.Similarities`)."""

    added: float
    whole: float


class _Around(NamedTuple):
    """Of one commitment the highest certainty around each place, and on average in each report."""

    highest: dict[Passage, float]
    average: list[float]


class _Seen(NamedTuple):
    """What the others say of a passage; see `_Weights`."""

    near: float
    rival: float
    surer: int


_WEIGHTS = _Weights(0.916, 3.306, -0.983, -0.049, -4.748)
_UNKNOWN = Similarity(0.0, 0.3)  # of a passage without vectors; the cosine is that of most candidates
_SMALLEST = 1e-6  # certainties are kept off 0 and 1


def compare_neighbours(
    found: Sequence[dict[Passage, float]],
    sizes: Sequence[int],
    similarities: Sequence[dict[Passage, Similarity]] = (),
) -> list[dict[Passage, float]]:
    """Return how sure it is that passages answer the commitments of a report, given the others.

    Args:
        found: of each commitment, in the report's order, how sure it is alone (0–1) of each passage by words.
        sizes: how many passages each of the reports has: in a short one everything is near.
        similarities: what the vectors of the same commitments and passages say; nothing where none are given.
    """
    around = [_spread(passages, sizes) for passages in found]
    claims: dict[Passage, list[tuple[float, int]]] = defaultdict(list)
    for number, passages in enumerate(found):
        for passage, certainty in passages.items():
            claims[passage].append((certainty, number))
    for listed in claims.values():
        listed.sort()
    compared = []
    for number, passages in enumerate(found):
        seen = {
            passage: _Seen(
                _sum_near(number, passage, around),
                next(
                    (sure for sure, other in reversed(claims[passage]) if abs(other - number) >= _RIVALS), 0.0
                ),
                len(claims[passage]) - bisect_right(claims[passage], (certainty, len(found))),
            )
            for passage, certainty in passages.items()
        }
        added = similarities[number] if similarities else {}
        compared.append(
            {
                passage: _weigh(added.get(passage, _UNKNOWN), certainty, seen[passage])
                for passage, certainty in passages.items()
            }
        )
    return compared


def _spread(passages: dict[Passage, float], sizes: Sequence[int]) -> _Around:
    highest: dict[Passage, float] = {}
    for (report, number), certainty in passages.items():
        for place in range(max(0, number - _AROUND), min(sizes[report], number + _AROUND + 1)):
            if certainty > highest.get((report, place), 0.0):
                highest[report, place] = certainty
    average = [0.0] * len(sizes)
    for (report, _), certainty in highest.items():
        average[report] += certainty / sizes[report]
    return _Around(highest, average)


def _sum_near(number: int, passage: Passage, around: Sequence[_Around]) -> float:
    """What is near a passage beyond what is near any, 0 where it is less."""
    start, end = max(0, number - _NEIGHBOURS), min(len(around), number + _NEIGHBOURS + 1)
    total = sum(
        (around[other].highest.get(passage, 0.0) - around[other].average[passage[0]]) / abs(other - number)
        for other in range(start, end)
        if other != number
    )
    return max(0.0, total)


def _weigh(similarity: Similarity, alone: float, seen: _Seen) -> float:
    kept = min(max(alone, _SMALLEST), 1 - _SMALLEST)
    total = similarity.added + _WEIGHTS.alone * math.log(kept / (1 - kept))
    total += (_WEIGHTS.near + _WEIGHTS.both * similarity.whole) * math.log1p(seen.near)
    total += _WEIGHTS.rival * seen.rival + _WEIGHTS.surer * seen.surer
    return 1 / (1 + math.exp(-total))
