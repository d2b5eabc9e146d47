"""Writes commitments into the catalogue, and updates the evidence that later reports give of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from indexer.archive.catalogue.tables.conditions import IS_CURRENT
from indexer.archive.catalogue.tables.schema import (
    COMMITMENT,
    COMMITMENT_BAND,
    COMMITMENT_CHANGE,
    EVIDENCE,
    FORMER_COMMITMENT,
    REPORT,
    SPEAKER,
)
from indexer.archive.catalogue.writing.commitment_rows import CommitmentRows, make_evidence_row
from indexer.archive.databases.dialect import insert
from indexer.commitments.matching.candidate import Candidate, find_candidates
from indexer.commitments.matching.evidence import CandidateIndex, find_evidence, index_candidates
from indexer.commitments.matching.follow_up import Speaker, find_successors, list_names
from indexer.commitments.matching.sentence_model import Encoder
from indexer.commitments.record import FollowUp
from indexer.commitments.statement import read_sentences
from indexer.report.report import Kind
from indexer.report.report_json import from_json
from indexer.text.fold import fold

_CHUNK = 400  # a statement may have only so many variables


@dataclass(frozen=True, slots=True)
class _Stored:
    """A stored commitment: its number and its words."""

    number: int
    words: str


class CommitmentWriter:
    """Writes in an open transaction.

    Whether there is evidence of a commitment depends on later reports. So the bodies whose reports change
    are collected, and `update` looks for evidence anew before the transaction ends.
    """

    def __init__(self, connection: sa.Connection, encoder: Encoder | None = None) -> None:
        """Args:
        encoder: says what sentences mean, where a model is set.
        """
        self._connection, self._encoder = connection, encoder
        self._changed: set[str] = set()
        self._candidates: dict[str, tuple[Candidate, ...]] = {}
        self._new: dict[sa.Table, list[dict[str, object]]] = {
            table: [] for table in (SPEAKER, COMMITMENT, COMMITMENT_BAND, FORMER_COMMITMENT, EVIDENCE)
        }
        self._states: list[dict[str, object]] = []
        self._last: int | None = None

    def insert(self, report_id: str, rows: CommitmentRows, former: Iterable[str] = ()) -> list[int]:
        """Insert the commitments of a new report, and return their numbers.

        Args:
            former: identities that it had before it was corrected.
        """
        for identity in former:
            for key, row in zip(rows.make_former_keys(identity), rows.commitments, strict=True):
                self._new[FORMER_COMMITMENT].append({"key": key, "report": report_id, "now": row.key})
        self._new[SPEAKER].append({"report": report_id, **rows.speaker.to_columns()})
        self._changed.add(rows.speaker.series)
        self._candidates[report_id] = rows.candidates
        numbers = [self._next() for _ in rows.commitments]
        for number, row, bands in zip(numbers, rows.commitments, rows.bands, strict=True):
            self._new[COMMITMENT].append({"id": number, "report": report_id, **row.to_columns()})
            self._new[COMMITMENT_BAND] += [{"band": band, "commitment": number} for band in bands]
        return numbers

    def mark_changed(self, report_id: str) -> None:
        """Have all that depends on a report updated, which became current or superseded."""
        self._flush()
        query = sa.select(SPEAKER.c.series).where(SPEAKER.c.report == report_id)
        self._changed.update(self._connection.scalars(query))

    def delete(self, report_id: str) -> None:
        """Delete a report's commitments."""
        self.mark_changed(report_id)
        ours = sa.select(COMMITMENT.c.id).where(COMMITMENT.c.report == report_id)
        for table in (COMMITMENT_BAND, EVIDENCE):
            self._connection.execute(table.delete().where(table.c.commitment.in_(ours)))
        for table in (COMMITMENT, FORMER_COMMITMENT, SPEAKER):
            self._connection.execute(table.delete().where(table.c.report == report_id))

    def update(self) -> None:
        """Look for evidence of the commitments of all changed bodies anew."""
        if not self._changed:
            return
        self._flush()
        speakers = self._find_speakers()
        commitments = self._find_commitments()
        for body in sorted(speakers):
            self._update(speakers[body], commitments)
        self._flush()
        self._changed.clear()
        self._candidates.clear()
        number = (self._connection.scalar(sa.select(COMMITMENT_CHANGE.c.number)) or 0) + 1
        self._connection.execute(COMMITMENT_CHANGE.delete())
        self._connection.execute(COMMITMENT_CHANGE.insert().values(number=number))

    def _update(self, speakers: list[Speaker], commitments: Mapping[str, list[_Stored]]) -> None:
        """Look in the reports of one body for evidence of its commitments."""
        names = list_names(speakers)
        indexes: dict[str, CandidateIndex] = {}
        for speaker in speakers:
            later = find_successors(speaker, speakers) if speaker.report in commitments else []
            for other in later:
                if other.report not in indexes:
                    candidates = self._read_candidates(other.report)
                    indexes[other.report] = index_candidates(other.report, candidates, names, self._encoder)
            nearest = [indexes[other.report] for other in later]
            ours = commitments.get(speaker.report, ())
            meanings = None
            if self._encoder and later and ours:
                meanings = self._encoder.encode([each.words for each in ours])
            evidence = find_evidence(
                Kind(speaker.kind), [fold(each.words) for each in ours], nearest, names, meanings
            )
            for stored, found in zip(ours, evidence, strict=True):
                state = FollowUp.FOUND if found else FollowUp.NONE if later else FollowUp.WAITING
                self._states.append({"number": stored.number, "found": state.value})
                self._new[EVIDENCE] += [
                    make_evidence_row(stored.number, rank, each).to_columns()
                    for rank, each in enumerate(found)
                ]

    def _flush(self) -> None:
        """Write the collected rows: a statement for many costs little more than one for a single row."""
        if self._states:
            number: sa.BindParameter[int] = sa.bindparam("number")
            self._connection.execute(EVIDENCE.delete().where(EVIDENCE.c.commitment == number), self._states)
            change = COMMITMENT.update().where(COMMITMENT.c.id == number)
            self._connection.execute(change.values(state=sa.bindparam("found")), self._states)
            self._states.clear()
        for table, rows in self._new.items():
            insert(self._connection, table, rows)
            rows.clear()

    def _next(self) -> int:
        """Return a number for a new commitment."""
        if self._last is None:
            self._last = self._connection.scalar(sa.select(sa.func.max(COMMITMENT.c.id))) or 0
        self._last += 1
        return self._last

    def _find_speakers(self) -> dict[str, list[Speaker]]:
        """Return the current reports of the changed bodies, by body."""
        columns = (SPEAKER.c.report, SPEAKER.c.kind, SPEAKER.c.year, REPORT.c.region_path, REPORT.c.body)
        query = sa.select(SPEAKER.c.series, *columns).join(REPORT, REPORT.c.id == SPEAKER.c.report)
        found: dict[str, list[Speaker]] = {}
        for row in self._select_changed(query.where(IS_CURRENT).order_by(REPORT.c.sequence)):
            speaker = Speaker(row.report, row.kind, row.year, row.region_path, row.body)
            found.setdefault(row.series, []).append(speaker)
        return found

    def _find_commitments(self) -> dict[str, list[_Stored]]:
        """Return the commitments of the changed bodies, by report, in its order."""
        columns = (COMMITMENT.c.report, COMMITMENT.c.id, COMMITMENT.c.text, COMMITMENT.c.label)
        query = sa.select(*columns).join(SPEAKER, SPEAKER.c.report == COMMITMENT.c.report)
        query = query.order_by(COMMITMENT.c.id)  # as they stand in their report
        found: dict[str, list[_Stored]] = {}
        for row in self._select_changed(query):
            found.setdefault(row.report, []).append(_Stored(row.id, row.text[len(row.label) :]))
        return found

    def _select_changed(self, query: sa.Select[Any]) -> Iterator[sa.Row[Any]]:
        """Yield the rows of a query over speakers that are of the changed bodies."""
        changed = sorted(self._changed)
        for start in range(0, len(changed), _CHUNK):
            yield from self._connection.execute(
                query.where(SPEAKER.c.series.in_(changed[start : start + _CHUNK]))
            )

    def _read_candidates(self, report_id: str) -> tuple[Candidate, ...]:
        if report_id not in self._candidates:
            query = sa.select(REPORT.c.content).where(REPORT.c.id == report_id)
            report = from_json(json.loads(self._connection.execute(query).scalar_one()))
            self._candidates[report_id] = tuple(find_candidates(report.kind, read_sentences(report)))
        return self._candidates[report_id]
