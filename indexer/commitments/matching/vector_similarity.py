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

from indexer.commitments.matching.character_vectors import TextVectors, Vectors, load_usual
from indexer.report.report import Kind


class _SimilarityWeights(NamedTuple):
    """What counts, in the logarithm of the odds; all but the last are cosines.

    Attributes:
        whole: of a commitment and a passage.
        part: of a commitment and the clause of the passage, or two neighbouring ones, that is most similar.
        usual: of a commitment and all passages, the mean and 1.5 standard deviations, drawn towards what is
            to be expected: where many are similar to it, similarity says less.
        meaning: of both by a sentence model, where one is set.
        start: what is added.
    """

    whole: float
    part: float
    usual: float
    meaning: float
    start: float


_WEIGHTS = _SimilarityWeights(5.714, 5.204, -22.216, 0.0, 0.577)
# Beside vectors of the model `BAAI/bge-small-zh-v1.5`.
_WITH_MEANING = _SimilarityWeights(3.274, 4.853, -22.447, 8.278, -3.673)
# What is expected counts as so many passages. For the commitments of work reports it follows, for each, from
# the passages of all work reports (`load_usual`); for others it is what most have.
_AS_MANY_WORK, _AS_MANY = 200, 20
_MEAN, _VARIANCE = 0.01, 0.14**2
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


class Similarities(NamedTuple):
    """What the vectors of pairs say.

    Attributes:
        added: to the logarithm of the odds that the passage is an answer.
        whole: the cosine of both.
    """

    added: NDArray[np.float32]
    whole: NDArray[np.float32]


def weigh_similarity(
    kind: Kind, wanted: Vectors, said: Sequence[TextVectors], pairs: Pairs, meanings: Vectors | None = None
) -> Similarities:
    """Return for each pair what similarity says of whether it is an answer.

    Args:
        kind: of the report that makes the commitments.
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
    cosines = np.zeros_like(weighed)
    if meanings is not None:
        weighed += weights.meaning * meanings
    for start in range(0, len(wanted), _ROWS):
        ours = wanted[start : start + _ROWS]
        of = slice(*np.searchsorted(pairs.commitments, [start, start + _ROWS]))
        own, at = pairs.commitments[of] - start, starts[pairs.reports[of]] + pairs.passages[of]
        whole = _multiply(ours, passages)
        part = np.maximum.reduceat(_multiply(ours, stretches), firsts, axis=1)
        cosines[of] = whole[own, at]
        weighed[of] += weights.whole * cosines[of] + weights.part * part[own, at]
        weighed[of] += weights.usual * _find_usual(kind, ours, whole)[own]
    return Similarities(weighed, cosines)


def _multiply(rows: Vectors, columns: Vectors) -> Vectors:
    parts = [rows @ columns[:, at : at + _COLUMNS] for at in range(0, columns.shape[1], _COLUMNS)]
    return np.concatenate(parts, axis=1)


def _find_usual(kind: Kind, wanted: Vectors, cosines: Vectors) -> Vectors:
    """Return the mean and 1.5 standard deviations of commitments' cosines with all passages."""
    mean: Vectors | float = _MEAN
    variance: Vectors | float = _VARIANCE
    many = _AS_MANY
    if kind is Kind.WORK:
        usual = load_usual()
        mean, variance = wanted @ usual.mean, np.einsum("ij,ij->i", wanted @ usual.covariance, wanted)
        many = _AS_MANY_WORK
    passages = cosines.shape[1]
    sums = cosines.sum(axis=1, dtype=np.float64)
    squares = np.square(cosines).sum(axis=1, dtype=np.float64)
    means = (sums + many * mean) / (passages + many)
    spread = squares - 2 * means * sums + passages * means**2 + many * variance
    found = means + 1.5 * np.sqrt(np.maximum(spread, 0) / (passages + many))
    return np.asarray(found, np.float32)
