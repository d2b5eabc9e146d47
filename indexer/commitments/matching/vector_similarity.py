"""How similar commitments and the passages of a later report are, by the vectors of what they are about.

Passages that share words with a commitment are many; the vectors tell which of them speak of the same kind of
thing, whatever words they have besides. The weights were fitted, together with those of `neighbourhood`, to
promises of real reports and their answers (see `tests/benchmarks/README.md`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.commitments.matching.character_vectors import TextVectors, Vectors


class _SimilarityWeights(NamedTuple):
    """What counts, in the logarithm of the odds; all but the last are cosines.

    Attributes:
        whole: of a commitment and a passage.
        part: of a commitment and the clause of the passage, or two neighbouring ones, that is most similar.
        usual: of a commitment and the passages of the report, the mean and 1.5 standard deviations: where
            many are similar to it, similarity says less.
        meaning: of both by a sentence model, where one is set.
        start: what is added.
    """

    whole: float
    part: float
    usual: float
    meaning: float
    start: float


_WEIGHTS = _SimilarityWeights(3.858, 5.239, -17.666, 0.0, 0.617)
# Beside vectors of the model `BAAI/bge-small-zh-v1.5`.
_WITH_MEANING = _SimilarityWeights(0.957, 5.217, -17.662, 8.905, -4.055)
_MEAN, _DEVIATION, _AS_MANY = 0.01, 0.14, 20  # of most reports; for short ones they count as so many passages
# Multiplied at once: for more, OpenBLAS has threads, whose waiting costs more than they save.
_ROWS, _COLUMNS = 8, 300


class Pairs(NamedTuple):
    """Commitments and passages that are compared, by commitment.

    Attributes:
        commitments, reports, passages: of each pair the number of each, that of the passage in its report.
    """

    commitments: NDArray[np.int64]
    reports: NDArray[np.int64]
    passages: NDArray[np.int64]


def weigh_similarity(
    wanted: Vectors, said: Sequence[TextVectors], pairs: Pairs, meanings: Vectors | None = None
) -> NDArray[np.float32]:
    """Return for each pair how much similarity adds to the logarithm of the odds that it is an answer.

    Args:
        wanted: of the commitments; said: of the passages of each report; at least one has some.
        meanings: of each pair the cosine by a sentence model, where one is set.
    """
    sizes = np.array([len(each.whole) for each in said])
    starts = np.cumsum(sizes) - sizes
    shifts = np.cumsum([0, *(len(each.stretches) for each in said)])
    passages = np.concatenate([each.whole for each in said]).T
    stretches = np.concatenate([each.stretches for each in said]).T
    firsts = np.concatenate([each.firsts + shift for each, shift in zip(said, shifts, strict=False)])
    weights = _WEIGHTS if meanings is None else _WITH_MEANING
    weighed = np.full(len(pairs.commitments), weights.start, np.float32)
    if meanings is not None:
        weighed += weights.meaning * meanings
    for start in range(0, len(wanted), _ROWS):
        ours = wanted[start : start + _ROWS]
        of = slice(*np.searchsorted(pairs.commitments, [start, start + _ROWS]))
        own, report = pairs.commitments[of] - start, pairs.reports[of]
        at = starts[report] + pairs.passages[of]
        whole = _multiply(ours, passages)
        part = np.maximum.reduceat(_multiply(ours, stretches), firsts, axis=1)
        usual = _find_usual(whole, starts, sizes)
        weighed[of] += weights.whole * whole[own, at] + weights.part * part[own, at]
        weighed[of] += weights.usual * usual[own, report]
    return weighed


def _multiply(rows: Vectors, columns: Vectors) -> Vectors:
    parts = [rows @ columns[:, at : at + _COLUMNS] for at in range(0, columns.shape[1], _COLUMNS)]
    return np.concatenate(parts, axis=1)


def _find_usual(cosines: Vectors, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Vectors:
    """Return the mean and 1.5 standard deviations of commitments' cosines with each report's passages."""
    reports = len(sizes)
    held = np.flatnonzero(sizes)
    starts, sizes = starts[held], sizes[held]
    sums = np.add.reduceat(cosines, starts, axis=1, dtype=np.float64)
    squares = np.add.reduceat(np.square(cosines), starts, axis=1, dtype=np.float64)
    means = (sums + _AS_MANY * _MEAN) / (sizes + _AS_MANY)
    spread = squares - 2 * means * sums + sizes * means**2 + _AS_MANY * _DEVIATION**2
    usual = np.zeros((len(cosines), reports), np.float32)
    usual[:, held] = means + 1.5 * np.sqrt(np.maximum(spread, 0) / (sizes + _AS_MANY))
    return usual
