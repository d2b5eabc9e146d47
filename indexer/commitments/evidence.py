"""What later reports say of a commitment: passages ranked by how much of its own words they share.

Words that every report uses (推进, 公开, 工作 …) say nothing of what a commitment is about, and neither do
the names of the body and its place; of the rest each pair of neighbouring characters counts the more,
the fewer passages have it. A passage must share enough of one clause, or it is not shown at all: better
to say that nothing was found than to show what only sounds alike.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.commitments.candidate import Candidate
from indexer.commitments.sentence import Place
from indexer.commitments.vocabulary import read_rows
from indexer.search.analysis import load_segmenter

MOST = 5
"""Passages kept for a commitment."""

_LEAST = 0.30  # share of the commitment that a passage must have
_ENOUGH = 3  # pairs of characters that it must share
_WHOLE = 0.35  # how much the commitment as a whole counts beside its best clause
_NAMED = 0.15  # what it counts that both have the same name in quotes, which few other passages have
_RARE = 2  # passages that may have it
_WORD = re.compile(r"[\u3400-\u9fff]+|(?<![a-z0-9])[0-9]*[a-z][a-z0-9]*|\d{5}")
_EMPTY = frozenset("的了和与等在对把将为从以及向其并各个是有到由按被让给或而也")
_QUOTED = re.compile(r"“([^“”,;。]{2,12})”")
_CLAUSE = re.compile(r"[,;。:]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a later report that speaks of a commitment.

    Attributes:
        report: id of that report.
        text: the passage as it is there; place: where.
        score: share of the commitment's words that it has, weighed, 0–1.
        spans: what matched: start and end of each stretch in `text`.
    """

    report: str
    text: str
    place: Place
    score: float
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class CandidateIndex:
    """The candidates of one report, and in which of them each pair of characters is."""

    report: str
    passages: tuple[Candidate, ...]
    holders: dict[str, list[int]]


