"""Settles which versions of a report are current, and finds what an id has become."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from indexer.archive.catalogue.tables.conditions import IS_CURRENT
from indexer.archive.catalogue.tables.schema import COMMITMENT, FINDING, GONE, REPORT
from indexer.archive.databases.dialect import read_field
from indexer.report.comparison.similarity import SIMILAR, find_successors, parse_text
from indexer.verdict import Subject


@dataclass(frozen=True, slots=True)
class VerdictTarget:
    """What people may give a verdict on.

    Attributes:
        subject: what it is.
        place: where it is in its report, as JSON: equal for the same finding or commitment under another key.
        key: what verdicts speak of.
    """

    subject: Subject
    place: str
    key: str


# Two may have one place: where the last one was withdrawn, another one added, and the withdrawal undone.
_ORDER = (REPORT.c.sequence, read_field(REPORT.c.source, "added"))
# Made once: making a statement takes longer than carrying it out.
_OF_ORIGINAL = sa.select(REPORT.c.id).where(REPORT.c.sha256 == sa.bindparam("sha256"))
_CONTENT = sa.select(REPORT.c.content).where(REPORT.c.id == sa.bindparam("id"))


def find_renamed(ids: Iterable[str]) -> sa.Select[tuple[str]]:
    """Return the query for the present ids of reports that had these before."""
    joined = GONE.join(REPORT, REPORT.c.sha256 == GONE.c.sha256)
    return (
        sa.select(REPORT.c.id).select_from(joined).where(GONE.c.id.in_(list(ids)), REPORT.c.id != GONE.c.id)
    )


def find_present_id(connection: sa.Connection, report_id: str) -> str:
    """Return the present id of the report whose former one this is; "" where there is none."""
    return connection.scalar(find_renamed([report_id])) or ""


def find_report(connection: sa.Connection, sha256: str) -> str:
    """Return the id of the report that was read from an original, "" where none was."""
    return connection.scalar(_OF_ORIGINAL, {"sha256": sha256}) or ""


def have_similar_texts(connection: sa.Connection, one: str, other: str) -> bool:
    """Return whether the texts of two reports, by their ids, are similar enough to be one report's."""
    left, right = (
        parse_text(connection.scalar(_CONTENT, {"id": report_id}) or "") for report_id in (one, other)
    )
    return left.similarity(right) >= SIMILAR


class Succession:
    """Which versions of an identity are current, in an open transaction."""

    def __init__(self, connection: sa.Connection, notify: Callable[[str], None]) -> None:
        """Args:
        notify: called with the id of every report that became current or superseded.
        """
        self._connection, self._notify = connection, notify

    def find_current(self, identities: Iterable[str]) -> set[str]:
        """Return the ids of the current reports of some identities."""
        query = sa.select(REPORT.c.id).where(REPORT.c.identity.in_(list(identities)), IS_CURRENT)
        return set(self._connection.scalars(query))

    def review(self, identities: Iterable[str], before: set[str]) -> set[str]:
        """Determine anew which versions are superseded, as if all were added now, one after the other.

        Args:
            before: ids of those that were current before whatever is the reason for this.

        Returns:
            Ids of those that are current now.
        """
        identities = list(dict.fromkeys(identities))
        for identity in identities:
            columns = REPORT.c.id, REPORT.c.path, REPORT.c.body
            ours = sa.select(*columns).where(REPORT.c.identity == identity).order_by(*_ORDER)
            versions = [(row.id, row.path, row.body) for row in self._connection.execute(ours)]
            by = find_successors(versions, partial(have_similar_texts, self._connection))
            for report_id, _, _ in versions:
                change = REPORT.update().where(REPORT.c.id == report_id)
                self._connection.execute(change.values(superseded_by=by.get(report_id)))
        after = self.find_current(identities)
        for report_id in before ^ after:
            self._notify(report_id)
        return after

    def find_verdict_targets(self, report_id: str) -> list[VerdictTarget]:
        """Return what people may give a verdict on of a report by itself."""
        return [*self._find_findings(report_id), *self._find_commitments(report_id)]

    def _find_findings(self, report_id: str) -> Iterator[VerdictTarget]:
        query = sa.select(FINDING.c.rule, FINDING.c.cells, FINDING.c.mention, FINDING.c.key).where(
            FINDING.c.report == report_id, FINDING.c.outer.is_(False)
        )
        for row in self._connection.execute(query.order_by(FINDING.c.id)):
            yield make_finding_target(row.rule, row.cells, row.mention, row.key)

    def _find_commitments(self, report_id: str) -> Iterator[VerdictTarget]:
        query = sa.select(
            COMMITMENT.c.section, COMMITMENT.c.line, COMMITMENT.c.start, COMMITMENT.c.key
        ).where(COMMITMENT.c.report == report_id)
        for row in self._connection.execute(query.order_by(COMMITMENT.c.id)):
            yield make_commitment_target(row.section, row.line, row.start, row.key)


def make_finding_target(rule: str, cells: str, mention: str, key: str) -> VerdictTarget:
    """Return what a verdict on a finding speaks of, from columns of its row."""
    return VerdictTarget(Subject.FINDING, json.dumps([rule, cells, mention]), key)


def make_commitment_target(section: int, line: int, start: int, key: str) -> VerdictTarget:
    """Return what a verdict on a commitment speaks of, from columns of its row."""
    return VerdictTarget(Subject.COMMITMENT, json.dumps([section, line, start]), key)
