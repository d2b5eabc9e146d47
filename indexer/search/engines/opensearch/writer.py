"""An open transaction on an index: what it writes is found once its number is published."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from indexer.errors import ArchiveBusy
from indexer.search.engines.base import Entry
from indexer.search.engines.opensearch.cluster import Cluster, Document
from indexer.search.engines.opensearch.passages import make_document
from indexer.search.engines.opensearch.published import PublishedIndex

_WAITING = 1000
"""Passages gathered before they are sent."""


def name_commit(number: int) -> str:
    """Return the id of the document that says what a transaction has replaced."""
    return f"commit.{number}"


class OpenSearchWriter:
    """A transaction (see `indexer.search.engines.base.Writer`).

    Attributes:
        changed: whether there is anything to publish yet.
        number: of the transaction.
        replaced: reports of which what is published is found no longer; once it is prepared, those only of
            which anything is.
    """

    def __init__(self, cluster: Cluster, build: str, number: int, before: PublishedIndex) -> None:
        """Args:
        before: what is published.
        """
        self._cluster, self._build, self.number, self._before = cluster, build, number, before
        self.changed = False
        self.replaced: set[str] = set()
        self._added: dict[str, list[str]] = {}
        self._waiting: list[Document] = []
        self._serial = 0
        self._is_prepared = False

    def add(self, entries: Iterable[Entry]) -> None:
        """Add the passages of one report; what the index held of that report is replaced."""
        listed = list(entries)
        if not listed:
            return
        report = listed[0].report
        self._forget(report)
        self.replaced.add(report)
        self.changed = True
        ids = self._added[report] = []
        before: Entry | None = None
        for entry in listed:
            opens = not before or (before.section, before.heading) != (entry.section, entry.heading)
            document = make_document(entry, opens or not entry.ordinal, len(listed))
            number = f"{self.number}.{self._serial}"
            document |= {"_id": number, "added": self.number, "serial": self._serial}
            self._serial += 1
            ids.append(number)
            self._waiting.append(document)
            before = entry
        if len(self._waiting) >= _WAITING:
            self._send()

    def remove(self, report: str) -> None:
        """Take all passages of a report out."""
        is_added = report in self._added
        self._forget(report)
        if report in self.replaced or self._before.find_reports([report]):
            self.replaced.add(report)
            self.changed = True
        self.changed = self.changed or is_added

    def compact(self) -> None:
        """Nothing: the engine lays its index out for searching by itself."""

    def prepare(self) -> None:
        """Store all that was added, and what is replaced; none of it is found before the number is published.

        It is done once.

        Raises:
            ArchiveBusy: another writer has stored a transaction of the same number.
            EngineUnreachable: there is no answer.
        """
        if self._is_prepared:
            return
        self._send()
        # Each question names them: what was not there before has nothing that must not be found.
        self.replaced = self._before.find_reports(self.replaced)
        token = uuid.uuid4().hex
        name = name_commit(self.number)
        commit = {"commit": self.number, "replaced": sorted(self.replaced), "writer": token}
        self._cluster.write_documents(self._build, [{"_id": name, **commit}])
        self._cluster.refresh(self._build)
        kept = self._cluster.read_document(self._build, name)
        if not kept or kept["writer"] != token:
            raise ArchiveBusy("另一个进程正在写入同一个索引，请等它结束后再试。")
        self._is_prepared = True

    def _forget(self, report: str) -> None:
        """Take back what this transaction has added of a report."""
        if ids := self._added.pop(report, []):
            self._send()
            self._cluster.write_documents(
                self._build, [{"_op_type": "delete", "_id": number} for number in ids]
            )

    def _send(self) -> None:
        if self._waiting:
            self._cluster.write_documents(self._build, self._waiting)
            self._waiting = []
