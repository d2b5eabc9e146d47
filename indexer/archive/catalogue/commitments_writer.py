"""Writing promises into the catalogue, and keeping what answers them right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from indexer.archive.catalogue.commitment_rows import keys_under, passages_of, place_row
from indexer.archive.catalogue.schema import (
    COMMITMENT,
    COMMITMENT_BAND,
    COMMITMENT_CHANGE,
    EVIDENCE,
    FORMER_COMMITMENT,
    REPORT,
    SPEAKER,
)
from indexer.archive.database import dump, insert
from indexer.commitments.candidate import Candidate, find_candidates
from indexer.commitments.evidence import CandidateIndex, Evidence, find_evidence, index_candidates
from indexer.commitments.follow_up import Speaker, find_successors, list_names
from indexer.commitments.record import FollowUp
from indexer.commitments.statement import sentences
from indexer.report.report_json import from_json
from indexer.text.fold import fold

_CHUNK = 400  # SQLite bounds the variables of a statement


class CommitmentWriter:
    """Writes in an open transaction.

    Whether a promise was answered depends on reports that come later. So every change of a body's
    reports is noted, and `settle` looks for answers anew before the transaction ends.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._changed: set[str] = set()
        self._said: dict[str, tuple[Candidate, ...]] = {}
        self._new: dict[sa.Table, list[dict[str, object]]] = {
            table: [] for table in (SPEAKER, COMMITMENT, COMMITMENT_BAND, FORMER_COMMITMENT, EVIDENCE)
        }
        self._states: list[dict[str, object]] = []
        self._last: int | None = None

    def enter(self, report_id: str, promised: dict[str, Any], former: Iterable[str] = ()) -> None:
        """Enter what a report promises and says (`preparing.prepare`).

        Args:
            former: identities that it had before it was corrected.
        """
        rows = promised["commitments"]
        for identity in former:
            for key, row in zip(keys_under(identity, promised), rows, strict=True):
                self._new[FORMER_COMMITMENT].append({"key": key, "report": report_id, "now": row["key"]})
        self._new[SPEAKER].append({"report": report_id, **promised["speaker"]})
        self._changed.add(promised["speaker"]["series"])
        self._said[report_id] = passages_of(promised)
        for row, near in zip(rows, promised["bands"], strict=True):
            number = self._next()
            self._new[COMMITMENT].append({"id": number, "report": report_id, **row})
            self._new[COMMITMENT_BAND] += [{"band": band, "commitment": number} for band in near]

    def touch(self, report_id: str) -> None:
        """Note that a report became current, or ceased to be."""
        self._flush()
        query = sa.select(SPEAKER.c.series).where(SPEAKER.c.report == report_id)
        self._changed.update(self._connection.scalars(query))

    def drop(self, report_id: str) -> None:
        """Take a report's promises out."""
        self.touch(report_id)
        ours = sa.select(COMMITMENT.c.id).where(COMMITMENT.c.report == report_id)
        for table in (COMMITMENT_BAND, EVIDENCE):
            self._connection.execute(table.delete().where(table.c.commitment.in_(ours)))
        for table in (COMMITMENT, FORMER_COMMITMENT, SPEAKER):
            self._connection.execute(table.delete().where(table.c.report == report_id))

    def settle(self) -> None:
        """Look for answers to the promises of all changed bodies anew."""
        if not self._changed:
            return
        self._flush()
        speakers = self._speakers()
        promised = self._promised()
        for body in sorted(speakers):
            self._answer(speakers[body], promised)
        self._flush()
        self._changed.clear()
        self._said.clear()
        number = (self._connection.scalar(sa.select(COMMITMENT_CHANGE.c.number)) or 0) + 1
        self._connection.execute(COMMITMENT_CHANGE.delete())
        self._connection.execute(COMMITMENT_CHANGE.insert().values(number=number))

    def _answer(self, speakers: list[Speaker], promised: Mapping[str, list[tuple[int, str]]]) -> None:
        """Look for what the reports of one body say of its promises."""
        called = list_names(speakers)
        heard: dict[str, CandidateIndex] = {}
        for speaker in speakers:
            later = find_successors(speaker, speakers) if speaker.report in promised else []
            for other in later:
                if other.report not in heard:
                    heard[other.report] = index_candidates(other.report, self._passages(other.report), called)
            witnesses = [heard[other.report] for other in later]
            for number, words in promised.get(speaker.report, ()):
                found = find_evidence(fold(words), witnesses, called)
                state = FollowUp.FOUND if found else FollowUp.NONE if later else FollowUp.WAITING
                self._states.append({"number": number, "found": state.value})
                self._new[EVIDENCE] += [
                    _evidence(number, rank, passage) for rank, passage in enumerate(found)
                ]

    def _flush(self) -> None:
        """Write what was gathered: a statement for many rows costs little more than one for a single row."""
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
        """A number for a new promise."""
        if self._last is None:
            self._last = self._connection.scalar(sa.select(sa.func.max(COMMITMENT.c.id))) or 0
        self._last += 1
        return self._last

    def _speakers(self) -> dict[str, list[Speaker]]:
        """The current reports of the changed bodies, by body."""
        columns = (SPEAKER.c.report, SPEAKER.c.kind, SPEAKER.c.year, REPORT.c.region_path, REPORT.c.body)
        query = sa.select(SPEAKER.c.series, *columns).join(REPORT, REPORT.c.id == SPEAKER.c.report)
        found: dict[str, list[Speaker]] = {}
        for row in self._of_changed(query.where(REPORT.c.superseded_by.is_(None))):
            speaker = Speaker(row.report, row.kind, row.year, row.region_path, row.body)
            found.setdefault(row.series, []).append(speaker)
        return found

    def _promised(self) -> dict[str, list[tuple[int, str]]]:
        """Number and words of what the changed bodies promise, by report."""
        columns = (COMMITMENT.c.report, COMMITMENT.c.id, COMMITMENT.c.text, COMMITMENT.c.label)
        query = sa.select(*columns).join(SPEAKER, SPEAKER.c.report == COMMITMENT.c.report)
        found: dict[str, list[tuple[int, str]]] = {}
        for row in self._of_changed(query):
            found.setdefault(row.report, []).append((row.id, row.text[len(row.label) :]))
        return found

    def _of_changed(self, query: sa.Select[Any]) -> Iterator[sa.Row[Any]]:
        changed = sorted(self._changed)
        for start in range(0, len(changed), _CHUNK):
            yield from self._connection.execute(
                query.where(SPEAKER.c.series.in_(changed[start : start + _CHUNK]))
            )

    def _passages(self, report_id: str) -> tuple[Candidate, ...]:
        if report_id not in self._said:
            query = sa.select(REPORT.c.content).where(REPORT.c.id == report_id)
            report = from_json(json.loads(self._connection.execute(query).scalar_one()))
            self._said[report_id] = tuple(
                find_candidates(s for _, listed in sentences(report) for s in listed)
            )
        return self._said[report_id]


def _evidence(promise: int, rank: int, passage: Evidence) -> dict[str, object]:
    return {
        "commitment": promise,
        "rank": rank,
        "report": passage.report,
        **place_row(passage.place),
        "text": passage.text,
        "score": passage.score,
        "spans": dump(passage.spans),
    }
