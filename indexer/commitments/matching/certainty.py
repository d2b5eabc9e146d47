"""How sure it is that a passage speaks of a commitment: what both share, weighed.

The weights were fitted to promises of real reports and their answers (see `tests/benchmarks/README.md`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indexer.commitments.wording import list_common_pairs, list_wordings, weigh_pair, weigh_word

_STEP, _STEP_COMMON = 4.0, 0.5  # weights of pairs in a stretch, of those that many promises share
_LONG = 30.0  # weight beyond which a longer stretch shows no more
_QUOTED = re.compile(r"“([^“”,;。]{3,12})”")
_CLAUSE = re.compile(r"[,;。:!?]")
_STRETCH = re.compile(r"[\u3400-\u9fffa-z]{2,}")


class _Features(NamedTuple):
    """What a passage and a commitment share.

    Attributes:
        clause: share of the pairs of its best clause, within two clauses of the passage.
        stretch: weight of the longest stretch that both have word for word.
        thing: weight of the heaviest last word of a clause.
        words: share of the words of its best clause.
        whole: share of all its words.
        second: weight of the heaviest word but one.
        length: logarithm of the passage's length, by that of a short sentence.
        short: 1 where the commitment has few words, which cannot share much.
        distance: how many nearer reports may answer.
    """

    clause: float
    stretch: float
    thing: float
    words: float
    whole: float
    second: float
    length: float
    short: float
    distance: float


_WEIGHTS = _Features(1.46, 0.121, 0.081, 1.33, 0.88, 0.143, -0.36, 0.91, -0.38)
_START = -3.49
_FEW = 3  # words of a short commitment


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words that run on without a sign: their characters, and the weight of each pair of neighbours."""

    words: str
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of a commitment.

    Attributes:
        pairs, words: what it is about; all_pairs, all_words: what these weigh together.
        thing: its last word, "" where it has none.
    """

    pairs: frozenset[str]
    words: frozenset[str]
    all_pairs: float
    all_words: float
    thing: str


@dataclass(frozen=True, slots=True)
class WantedWords:
    """A commitment that passages are looked for.

    Attributes:
        stretches: its words, cut where names and signs are.
        pairs: of all clauses together, with their weights.
        words: of all clauses together; total: what they weigh.
    """

    stretches: tuple[_Stretch, ...]
    clauses: tuple[_Clause, ...]
    pairs: dict[str, float]
    words: frozenset[str]
    total: float


def read_wanted(folded: str, names: Sequence[str] = ()) -> WantedWords:
    """Return what passages are looked for that speak of a commitment.

    Args:
        folded: its words, folded; names: of the body and its place.
    """
    texts = [clause for clause in _CLAUSE.split(folded) if clause.strip()]
    clauses = []
    for text, wording in zip(texts, list_wordings(texts, names), strict=True):
        if pairs := wording.pairs.union(_QUOTED.findall(text)):
            words = frozenset(wording.words)
            weight = sum(map(weigh_word, words))
            thing = wording.words[-1] if words else ""
            clauses.append(_Clause(pairs, words, sum(map(weigh_pair, pairs)), weight, thing))
    for name in names:
        folded = folded.replace(name, "。")
    words = frozenset(word for clause in clauses for word in clause.words)
    return WantedWords(
        tuple(_weigh_pairs(run) for run in _STRETCH.findall(folded)),
        tuple(clauses),
        {pair: weigh_pair(pair) for clause in clauses for pair in clause.pairs},
        words,
        sum(map(weigh_word, words)),
    )


def _weigh_pairs(words: str) -> _Stretch:
    common = list_common_pairs()
    pairs = (words[at : at + 2] for at in range(len(words) - 1))
    return _Stretch(words, tuple(_STEP_COMMON if pair in common else _STEP for pair in pairs))


@dataclass(frozen=True, slots=True)
class SharingPassage:
    """A passage that shares something with a commitment.

    Attributes:
        folded: its words, folded; words: those that say what it is about.
        has: the pairs and names that it shares.
        distance: how many nearer reports may answer.
    """

    folded: str
    words: frozenset[str]
    has: Sequence[str]
    distance: int = 0


def measure_certainty(wanted: WantedWords, passage: SharingPassage) -> float:
    """Return how sure it is that a passage speaks of a commitment, 0–1."""
    values = _measure(wanted, passage)
    total = _START + sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True))
    return 1 / (1 + math.exp(-total))


def _measure(wanted: WantedWords, passage: SharingPassage) -> _Features:
    folded = passage.folded
    said = {word for word in wanted.words if word in passage.words or word in folded}
    weights = sorted(map(weigh_word, said), reverse=True)
    near = [{words for words in passage.has if words in window} for window in _list_windows(folded)]
    return _Features(
        max(_share_pairs(clause, some, wanted.pairs) for clause in wanted.clauses for some in near),
        min(_weigh_stretch(wanted.stretches, folded), _LONG),
        max((weigh_word(clause.thing) for clause in wanted.clauses if clause.thing in said), default=0.0),
        max(_share_words(clause, said) for clause in wanted.clauses),
        sum(weights) / wanted.total if said else 0.0,
        weights[1] if len(weights) > 1 else 0.0,
        math.log(len(folded) / 30),
        float(len(wanted.words) <= _FEW),
        float(passage.distance),
    )


def _share_pairs(clause: _Clause, has: set[str], weights: Mapping[str, float]) -> float:
    """The share of a clause, smaller where little is shared: that proves little."""
    shared = clause.pairs & has
    if not shared:
        return 0.0
    weight = sum(weights[pair] for pair in shared)
    return weight / clause.all_pairs * min(1.0, weight / 15)


def _share_words(clause: _Clause, said: set[str]) -> float:
    shared = clause.words & said
    if not shared:
        return 0.0
    weight = sum(map(weigh_word, shared))
    return weight / clause.all_words * min(1.0, weight / 12)


def _weigh_stretch(stretches: Sequence[_Stretch], passage: str) -> float:
    """The weight of the heaviest stretch that a passage has word for word."""
    best = 0.0
    for stretch in stretches:
        at, end = 0, len(stretch.weights)
        while at < end:
            start, weight = at, 0.0
            while at < end and stretch.words[start : at + 2] in passage:
                weight += stretch.weights[at]
                at += 1
            if at == start:
                at += 1
            elif weight > best:
                best = weight
    return best


def _list_windows(folded: str) -> list[str]:
    """The clauses of a passage, each with the one after it."""
    clauses = [clause for clause in _CLAUSE.split(folded) if clause]
    return [",".join(clauses[at : at + 2]) for at in range(max(1, len(clauses) - 1))]
