"""Passages into the index."""

from __future__ import annotations

from collections.abc import Iterable

from whoosh.writing import SegmentWriter

from indexer.engines.base import Entry
from indexer.engines.whoosh.schema import document


class WhooshWriter:
    """An open transaction (see `indexer.engines.base.Writer`)."""

    def __init__(self, writer: SegmentWriter, held: frozenset[str]) -> None:
        """Args:
        held: ids of the reports that the index holds before the transaction.
        """
        self._writer, self._held = writer, held
        self._added: dict[str, list[int]] = {}
        self.changed = False

    def add(self, entries: Iterable[Entry]) -> None:
        """Add the passages of one report; what the index held of that report is replaced."""
        replaced = ""
        for entry in entries:
            if entry.report != replaced:
                self.remove(entry.report)
                replaced = entry.report
            self.changed = True
            self._added.setdefault(entry.report, []).append(self._writer.docnum)
            self._writer.add_document(**document(entry))

    def remove(self, report: str) -> None:
        """Take all passages of a report out, also those added in this transaction."""
        # Whoosh opens a searcher for every deletion: only where there is something to delete.
        if report in self._held:
            self._writer.delete_by_term("report", report)
            self.changed = True
        for number in self._added.pop(report, ()):
            self._writer.newsegment.delete_document(number)
