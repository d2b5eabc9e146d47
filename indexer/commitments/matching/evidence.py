"""What later reports say of a commitment: passages ranked by what they share with it.

A passage is first found by the pairs of characters that it shares, then weighed: how much of one clause it
has, how long a stretch of it word for word, whether the thing itself (the last word of a clause) is among
what it has; then seen beside the passages of the other commitments. Below a bar it is not shown: better to
say that nothing was found than to show what only sounds alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.commitments.matching.candidate import Candidate
from indexer.commitments.matching.certainty import SharingPassage, WantedWords, measure_certainty, read_wanted
from indexer.commitments.matching.character_vectors import TextVectors, read_stretches, read_vectors
from indexer.commitments.matching.neighbourhood import Passage, Similarity, compare_neighbours
from indexer.commitments.matching.sentence_model import Encoder
from indexer.commitments.matching.vector_similarity import Pairs, weigh_similarity
from indexer.commitments.sentence import Place
from indexer.commitments.wording import list_wordings
from indexer.report.report import Kind

MOST = 5
"""Passages kept for a commitment."""

_LEAST = 0.38  # how sure a passage must be
_WEIGHED = 10  # passages of a report that are weighed, those that share most
_LEAST_SHARED = 4.0  # what their pairs must weigh


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a later report that speaks of a commitment.

    Attributes:
        report: id of that report.
        text: the passage as it is there; place: where.
        score: how sure it is that it does, 0–1.
        spans: what matched: start and end of each stretch in `text`.
    """

    report: str
    text: str
    place: Place
    score: float
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class CandidateIndex:
    """The candidates of one report, their words, and in which of them each pair of characters is.

    Attributes:
        vectors: what they are about.
        meanings: the vector of each, where a sentence model is set.
    """

    report: str
    passages: tuple[Candidate, ...]
    words: tuple[frozenset[str], ...]
    holders: dict[str, list[int]]
    vectors: TextVectors
    meanings: NDArray[np.float32] | None = None


def index_candidates(
    report: str,
    passages: tuple[Candidate, ...],
    names: Sequence[str] = (),
    encoder: Encoder | None = None,
) -> CandidateIndex:
    """Return the index of a report's candidates.

    Args:
        passages: the candidates (`candidate.find_candidates`).
        names: of the body and its place.
        encoder: says what sentences mean, where a model is set.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    words = []
    for number, wording in enumerate(list_wordings((passage.folded for passage in passages), names)):
        words.append(frozenset(wording.words))
        for pair in wording.pairs:
            holders[pair].append(number)
    meanings = encoder.encode([passage.text for passage in passages]) if encoder and passages else None
    vectors = read_stretches([passage.folded for passage in passages])
    return CandidateIndex(report, passages, tuple(words), dict(holders), vectors, meanings)


def find_evidence(
    kind: Kind,
    commitments: Sequence[str],
    candidates: Sequence[CandidateIndex],
    names: Sequence[str] = (),
    meanings: NDArray[np.float32] | None = None,
) -> list[tuple[Evidence, ...]]:
    """Return for each commitment the passages that speak of it, the best first; () where none does.

    Args:
        kind: of the report that makes the commitments.
        commitments: their words, folded, in its order.
        candidates: the reports that may answer them, the nearest first.
        names: of the body and its place.
        meanings: the commitments' vectors, where a sentence model is set.
    """
    wanted = [read_wanted(folded, names) for folded in commitments]
    shared = [
        {
            (at, number): has
            for at, source in enumerate(candidates)
            for number, has in _list_nearest(each, source)
        }
        if each.pairs
        else {}
        for each in wanted
    ]
    by_words = [
        {passage: _measure(each, candidates, passage, has) for passage, has in those.items()}
        for each, those in zip(wanted, shared, strict=True)
    ]
    similarities = _compare(kind, commitments, shared, candidates, meanings)
    found = compare_neighbours(by_words, [len(source.passages) for source in candidates], similarities)
    return [
        tuple(_list_best(certainties, candidates, those))
        for certainties, those in zip(found, shared, strict=True)
    ]


def _measure(
    wanted: WantedWords, candidates: Sequence[CandidateIndex], passage: Passage, has: Sequence[str]
) -> float:
    """Return how sure it is by words that a passage speaks of a commitment, whatever is said of others."""
    distance, number = passage
    source = candidates[distance]
    sharing = SharingPassage(source.passages[number].folded, source.words[number], has, distance)
    return measure_certainty(wanted, sharing)


def _compare(
    kind: Kind,
    commitments: Sequence[str],
    shared: Sequence[Mapping[Passage, object]],
    candidates: Sequence[CandidateIndex],
    meanings: NDArray[np.float32] | None,
) -> list[dict[Passage, Similarity]]:
    """Return what the vectors of commitments and passages say of how sure it is (`weigh_similarity`)."""
    listed = [(number, *passage) for number, passages in enumerate(shared) for passage in passages]
    found: list[dict[Passage, Similarity]] = [{} for _ in shared]
    if not listed:
        return found
    pairs = Pairs(*np.array(listed).T)
    cosines = None if meanings is None else _find_cosines(pairs, candidates, meanings)
    weighed = weigh_similarity(
        kind, read_vectors(commitments), [each.vectors for each in candidates], pairs, cosines
    )
    for (number, *passage), *said in zip(listed, weighed.added.tolist(), weighed.whole.tolist(), strict=True):
        found[number][passage[0], passage[1]] = Similarity(*said)
    return found


def _find_cosines(
    pairs: Pairs, candidates: Sequence[CandidateIndex], meanings: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return of each pair the cosine of both by the sentence model; 0 where the passage has no vector."""
    cosines = np.zeros(len(pairs.commitments), np.float32)
    for at, source in enumerate(candidates):
        if source.meanings is not None:
            of = pairs.reports == at
            ours, theirs = meanings[pairs.commitments[of]], source.meanings[pairs.passages[of]]
            cosines[of] = np.einsum("ij,ij->i", ours, theirs)
    return cosines


