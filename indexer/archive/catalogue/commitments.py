"""Reads commitments and the evidence of them from the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from indexer.archive.catalogue.tables.columns import SOURCE, read_place, read_source
from indexer.archive.catalogue.tables.conditions import IS_CURRENT, YEAR
from indexer.archive.catalogue.tables.schema import (
    COMMITMENT,
    COMMITMENT_BAND,
    COMMITMENT_CHANGE,
    EVIDENCE,
    FORMER_COMMITMENT,
    REPORT,
    SPEAKER,
)
from indexer.archive.catalogue.tables.supplement import COMMITMENT_CLASS, has_supplement
from indexer.archive.databases.base import Database
from indexer.archive.storage.database import guard_catalogue, read_catalogue
from indexer.commitments.classes import classify_words
from indexer.commitments.matching.evidence import Evidence
from indexer.commitments.matching.follow_up import Speaker, find_successors
from indexer.commitments.matching.similarity import SIMILAR, normalize, number_bands
from indexer.commitments.quantity import Deadline, Quantity
from indexer.commitments.record import (
    Commitment,
    Dossier,
    FollowUp,
    ReportEvidence,
    SimilarCommitment,
)
from indexer.commitments.search.rows import CommitmentState, SearchReport, SearchRow
from indexer.commitments.sentence import Place
from indexer.commitments.source_report import SourceReport
from indexer.commitments.statement import StatementPart
from indexer.errors import Moved, NotFound
from indexer.report.comparison.similarity import measure_jaccard, number_triples
from indexer.text.fold import fold

_CHANGE = str(sa.select(COMMITMENT_CHANGE.c.number))
_MOST_ALIKE = 200  # candidates compared
_SHOWN_ALIKE = 30
_CHUNK = 500  # a statement may have only so many variables


class CommitmentReader:
    """The commitments of all current reports of a catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read_change(self) -> int:
        """Return a number that grows with every change; 0 where nothing was ever added."""
        with guard_catalogue(self._database):  # asked by every page
            return self._database.read_number(_CHANGE)

    def list_search_reports(self) -> list[SearchReport]:
        """Return all current reports that make commitments, by region, body and year."""
        count = sa.func.count().label("count")
        sizes = sa.select(COMMITMENT.c.report, count).group_by(COMMITMENT.c.report).subquery()
        columns = (REPORT.c[name] for name in ("year", "kind", "title", "region_codes", "region_path"))
        query = (
            sa.select(REPORT.c.id, *columns, sizes.c.count)
            .join(sizes, sizes.c.report == REPORT.c.id)
            .where(IS_CURRENT)
            .order_by(REPORT.c.region_codes, REPORT.c.body, YEAR, REPORT.c.id)
        )
        with read_catalogue(self._database) as connection:
            return [SearchReport._make(row) for row in connection.execute(query)]

    def read_search_rows(self, reports: Sequence[str]) -> list[SearchRow]:
        """Return what searching takes of the commitments of these reports, report by report."""
        columns: dict[str, sa.ColumnElement[Any]] = {
            **{name: COMMITMENT.c[name] for name in ("report", "key", "text", "label", "year", "topics")},
            "number": COMMITMENT.c.id,
            "section": COMMITMENT.c.section,
            "has_figure": COMMITMENT.c.figures != "[]",
            "has_deadline": COMMITMENT.c.deadlines != "[]",
        }
        rows: list[SearchRow] = []
        with read_catalogue(self._database) as connection:
            classed = has_supplement(connection)
            columns["class_name"] = COMMITMENT_CLASS.c["class"] if classed else sa.literal("")
            query = sa.select(*(columns[name].label(name) for name in SearchRow._fields))
            if classed:
                query = query.outerjoin(COMMITMENT_CLASS, COMMITMENT_CLASS.c.commitment == COMMITMENT.c.id)
            query = query.order_by(COMMITMENT.c.report, COMMITMENT.c.id)
            for start in range(0, len(reports), _CHUNK):
                some = query.where(COMMITMENT.c.report.in_(reports[start : start + _CHUNK]))
                rows += map(SearchRow._make, connection.execute(some))
        return rows

    def read_states(self) -> list[CommitmentState]:
        """Return whether later reports speak of each commitment, of current and superseded reports."""
        columns = (COMMITMENT.c[name] for name in ("id", "key", "section", "state"))
        with read_catalogue(self._database) as connection:
            return [CommitmentState._make(row) for row in connection.execute(sa.select(*columns))]

    def read(self, numbers: Sequence[int]) -> tuple[Commitment, ...]:
        """Return the commitments of these numbers, in this order; those that are gone by now are left out."""
        found: dict[int, Commitment] = {}
        for start in range(0, len(numbers), _CHUNK):
            some = COMMITMENT.c.id.in_(numbers[start : start + _CHUNK])
            found |= {row["id"]: _commitment(row) for row in self._read(_whole().where(some))}
        return tuple(found[number] for number in numbers if number in found)

    def read_report(self, report_id: str) -> tuple[Commitment, ...]:
        """Return the commitments of a report, in its order; also of one that is superseded."""
        query = (
            sa.select(COMMITMENT, *SOURCE)
            .join(REPORT, REPORT.c.id == COMMITMENT.c.report)
            .where(COMMITMENT.c.report == report_id)
            .order_by(COMMITMENT.c.id)
        )
        return tuple(_commitment(row) for row in self._read(query))

    def has_key(self, key: str) -> bool:
        """Whether a commitment has a key, or had it before its report was corrected."""
        now = sa.select(COMMITMENT.c.key).where(COMMITMENT.c.key == key)
        former = sa.select(FORMER_COMMITMENT.c.key).where(FORMER_COMMITMENT.c.key == key)
        return bool(self._scalar(sa.select(sa.or_(now.exists(), former.exists()))))

    def read_dossier(self, key: str) -> Dossier:
        """Return a commitment with all that is known of it.

        Raises:
            Moved: it has another key by now.
            NotFound: no current report makes a commitment of this key.
        """
        row = next(iter(self._read(_whole().where(COMMITMENT.c.key == key).limit(1))), None)
        if row is None:
            if now := self._scalar(
                sa.select(FORMER_COMMITMENT.c.now).where(FORMER_COMMITMENT.c.key == key).limit(1)
            ):
                raise Moved(f"编号为“{key[:80]}”的承诺所在的报告经改正，现在的编号是 {now}。", key, str(now))
            raise NotFound(f"档案中没有编号为“{key[:80]}”的承诺。")
        commitment = _commitment(row)
        return Dossier(
            commitment, self._list_candidates(commitment), self._answers(row["id"]), self._again(commitment)
        )

    def _list_candidates(self, commitment: Commitment) -> tuple[SourceReport, ...]:
        ours = (
            sa.select(SPEAKER.c.series).where(SPEAKER.c.report == commitment.source.report).scalar_subquery()
        )
        query = (
            sa.select(SPEAKER.c.report, SPEAKER.c.kind, SPEAKER.c.year, *SOURCE)
            .join(REPORT, REPORT.c.id == SPEAKER.c.report)
            .where(SPEAKER.c.series == ours, IS_CURRENT)
            .order_by(REPORT.c.sequence)
        )
        rows = {row["report"]: row for row in self._read(query)}
        speakers = [Speaker(row["report"], row["kind"], row["year"]) for row in rows.values()]
        own = Speaker(commitment.source.report, commitment.source.kind, commitment.source.year)
        return tuple(read_source(rows[later.report]) for later in find_successors(own, speakers))

    def _answers(self, number: int) -> tuple[ReportEvidence, ...]:
        query = (
            sa.select(EVIDENCE, *SOURCE)
            .join(REPORT, REPORT.c.id == EVIDENCE.c.report)
            .where(EVIDENCE.c.commitment == number, IS_CURRENT)
            .order_by(EVIDENCE.c.rank)
        )
        return tuple(_answer(row) for row in self._read(query))

    def _again(self, commitment: Commitment) -> tuple[SimilarCommitment, ...]:
        plain = normalize(commitment.words)
        near = sa.select(COMMITMENT_BAND.c.commitment).where(COMMITMENT_BAND.c.band.in_(number_bands(plain)))
        query = _whole().where(COMMITMENT.c.id.in_(near), COMMITMENT.c.report != commitment.source.report)
        mine, words = number_triples(plain), fold("".join(commitment.words.split()))
        found = []
        for row in self._read(query.order_by(COMMITMENT.c.id).limit(_MOST_ALIKE)):
            other = _commitment(row)
            common = measure_jaccard(mine, number_triples(normalize(other.words)))
            if common >= SIMILAR:
                same = fold("".join(other.words.split())) == words
                found.append(
                    SimilarCommitment(other, common, same, _same_body(other.source, commitment.source))
                )
        found.sort(
            key=lambda like: (not like.own, -like.share, like.commitment.year or 0, like.commitment.key)
        )
        return tuple(found[:_SHOWN_ALIKE])

    def _read(self, query: sa.Select[Any]) -> Iterable[sa.RowMapping]:
        with read_catalogue(self._database) as connection:
            return connection.execute(query).mappings().all()

    def _scalar(self, query: sa.Select[Any]) -> Any:
        with read_catalogue(self._database) as connection:
            return connection.scalar(query)


