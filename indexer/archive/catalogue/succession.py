"""In the catalogue: which reports replace which, what an id has become, and what was judged of a report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial

import sqlalchemy as sa

from indexer.archive.catalogue.schema import COMMITMENT, FINDING, GONE, REPORT
from indexer.report.similarity import SIMILAR, find_successors, parse_text
from indexer.verdict import Subject

Judged = tuple[Subject, str, str]
"""Something that people may judge: what it is, its place in the report, its key."""

# Made once: making a statement takes longer than carrying it out.
_CONTENT = sa.select(REPORT.c.content).where(REPORT.c.id == sa.bindparam("id"))


def find_renamed(ids: Iterable[str]) -> sa.Select[tuple[str]]:
    """Return the query for the present ids of reports that had these before."""
    joined = GONE.join(REPORT, REPORT.c.sha256 == GONE.c.sha256)
    return (
        sa.select(REPORT.c.id).select_from(joined).where(GONE.c.id.in_(list(ids)), REPORT.c.id != GONE.c.id)
    )


def now_called(connection: sa.Connection, report_id: str) -> str:
    """The id that a report has by now whose former one this is; "" where there is none."""
    return connection.scalar(find_renamed([report_id])) or ""


def alike_texts(connection: sa.Connection, one: str, other: str) -> bool:
    """Whether two reports, by their ids, say enough of the same to be one report's versions."""
    left, right = (
        parse_text(connection.scalar(_CONTENT, {"id": report_id}) or "") for report_id in (one, other)
    )
    return left.similarity(right) >= SIMILAR


class Succession:
    """The versions of one identity at a time, in an open transaction."""

    def __init__(self, connection: sa.Connection, touch: Callable[[str], None]) -> None:
        """Args:
        touch: is told of every report that became current, or ceased to be.
        """
        self._connection, self._touch = connection, touch

    def standing(self, identities: Iterable[str]) -> set[str]:
        """Ids of the reports of some identities that nothing replaces."""
        query = sa.select(REPORT.c.id).where(
            REPORT.c.identity.in_(list(identities)), REPORT.c.superseded_by.is_(None)
        )
        return set(self._connection.scalars(query))

    def review(self, identities: Iterable[str], before: set[str]) -> set[str]:
        """Settle anew what replaces what, as if these reports were taken in one after another now.

        Args:
            before: ids of those that stood before whatever is the reason for this.

        Returns:
            Ids of those that stand.
        """
        identities = list(dict.fromkeys(identities))
        for identity in identities:
            columns = REPORT.c.id, REPORT.c.path, REPORT.c.body
            ours = sa.select(*columns).where(REPORT.c.identity == identity).order_by(REPORT.c.sequence)
            filed = [(row.id, row.path, row.body) for row in self._connection.execute(ours)]
            by = find_successors(filed, partial(alike_texts, self._connection))
            for report_id, _, _ in filed:
                change = REPORT.update().where(REPORT.c.id == report_id)
                self._connection.execute(change.values(superseded_by=by.get(report_id)))
        after = self.standing(identities)
        for report_id in before ^ after:
            self._touch(report_id)
        return after

    def judged(self, report_id: str) -> list[Judged]:
        """What people may judge of a report by itself."""
        findings = sa.select(FINDING.c.rule, FINDING.c.cells, FINDING.c.mention, FINDING.c.key).where(
            FINDING.c.report == report_id, FINDING.c.outer.is_(False)
        )
        promises = sa.select(
            COMMITMENT.c.section, COMMITMENT.c.line, COMMITMENT.c.start, COMMITMENT.c.key
        ).where(COMMITMENT.c.report == report_id)
        return [
            *_placed(Subject.FINDING, self._connection.execute(findings.order_by(FINDING.c.id))),
            *_placed(Subject.COMMITMENT, self._connection.execute(promises.order_by(COMMITMENT.c.id))),
        ]


def _placed(subject: Subject, rows: Iterable[sa.Row[tuple[object, ...]]]) -> list[Judged]:
    return [(subject, json.dumps(row[:-1]), str(row[-1])) for row in map(tuple, rows)]
