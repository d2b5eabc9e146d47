"""How alike commitments and the passages of a later report are, by the vectors of what they are about.

Passages that share words with a commitment are many; the vectors tell which of them speak of the same kind of
thing, whatever words they have besides. The weights were fitted, together with those of `neighbourhood`, to
promises of real reports and their answers (see `tests/benchmarks/README.md`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.commitments.matching.character_vectors import TextVectors, Vectors


class _LikenessWeights(NamedTuple):
    """What counts, in the logarithm of the odds; all but the last are cosines.

    Attributes:
        whole: of a commitment and a passage.
        part: of a commitment and the clause of the passage, or two neighbouring ones, that is likest.
        usual: of a commitment and the passages of the report, the mean and 1.5 standard deviations: where
            many are like it, to be like it says less.
        meaning: of both by a sentence model, where one is set.
        start: what is added.
    """

    whole: float
    part: float
    usual: float
    meaning: float
    start: float


_WEIGHTS = _LikenessWeights(3.858, 5.239, -17.666, 0.0, 0.617)
# Beside vectors of the model `BAAI/bge-small-zh-v1.5`.
_WITH_MEANING = _LikenessWeights(0.957, 5.217, -17.662, 8.905, -4.055)
_MEAN, _DEVIATION, _AS_MANY = 0.01, 0.14, 20  # of most reports; for short ones they count as so many passages
_TOGETHER = 64  # commitments that are compared at once
_HELD = 1_000_000  # stretches of passages that are compared at once, each with one commitment: bounds memory


def weigh_likeness(
    wanted: Vectors,
    said: TextVectors,
    passages: Sequence[Sequence[int]],
    meanings: tuple[Vectors, Vectors] | None = None,
) -> list[list[float]]:
    """Return how much likeness adds to the logarithm of the odds that passages answer commitments.

    Args:
        wanted: of the commitments; said: of the passages of a report.
        passages: for each commitment the numbers of those that are weighed.
        meanings: vectors of both by a sentence model, where one is set.
    """
    if not len(said.whole):
        return [[] for _ in passages]
    weights = _WEIGHTS if meanings is None else _WITH_MEANING
    together = max(1, min(_TOGETHER, _HELD // len(said.stretches)))
    weighed: list[list[float]] = []
    for start in range(0, len(passages), together):
        ours = wanted[start : start + together]
        whole = ours @ said.whole.T
        part = np.maximum.reduceat(ours @ said.stretches.T, said.firsts, axis=1)
        total = weights.start + weights.whole * whole + weights.part * part
        total += weights.usual * _find_usual(whole)[:, None]
        if meanings is not None:
            total += weights.meaning * (meanings[0][start : start + together] @ meanings[1].T)
        weighed += [total[at, passages[start + at]].tolist() for at in range(len(ours))]
    return weighed


def _find_usual(cosines: Vectors) -> Vectors:
    """Return how like a report's passages are to each commitment: the mean and 1.5 standard deviations."""
    number = cosines.shape[1] + _AS_MANY
    mean = (cosines.sum(axis=1) + _AS_MANY * _MEAN) / number
    squares = np.square(cosines - mean[:, None]).sum(axis=1)
    return np.asarray(mean + 1.5 * np.sqrt((squares + _AS_MANY * _DEVIATION**2) / number), np.float32)
