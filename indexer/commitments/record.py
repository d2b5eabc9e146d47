"""What the catalogue gives back of a commitment: where it was made, what answers it, where it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from indexer.commitments.classes import CommitmentClass
from indexer.commitments.matching.evidence import Evidence
from indexer.commitments.matching.figure_pairs import pair_figures
from indexer.commitments.quantity import Deadline, Quantity
from indexer.commitments.sentence import Place
from indexer.commitments.source_report import SourceReport
from indexer.commitments.statement import StatementPart
from indexer.commitments.vocabulary import list_topics


class FollowUp(StrEnum):
    """Whether later reports of the same body speak of a commitment. What that means a person decides."""

    FOUND = "found"
    """There are passages that speak of it."""
    NONE = "none"
    """There are later reports, and none speaks of it."""
    WAITING = "waiting"
    """The archive holds no later report that could."""


STATE_NAMES = {
    FollowUp.FOUND: "后来的报告提到了",
    FollowUp.NONE: "后来的报告没有提到",
    FollowUp.WAITING: "本站还没有后来的报告",
}
"""What people read."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A commitment as the catalogue holds it (see `statement.Statement` for what its parts mean).

    Attributes:
        key: hash of the body, the year and the words: the same over rebuilds, and of every version of
            the report that says the same. Verdicts speak of it.
        source: the report that makes it.
        year: the year that it is for.
        state: whether later reports speak of it.
        class_: how far it can be checked.
    """

    key: str
    source: SourceReport
    text: str
    label: str
    place: Place
    parts: tuple[StatementPart, ...]
    year: int | None
    action: str
    object: str
    figures: tuple[Quantity, ...]
    deadlines: tuple[Deadline, ...]
    topics: tuple[int, ...]
    state: FollowUp
    class_: CommitmentClass = CommitmentClass.TASK

    @property
    def words(self) -> str:
        """The text without its number."""
        return self.text[len(self.label) :].lstrip() if self.label else self.text

    @property
    def topic_names(self) -> tuple[str, ...]:
        """Names of its topics."""
        return tuple(list_topics()[number] for number in self.topics)

    @property
    def url(self) -> str:
        """Path of its page on the portal."""
        return f"/commitments/{self.key}"

    @property
    def there(self) -> str:
        """Path of the paragraph in which it is."""
        return self.source.locate(self.place)

    def to_json(self) -> dict[str, Any]:
        """For scripts."""
        source = self.source
        return {
            "key": self.key,
            "report": source.report,
            "title": source.title,
            "report_year": source.year,
            "kind": source.kind,
            "body": source.body,
            "district": source.district,
            "region": list(source.region.path) if source.region else [],
            "year": self.year,
            "text": self.text,
            "label": self.label,
            "section": self.place.section,
            "line": self.place.line,
            "start": self.place.start,
            "last_line": self.place.last,
            "end": self.place.end,
            "action": self.action,
            "object": self.object,
            "figures": [
                {"text": f.text, "value": f.value, "unit": f.unit, "bound": f.bound} for f in self.figures
            ],
            "deadlines": [{"text": d.text, "date": d.date} for d in self.deadlines],
            "topics": list(self.topic_names),
            "state": self.state.value,
            "class": self.class_.value,
            "url": self.url,
            "report_url": self.there,
        }


@dataclass(frozen=True, slots=True)
class ReportEvidence:
    """A passage that speaks of a commitment, with the report that it is in."""

    source: SourceReport
    evidence: Evidence

    def pair_figures(self, commitment: Commitment) -> tuple[tuple[Quantity, Quantity], ...]:
        """Return the commitment's figures, each with the passage's of the same thing."""
        return pair_figures(commitment.figures, commitment.text, self.evidence.text)

    @property
    def url(self) -> str:
        """Path of its paragraph."""
        return self.source.locate(self.evidence.place)

    def to_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "report": self.source.report,
            "title": self.source.title,
            "year": self.source.year,
            "text": self.evidence.text,
            "matched": [self.evidence.text[start:end] for start, end in self.evidence.spans],
            "score": self.evidence.score,
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class SimilarCommitment:
    """Another commitment of much the same words.

    Attributes:
        share: share of common character triples, figures taken as equal, 0–1.
        verbatim: whether the words are the very same, figures included.
        own: whether the same body made it.
    """

    commitment: Commitment
    share: float
    verbatim: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """A commitment with all that the archive knows of it.

    Attributes:
        candidates: the later reports that were searched for an answer, the nearest first.
        answers: their passages that speak of it, the best first.
        again: like commitments, the nearest first: of the same body, then of others.
    """

    commitment: Commitment
    candidates: tuple[SourceReport, ...]
    answers: tuple[ReportEvidence, ...]
    again: tuple[SimilarCommitment, ...]

    def to_json(self) -> dict[str, Any]:
        """For scripts."""
        return self.commitment.to_json() | {
            "searched": [source.report for source in self.candidates],
            "evidence": [answer.to_json() for answer in self.answers],
            "again": [
                {
                    "key": a.commitment.key,
                    "text": a.commitment.text,
                    "year": a.commitment.year,
                    "body": a.commitment.source.body,
                    "share": round(a.share, 3),
                    "verbatim": a.verbatim,
                    "own": a.own,
                    "url": a.commitment.url,
                }
                for a in self.again
            ],
        }
