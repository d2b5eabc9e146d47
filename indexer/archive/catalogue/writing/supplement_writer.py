"""Fills the tables of `supplement`: for new reports, and for those that were there before the tables."""

from __future__ import annotations

import json
from collections.abc import Iterable

import sqlalchemy as sa

from indexer.archive.catalogue.tables.schema import COMMITMENT, REPORT
from indexer.archive.catalogue.tables.supplement import (
    COMMITMENT_CLASS,
    INDICATOR,
    SUPPLEMENT,
    SUPPLEMENTED,
    VERSION,
)
from indexer.archive.catalogue.writing.indicator_rows import IndicatorRow, make_indicator_rows
from indexer.archive.databases.dialect import insert
from indexer.commitments.classes import classify_words
from indexer.commitments.statement import read_sentences
from indexer.report.report_json import from_json


class SupplementWriter:
    """Writes in an open transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        SUPPLEMENT.create_all(connection)

    def insert(
        self, report_id: str, classes: Iterable[tuple[int, str]], indicators: Iterable[IndicatorRow]
    ) -> None:
        """Insert what was read of a new report.

        Args:
            classes: the number of each of its commitments, and its class.
            indicators: the numbers of indicators that it states.
        """
        rows = [{"commitment": number, "report": report_id, "class": name} for number, name in classes]
        insert(self._connection, COMMITMENT_CLASS, rows)
        insert(self._connection, INDICATOR, [{"report": report_id, **row.to_columns()} for row in indicators])
        insert(self._connection, SUPPLEMENTED, [{"report": report_id, "version": VERSION}])

    def delete(self, report_id: str) -> None:
        """Delete what belongs to a report."""
        for table in SUPPLEMENT.sorted_tables:
            self._connection.execute(table.delete().where(table.c.report == report_id))

    def complete(self) -> int:
        """Read the reports that the tables lack, and return how many these were."""
        has = sa.exists().where(SUPPLEMENTED.c.report == REPORT.c.id, SUPPLEMENTED.c.version == VERSION)
        query = sa.select(REPORT.c.id, REPORT.c.kind, REPORT.c.content).where(~has)
        count = 0
        for report_id, kind, content in self._connection.execute(query).all():
            count += 1
            self.delete(report_id)
            report = from_json(json.loads(content))
            columns = (COMMITMENT.c.id, COMMITMENT.c.text, COMMITMENT.c.label, COMMITMENT.c.section)
            of_report = sa.select(*columns).where(COMMITMENT.c.report == report_id)
            classes = [
                (row.id, classify_words(row.text[len(row.label) :], row.label, kind, row.section).value)
                for row in self._connection.execute(of_report)
            ]
            self.insert(report_id, classes, make_indicator_rows(report, read_sentences(report)))
        return count
