"""Rows of the commitments of one report, and what it says of those of others, made in any process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from indexer.archive.catalogue.tables.columns import list_place
from indexer.archive.catalogue.writing.indicator_rows import IndicatorRow, make_indicator_rows
from indexer.archive.storage.database import TableRow, dump
from indexer.commitments.classes import classify_words
from indexer.commitments.matching.candidate import Candidate, find_candidates
from indexer.commitments.matching.evidence import Evidence
from indexer.commitments.matching.similarity import normalize, number_bands
from indexer.commitments.record import FollowUp
from indexer.commitments.role import Role
from indexer.commitments.sentence import Place
from indexer.commitments.statement import Statement, group_statements, read_sentences
from indexer.report.report import Report
from indexer.text.fold import fold
from indexer.verdict import hash_key


@dataclass(frozen=True, slots=True)
class SpeakerRow(TableRow):
    """Columns of `schema.SPEAKER` but the report's id."""

    series: str
    kind: str
    year: int | None


@dataclass(frozen=True, slots=True)
class CommitmentRow(TableRow):
    """Columns of `schema.COMMITMENT` but its number and the report's id."""

    key: str
    section: int
    line: int
    start: int
    last: int
    end: int
    label: str
    text: str
    parts: str
    year: int | None
    action: str
    object: str
    figures: str
    deadlines: str
    topics: str
    state: str

    @property
    def words(self) -> str:
        """The text without its number."""
        return self.text[len(self.label) :]


@dataclass(frozen=True, slots=True)
class EvidenceRow(TableRow):
    """Columns of `schema.EVIDENCE`."""

    commitment: int
    rank: int
    report: str
    section: int
    line: int
    start: int
    last: int
    end: int
    text: str
    score: float
    spans: str


@dataclass(frozen=True, slots=True)
class CommitmentRows:
    """What one report commits its body to, and what it says.

    Attributes:
        commitments: in the report's order.
        bands: numbers of the bands of each (`similarity.number_bands`).
        classes: the class of each (`classes.CommitmentClass`).
        candidates: passages that may be evidence for commitments of other reports.
        indicators: the numbers of indicators that it states.
    """

    speaker: SpeakerRow
    commitments: tuple[CommitmentRow, ...]
    bands: tuple[tuple[int, ...], ...]
    classes: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    indicators: tuple[IndicatorRow, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> CommitmentRows:
        """Return the rows that `to_json` turned into `data`."""
        return cls(
            SpeakerRow(**data["speaker"]),
            tuple(CommitmentRow(**row) for row in data["commitments"]),
            tuple(tuple(bands) for bands in data["bands"]),
            tuple(data["classes"]),
            tuple(
                Candidate(each["text"], each["folded"], Place(**each["place"])) for each in data["candidates"]
            ),
            tuple(IndicatorRow(**row) for row in data["indicators"]),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the rows as values of JSON."""
        return {
            "speaker": self.speaker.to_columns(),
            "commitments": [row.to_columns() for row in self.commitments],
            "bands": self.bands,
            "classes": self.classes,
            "candidates": [
                {"text": each.text, "folded": each.folded, "place": list_place(each.place)}
                for each in self.candidates
            ],
            "indicators": [row.to_columns() for row in self.indicators],
        }

    def make_former_keys(self, identity: str) -> Iterator[str]:
        """Yield the keys that the same commitments have if their report is of another identity."""
        series, _, year = identity.rpartition("-")
        words = (row.words for row in self.commitments)
        return _make_keys(f"{series}-{None if year == 'nd' else year}", words)


def make_commitment_rows(plain: str, series: str, report: Report) -> CommitmentRows:
    """Read what a report commits its body to and what it says.

    Args:
        plain: the report's identity without its year, which the keys of commitments are made of.
        series: what all reports of the same body and kind share, under all its names (`report.series`).
    """
    read = list(read_sentences(report))
    found = [s for s in group_statements(report, read) if s.role is Role.COMMITMENT]
    keys = _make_keys(f"{plain}-{report.year}", (statement.words for statement in found))
    return CommitmentRows(
        SpeakerRow(series.partition("-")[2], report.kind.value, report.year),
        tuple(_make_row(key, statement) for key, statement in zip(keys, found, strict=True)),
        tuple(number_bands(normalize(statement.words)) for statement in found),
        tuple(classify_words(s.words, s.label, report.kind.value, s.place.section) for s in found),
        tuple(find_candidates(report.kind, read)),
        make_indicator_rows(report, read),
    )


def make_evidence_row(commitment: int, rank: int, evidence: Evidence) -> EvidenceRow:
    """Return the row of a passage.

    Args:
        commitment: number of the commitment that it speaks of.
        rank: its place among the passages that do, from 0.
    """
    return EvidenceRow(
        commitment=commitment,
        rank=rank,
        report=evidence.report,
        **list_place(evidence.place),
        text=evidence.text,
        score=evidence.score,
        spans=dump(evidence.spans),
    )


def _make_keys(report: str, found: Iterable[str]) -> Iterator[str]:
    """Yield a key for each commitment; one that a report makes twice has two."""
    seen: Counter[str] = Counter()
    for text in found:
        words = "".join(fold(text).split())
        seen[words] += 1
        yield hash_key(report, words, *([str(seen[words])] if seen[words] > 1 else []))


def _make_row(key: str, statement: Statement) -> CommitmentRow:
    return CommitmentRow(
        key=key,
        **list_place(statement.place),
        label=statement.label,
        text=statement.text,
        parts=dump([asdict(part) for part in statement.parts] if len(statement.parts) > 1 else []),
        year=statement.year,
        action=statement.action,
        object=statement.object,
        figures=dump([asdict(figure) for figure in statement.figures]),
        deadlines=dump([asdict(deadline) for deadline in statement.deadlines]),
        topics=dump(statement.topics),
        state=FollowUp.WAITING.value,
    )
