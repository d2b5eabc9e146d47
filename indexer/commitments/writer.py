"""Writing promises into the catalogue, and keeping what answers them right."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict

import sqlalchemy as sa

from indexer.commitments.evidence import Evidence, Witness, search, witness
from indexer.commitments.likeness import bands, bare
from indexer.commitments.reading import Statement, sentences, statements
from indexer.commitments.record import State
from indexer.commitments.role import Role, Sentence
from indexer.commitments.succession import Speaker, names, successors
from indexer.commitments.table import BAND, CHANGE, COMMITMENT, EVIDENCE, REPORT, SPEAKER
from indexer.report import Report
from indexer.report_json import from_json
from indexer.text.fold import fold
from indexer.verdict import key_of


class PromiseWriter:
    """Writes in an open transaction.

    Whether a promise was answered depends on reports that come later. So every change of a body's
    reports is noted, and `settle` looks for answers anew before the transaction ends.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._changed: set[str] = set()
        self._read: dict[str, list[Sentence]] = {}

    def enter(self, report_id: str, series: str, report: Report) -> None:
        """Read a report's promises.

        Args:
            series: what all reports of the same body and kind share of their ids.
        """
        body = series.partition("-")[2]
        self._connection.execute(
            SPEAKER.insert().values(report=report_id, series=body, kind=report.kind.value, year=report.year)
        )
        self._changed.add(body)
        read = list(sentences(report))
        self._read[report_id] = [sentence for _, listed in read for sentence in listed]
        found = [s for s in statements(report, read) if s.role is Role.COMMITMENT]
        if not found:
            return
        first = (self._connection.scalar(sa.select(sa.func.max(COMMITMENT.c.id))) or 0) + 1
        keys = _keys(f"{series}-{report.year}", found)
        rows = [
            _row(number, key, report_id, statement)
            for number, (key, statement) in enumerate(zip(keys, found, strict=True), first)
        ]
        self._connection.execute(COMMITMENT.insert(), rows)
        similar = [
            {"band": band, "commitment": row["id"]}
            for row, statement in zip(rows, found, strict=True)
            for band in bands(bare(statement.words))
        ]
        if similar:
            self._connection.execute(BAND.insert(), similar)

    def touch(self, report_id: str) -> None:
        """Note that a report became current, or ceased to be."""
        query = sa.select(SPEAKER.c.series).where(SPEAKER.c.report == report_id)
        self._changed.update(self._connection.scalars(query))

    def drop(self, report_id: str) -> None:
        """Take a report's promises out."""
        self.touch(report_id)
        ours = sa.select(COMMITMENT.c.id).where(COMMITMENT.c.report == report_id)
        for table in (BAND, EVIDENCE):
            self._connection.execute(table.delete().where(table.c.commitment.in_(ours)))
        for table in (COMMITMENT, SPEAKER):
            self._connection.execute(table.delete().where(table.c.report == report_id))

    def settle(self) -> None:
        """Look for answers to the promises of all changed bodies anew."""
        if not self._changed:
            return
        for body in sorted(self._changed):
            self._settle(body)
        self._changed.clear()
        self._read.clear()
        number = (self._connection.scalar(sa.select(CHANGE.c.number)) or 0) + 1
        self._connection.execute(CHANGE.delete())
        self._connection.execute(CHANGE.insert().values(number=number))

    def _settle(self, body: str) -> None:
        query = (
            sa.select(SPEAKER.c.report, SPEAKER.c.kind, SPEAKER.c.year, REPORT.c.region_path, REPORT.c.body)
            .join(REPORT, REPORT.c.id == SPEAKER.c.report)
            .where(SPEAKER.c.series == body, REPORT.c.superseded_by.is_(None))
        )
        speakers = [Speaker(*row) for row in self._connection.execute(query)]
        called = names(speakers)
        heard: dict[str, Witness] = {}
        evidence: list[dict[str, object]] = []
        states: list[dict[str, object]] = []
        for speaker in speakers:
            for promise, words in self._promised(speaker.report):
                later = successors(speaker, speakers)
                for other in later:
                    if other.report not in heard:
                        heard[other.report] = witness(other.report, self._sentences(other.report), called)
                found = search(fold(words), [heard[other.report] for other in later], called)
                state = State.FOUND if found else State.NONE if later else State.WAITING
                states.append({"number": promise, "found": state.value})
                evidence += [_evidence(promise, rank, passage) for rank, passage in enumerate(found)]
        self._replace(states, evidence)

    def _replace(self, states: list[dict[str, object]], evidence: list[dict[str, object]]) -> None:
        if not states:
            return
        number: sa.BindParameter[int] = sa.bindparam("number")
        self._connection.execute(EVIDENCE.delete().where(EVIDENCE.c.commitment == number), states)
        change = COMMITMENT.update().where(COMMITMENT.c.id == number).values(state=sa.bindparam("found"))
        self._connection.execute(change, states)
        if evidence:
            self._connection.execute(EVIDENCE.insert(), evidence)

    def _promised(self, report_id: str) -> list[tuple[int, str]]:
        columns = (COMMITMENT.c.id, COMMITMENT.c.text, COMMITMENT.c.label)
        rows = self._connection.execute(sa.select(*columns).where(COMMITMENT.c.report == report_id))
        return [(number, text[len(label) :]) for number, text, label in rows]

    def _sentences(self, report_id: str) -> list[Sentence]:
        if report_id not in self._read:
            query = sa.select(REPORT.c.content).where(REPORT.c.id == report_id)
            report = from_json(json.loads(self._connection.execute(query).scalar_one()))
            self._read[report_id] = [sentence for _, listed in sentences(report) for sentence in listed]
        return self._read[report_id]


def _keys(report: str, found: Iterable[Statement]) -> Iterator[str]:
    """A key for each promise; one that a report makes twice has two."""
    seen: Counter[str] = Counter()
    for statement in found:
        words = "".join(fold(statement.words).split())
        seen[words] += 1
        yield key_of(report, words, *([str(seen[words])] if seen[words] > 1 else []))


def _row(number: int, key: str, report_id: str, statement: Statement) -> dict[str, object]:
    return {
        "id": number,
        "key": key,
        "report": report_id,
        **asdict(statement.place),
        "label": statement.label,
        "text": statement.text,
        "parts": _dump([asdict(part) for part in statement.parts] if len(statement.parts) > 1 else []),
        "year": statement.year,
        "action": statement.action,
        "object": statement.object,
        "figures": _dump([asdict(figure) for figure in statement.figures]),
        "deadlines": _dump([asdict(deadline) for deadline in statement.deadlines]),
        "topics": _dump(statement.topics),
        "state": State.WAITING.value,
    }


def _evidence(promise: int, rank: int, passage: Evidence) -> dict[str, object]:
    return {
        "commitment": promise,
        "rank": rank,
        "report": passage.report,
        **asdict(passage.place),
        "text": passage.text,
        "score": passage.score,
        "spans": _dump(passage.spans),
    }


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
