"""What texts are about, as vectors: sums of those of their characters and of pairs of neighbours.

The table is packaged as `indexer/data/character-vectors.npz`. It was distilled from the sentence model
`BAAI/bge-small-zh-v1.5` (MIT): each character and each pair that reports use has a vector such that the sum
over a sentence points where the model's vector of that sentence does. So texts of like meaning have vectors
of like direction, as far as can be told without the order of the words.
`python tests/benchmarks/character_vectors.py HOME MODEL` makes it anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Vectors = NDArray[np.float32]

_BREAK = np.uint32(ord("\n"))  # what ends texts
_LARGEST = 0xFFFF  # characters beyond take more than half of a number, and no table has them
_ENDS = np.zeros(_LARGEST + 2, np.bool_)  # of each character whether it ends clauses, in folded text
_ENDS[[ord(sign) for sign in ",;。:!?\n"]] = True
_SHORTEST = 4  # characters of a clause that says something by itself


class Grams(NamedTuple):
    """The characters and pairs of several texts, in order.

    Attributes:
        codes: of each the number by which it is known: a character's code, or 65536 times the first's and
            the second's.
        clauses: of each the clause that it is in, by number over all texts.
        texts: of each clause the text that it is in; lengths: its number of characters.
    """

    codes: NDArray[np.uint32]
    clauses: Numbers
    texts: Numbers
    lengths: Numbers


class TextVectors(NamedTuple):
    """Vectors of several texts and of what is in them.

    Attributes:
        whole: of each text.
        stretches: of the clauses of a text, of every two neighbours among them, and of the text; those of one
            text after those of another.
        firsts: where the stretches of each text begin.
    """

    whole: Vectors
    stretches: Vectors
    firsts: Numbers


class VectorTable(NamedTuple):
    """The vectors of characters and pairs.

    Attributes:
        codes: of characters and pairs, ascending (see `Grams`).
        vectors: a row for each.
    """

    codes: NDArray[np.uint32]
    vectors: Vectors

    def sum_clauses(self, grams: Grams) -> Vectors:
        """Return of each clause the sum of what is in it."""
        at, known = find_rows(self.codes, grams)
        sums = np.zeros((len(grams.texts), self.vectors.shape[1]), np.float32)
        clauses = grams.clauses[known]
        if len(clauses):
            starts = np.concatenate([[0], np.flatnonzero(clauses[1:] != clauses[:-1]) + 1])
            sums[clauses[starts]] = np.add.reduceat(self.vectors[at[known]], starts)
        return sums


class UsualPassages(NamedTuple):
    """What passages of work reports are about as a rule: from them follows how similar a text is to most.

    Attributes:
        mean: of their vectors; covariance: of these.
    """

    mean: Vectors
    covariance: Vectors


def find_rows(codes: NDArray[np.uint32], grams: Grams) -> tuple[Numbers, NDArray[np.bool_]]:
    """Return the row of each character and pair in a table with these codes, and whether it has one."""
    at = np.minimum(np.searchsorted(codes, grams.codes), len(codes) - 1)
    return at, codes[at] == grams.codes


@cache
def load_table() -> VectorTable:
    """Return the packaged table, read when first asked for."""
    codes, vectors, scales = _load("codes", "vectors", "scales")
    return VectorTable(codes, vectors * scales[:, None])


@cache
def load_usual() -> UsualPassages:
    """Return what is packaged of the passages of work reports, read when first asked for."""
    return UsualPassages(*_load("mean", "covariance"))


def _load(*names: str) -> list[NDArray[Any]]:
    with files("indexer.data").joinpath("character-vectors.npz").open("rb") as file, np.load(file) as kept:
        return [kept[name] for name in names]


def list_grams(texts: Sequence[str]) -> Grams:
    """Return the characters and pairs of texts.

    A pair is in the clause in which it begins; a sign is in the clause that it ends.

    Args:
        texts: folded.
    """
    joined = "".join(text.replace("\n", " ") + "\n" for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = _ENDS[np.minimum(codes, _LARGEST + 1)]
    clauses: Numbers = np.cumsum(ends) - ends
    plain = (codes != _BREAK) & (codes <= _LARGEST)
    found = np.zeros((len(codes), 2), np.uint32)
    found[plain, 0] = codes[plain]
    first = np.flatnonzero(plain[:-1] & plain[1:])
    found[first, 1] = codes[first] << 16 | codes[first + 1]
    taken = found.ravel() > 0
    closed = np.cumsum(codes[ends] == _BREAK)
    return Grams(
        found.ravel()[taken],
        np.repeat(clauses, 2)[taken],
        np.concatenate([[0], closed[:-1]]) if len(closed) else closed,
        np.bincount(clauses[~ends], minlength=len(closed)),
    )


def read_vectors(texts: Sequence[str]) -> Vectors:
    """Return a row for each text, of length 1, or 0 where nothing of it is in the table.

    Args:
        texts: folded.
    """
    return _scale(_sum(list_grams(texts), len(texts))[1])


def read_stretches(texts: Sequence[str]) -> TextVectors:
    """Return the vectors of texts, as `read_vectors` does, and of their stretches."""
    grams = list_grams(texts)
    clauses, whole = _sum(grams, len(texts))
    saying = np.flatnonzero(grams.lengths >= _SHORTEST)
    of = grams.texts[saying]
    beside = np.flatnonzero(of[1:] == of[:-1])
    first, second = saying[beside], saying[beside + 1]
    owners = np.concatenate([of, of[beside], np.arange(len(texts))])
    order = np.argsort(owners, kind="stable")
    stretches = np.concatenate([clauses[saying], clauses[first] + clauses[second], whole])
    firsts = np.searchsorted(owners[order], np.arange(len(texts)))
    return TextVectors(_scale(whole), _scale(stretches[order]), firsts)


def _sum(grams: Grams, texts: int) -> tuple[Vectors, Vectors]:
    """Return the sums over clauses and those over texts."""
    clauses = load_table().sum_clauses(grams)
    return clauses, np.add.reduceat(
        clauses, np.searchsorted(grams.texts, np.arange(texts))
    ) if texts else clauses


def _scale(vectors: Vectors) -> Vectors:
    squares = np.einsum("ij,ij->i", vectors, vectors)
    return np.asarray(vectors / np.sqrt(np.maximum(squares, 1e-18))[:, None], np.float32)