def _list_best(
    certainties: dict[Passage, float],
    candidates: Sequence[CandidateIndex],
    shared: dict[Passage, list[str]],
) -> Iterator[Evidence]:
    """Yield the passages that are sure enough, the surest first."""
    best = sorted((-sure, passage) for passage, sure in certainties.items() if sure >= _LEAST)
    for sure, (at, number) in best[:MOST]:
        source = candidates[at]
        passage = source.passages[number]
        spans = _spans(passage, shared[at, number])
        yield Evidence(source.report, passage.text, passage.place, round(-sure, 3), spans)


def _list_nearest(wanted: WantedWords, source: CandidateIndex) -> list[tuple[int, list[str]]]:
    """Return the passages that share most, by number, each with what it shares."""
    shared: dict[int, list[str]] = defaultdict(list)
    weights: dict[int, float] = defaultdict(float)
    for pair, weight in wanted.pairs.items():
        for number in _list_holders(pair, source):
            shared[number].append(pair)
            weights[number] += weight
    near = [number for number, weight in weights.items() if weight >= _LEAST_SHARED]
    near.sort(key=lambda number: (-weights[number], number))
    return [(number, shared[number]) for number in near[:_WEIGHED]]


def _list_holders(words: str, source: CandidateIndex) -> Sequence[int]:
    """Return numbers of the passages that have a pair of characters, or what was quoted."""
    if words in source.holders or len(words) == 2:
        return source.holders.get(words, ())
    return [number for number, passage in enumerate(source.passages) if words in passage.folded]


def _spans(passage: Candidate, has: Sequence[str]) -> tuple[tuple[int, int], ...]:
    # Folding keeps lengths but for rare signs; the number at the front is cut from the folded words.
    shift = len(passage.text) - len(passage.folded)
    marked = sorted((at, at + len(words)) for words in has for at in _find_places(words, passage.folded))
    spans: list[list[int]] = []
    for start, end in marked:
        if spans and start + shift <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], end + shift)
        else:
            spans.append([start + shift, end + shift])
    return tuple((max(start, 0), min(end, len(passage.text))) for start, end in spans)


def _find_places(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
