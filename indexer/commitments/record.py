"""What the catalogue gives back of a commitment: where it was made, what answers it, where it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from indexer.commitments.classes import CommitmentClass
from indexer.commitments.evidence import Evidence
from indexer.commitments.quantity import Deadline, Quantity, figures
from indexer.commitments.sentence import Place
from indexer.commitments.statement import StatementPart
from indexer.commitments.vocabulary import topics
from indexer.report.report import Region
from indexer.search.results import FacetValue, facets_json
from indexer.text.fold import fold


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


HAVING = {"figure": "有数字", "deadline": "有期限"}
"""What a commitment can have, and what people read."""


@dataclass(frozen=True, slots=True)
class CommitmentFilter:
    """Facets beside those of the query; () leaves everything.

    Attributes:
        topics: names of topics.
        having: `figure`, `deadline`; both must hold.
        states: values of `FollowUp`.
        verdicts: values of a verdict, or `open` for commitments nobody has judged.
        classes: values of `classes.CommitmentClass`.
        after, before: key of the commitment that the wanted page comes right after or before; "" where the
            page is given by its number.
    """

    topics: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """The report in which something stands."""

    report: str
    title: str
    year: int | None
    kind: str
    body: str
    region: Region | None

    @property
    def district(self) -> str:
        """Short name of the division that it is about, "" where unknown."""
        return self.region.name if self.region else ""


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
        return tuple(topics()[number] for number in self.topics)

    @property
    def url(self) -> str:
        """Path of its page on the portal."""
        return f"/commitments/{self.key}"

    @property
    def there(self) -> str:
        """Path of the paragraph in which it stands."""
        return f"/reports/{quote(self.source.report)}#{self.place.anchor}"

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
    """A passage that speaks of a commitment, with the report that it stands in."""

    source: SourceReport
    evidence: Evidence

    def pair_figures(self, commitment: Commitment) -> tuple[tuple[Quantity, Quantity], ...]:
        """Return the commitment's figures, each with the passage's: of units that each states once."""
        said = figures(fold(self.evidence.text))
        units = [figure.unit for figure in said]
        promised = [figure.unit for figure in commitment.figures]
        return tuple(
            (figure, said[units.index(figure.unit)])
            for figure in commitment.figures
            if units.count(figure.unit) == promised.count(figure.unit) == 1
        )

    @property
    def url(self) -> str:
        """Path of its paragraph."""
        return f"/reports/{quote(self.source.report)}#{self.evidence.place.anchor}"

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


@dataclass(frozen=True, slots=True)
class CommitmentResults:
    """One page of commitments with the facets of all that match.

    Attributes:
        typed: the query as typed.
        took_ms: time that the search took, milliseconds.
        facets: by name: `class`, `year` (the year promised for), `district`, `topic`, `having`, `state`,
            `verdict`.
        start: number of commitments before this page.
    """

    typed: str
    total: int
    page: int
    pages: int
    took_ms: float
    commitments: tuple[Commitment, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    start: int = 0

    @property
    def next_key(self) -> str:
        """Key that the next page comes after, "" on the last one."""
        more = self.commitments and self.start + len(self.commitments) < self.total
        return self.commitments[-1].key if more else ""

    @property
    def previous_key(self) -> str:
        """Key that the page before comes before, "" on the first one."""
        return self.commitments[0].key if self.commitments and self.start else ""

    def to_json(self) -> dict[str, Any]:
        """The answer of `/api/commitments` and `nianbao commitments --json`."""
        return {
            "query": self.typed,
            "total": self.total,
            "page": self.page,
            "pages": self.pages,
            "after": self.next_key or None,
            "before": self.previous_key or None,
            "took_ms": round(self.took_ms, 2),
            "commitments": [commitment.to_json() for commitment in self.commitments],
            "facets": facets_json(self.facets),
        }