def index_candidates(
    report: str, passages: tuple[Candidate, ...], names: Sequence[str] = ()
) -> CandidateIndex:
    """Return the index of a report's candidates.

    Args:
        passages: the candidates (`candidate.find_candidates`).
        names: of the body and its place.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(_pairs((passage.folded for passage in passages), names)):
        for pair in found:
            holders[pair].append(number)
    return CandidateIndex(report, passages, dict(holders))


def list_pairs(folded: str, names: Sequence[str] = ()) -> set[str]:
    """The pairs of neighbouring characters, inside words, that say what a text is about."""
    return next(_pairs([folded], names), set())


def _pairs(texts: Iterable[str], names: Sequence[str]) -> Iterator[set[str]]:
    """The pairs of each text, of which none is blank; segmented together, which is quicker."""
    folded = "\n".join([*texts, ""])
    for name in names:
        folded = folded.replace(name, "。")
    found: set[str] = set()
    before = ""
    for word in load_segmenter().cut(folded):
        if "\n" in word:
            yield found
            found, before = set(), ""
            continue
        own = _inside(word)
        if own is None:
            before = ""
            continue
        found.update(own)
        # The segmenter does not know every word of the field (工单打通): its borders count for little.
        if before and (len(word) == 1 or len(before) == 1):
            found.add(before[-1] + word[0])
        before = "" if word.isascii() else word


@lru_cache(maxsize=100_000)
def _inside(word: str) -> tuple[str, ...] | None:
    """The pairs inside a word; None where it says nothing of what a text is about."""
    if word in _EMPTY or word in _plain() or not _WORD.fullmatch(word):
        return None
    return (word,) if word.isascii() else tuple(word[at : at + 2] for at in range(len(word) - 1))


def find_evidence(
    folded: str, candidates: Sequence[CandidateIndex], names: Sequence[str] = ()
) -> tuple[Evidence, ...]:
    """The passages that speak of a commitment, the best first; () where none does.

    Args:
        folded: the commitment's words, folded.
        candidates: the reports that may answer it, the nearest first.
    """
    clauses = [clause for words in _CLAUSE.split(folded) if (clause := _wanted(words, names))]
    wanted: set[str] = set().union(*clauses)
    if len(wanted) < 2:
        return ()
    found = []
    for distance, source in enumerate(candidates):
        holders = {words: _holders(words, source) for words in wanted}
        weights = _weights(holders, len(source.passages))
        total = sum(weights.values())
        shared: dict[int, set[str]] = defaultdict(set)
        for words, numbers in holders.items():
            for number in numbers:
                shared[number].add(words)
        for number, has in shared.items():
            if len(has) < 2:
                continue
            passage = source.passages[number]
            # What is scattered over a long sentence shows nothing: it must stand together in it.
            near = [_within(has, window) for window in _windows(passage.folded)]
            best = max(_share(clause, some, weights) for clause in clauses for some in near)
            score = (1 - _WHOLE) * best + _WHOLE * sum(weights[pair] for pair in has) / total
            if any(len(words) > 2 and len(holders[words]) <= _RARE for words in has):
                score += _NAMED
            if score >= _LEAST:
                found.append((score - 0.01 * distance, source.report, passage, has))
    found.sort(key=lambda hit: -hit[0])
    return tuple(
        Evidence(report, passage.text, passage.place, round(score, 3), _spans(passage, has))
        for score, report, passage, has in found[:MOST]
    )


def _wanted(clause: str, names: Sequence[str]) -> set[str]:
    """What a passage should have of a clause: its pairs, and what is in quotes as a whole."""
    return list_pairs(clause, names) | set(_QUOTED.findall(clause))


def _holders(words: str, source: CandidateIndex) -> Sequence[int]:
    """Numbers of the passages that have a pair of characters, or what was quoted."""
    if words in source.holders or len(words) == 2:
        return source.holders.get(words, ())
    return [number for number, passage in enumerate(source.passages) if words in passage.folded]


def _weights(holders: Mapping[str, Sequence[int]], passages: int) -> dict[str, float]:
    return {words: math.log(1 + passages / (0.5 + len(held))) for words, held in holders.items()}


def _share(clause: set[str], has: set[str], weights: dict[str, float]) -> float:
    """The share of a clause, smaller for clauses of few words: they prove little."""
    shared = clause & has
    weight = sum(weights[pair] for pair in clause)
    return sum(weights[pair] for pair in shared) / weight * min(1.0, len(shared) / _ENOUGH)


def _windows(folded: str) -> list[str]:
    """The clauses of a passage, each with the one after it."""
    clauses = [clause for clause in _CLAUSE.split(folded) if clause]
    return [",".join(clauses[at : at + 2]) for at in range(max(1, len(clauses) - 1))]


def _within(has: set[str], window: str) -> set[str]:
    """Those words that stand in a window; none where these are only such as many promises share."""
    found = {words for words in has if words in window}
    return found if any(words not in _common() for words in found) else set()


def _spans(passage: Candidate, has: set[str]) -> tuple[tuple[int, int], ...]:
    # Folding keeps lengths but for rare signs; the number at the front is cut from the folded words.
    shift = len(passage.text) - len(passage.folded)
    marked = sorted(at for pair in has for at in _places(pair, passage.folded))
    spans: list[list[int]] = []
    for at in marked:
        if spans and at + shift <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], at + shift + 2)
        else:
            spans.append([at + shift, at + shift + 2])
    return tuple((max(start, 0), min(end, len(passage.text))) for start, end in spans)


def _places(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while 0 <= at < len(text) - 1:
        yield at
        at = text.find(words, at + 1)


@cache
def _plain() -> frozenset[str]:
    return frozenset(word for row in read_rows("plain") for word in row.words.split("|"))


@cache
def _common() -> frozenset[str]:
    """Pairs of characters inside words that many promises share."""
    listed = [word for row in read_rows("common") for word in row.words.split("|")]
    return frozenset(word[at : at + 2] for word in listed for at in range(len(word) - 1))
