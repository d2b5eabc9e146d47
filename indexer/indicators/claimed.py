"""What a disclosure report says in numbers of its requests, reviews and lawsuits, as figures of indicators.

The text is read by the reader that checks text against table (`figures.claim`), so that a number is the same
wherever it is shown; what that reader is not sure of is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.commitments.role import Sentence
from indexer.commitments.sentence import SentencePiece
from indexer.figures.claim import Claim, find_claims
from indexer.indicators.reading import IndicatorReading
from indexer.indicators.value import IndicatorValue, Measure
from indexer.report.report import Report, Section

CLAIMED = {
    "received": "requests",
    "done": "answered",
    "carried_out": "carried",
    "review": "reviews",
    "lawsuits": "lawsuits",
}
"""What claims speak of, and keys of the indicators that these are."""


@dataclass(frozen=True, slots=True)
class ClaimedReading:
    """A number that a report claims, and the sentence that it stands in."""

    reading: IndicatorReading
    piece: SentencePiece


def read_claimed(report: Report, found: Iterable[tuple[Section, list[Sentence]]]) -> Iterator[ClaimedReading]:
    """Yield what a disclosure report claims of its whole year, in its order.

    Args:
        found: its sentences with their roles.
    """
    pieces: dict[tuple[int, int], list[SentencePiece]] = {}
    for section, listed in found:
        for sentence in listed:
            place = sentence.piece.place
            for line in range(place.line, place.last + 1):
                pieces.setdefault((section.number, line), []).append(sentence.piece)
    for claim in find_claims(report.sections, report.year, report.body):
        if claim.matter not in CLAIMED or not claim.sure or claim.own_level or claim.including:
            continue
        mention = claim.mention
        listed_here = pieces.get((mention.section, mention.line), [])
        piece = next((each for each in listed_here if _holds(each, claim)), None)
        if piece:
            yield ClaimedReading(_make_reading(claim), piece)


def _holds(piece: SentencePiece, claim: Claim) -> bool:
    place, mention = piece.place, claim.mention
    return (place.line, place.start) <= (mention.line, mention.start) < (place.last, place.end)


def _make_reading(claim: Claim) -> IndicatorReading:
    number, mention = claim.number, claim.mention
    value = IndicatorValue(f"{number}件", number, number, "件")
    return IndicatorReading(CLAIMED[claim.matter], Measure.LEVEL, value, mention.start, mention.end)