def _whole() -> sa.Select[Any]:
    return _current(sa.select(COMMITMENT, *SOURCE))


def _current(query: sa.Select[Any]) -> sa.Select[Any]:
    return query.join(REPORT, REPORT.c.id == COMMITMENT.c.report).where(IS_CURRENT)


def _same_body(left: SourceReport, right: SourceReport) -> bool:
    return (left.region, left.body) == (right.region, right.body)


def _commitment(row: sa.RowMapping) -> Commitment:
    place = read_place(row)
    parts = tuple(StatementPart(part["text"], Place(**part["place"])) for part in json.loads(row["parts"]))
    return Commitment(
        row["key"],
        read_source(row),
        row["text"],
        row["label"],
        place,
        parts or (StatementPart(row["text"], place),),
        row["year"],
        row["action"],
        row["object"],
        tuple(Quantity(**figure) for figure in json.loads(row["figures"])),
        tuple(Deadline(**deadline) for deadline in json.loads(row["deadlines"])),
        tuple(json.loads(row["topics"])),
        FollowUp(row["state"]),
        classify_words(row["text"][len(row["label"]) :], row["label"], row["source_kind"], row["section"]),
    )


def _answer(row: sa.RowMapping) -> ReportEvidence:
    spans = tuple((start, end) for start, end in json.loads(row["spans"]))
    return ReportEvidence(
        read_source(row), Evidence(row["report"], row["text"], read_place(row), row["score"], spans)
    )
