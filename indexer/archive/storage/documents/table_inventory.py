"""The inventory as a table beside that of the documents, written in the same transactions.

The server sees to it that nothing is half written. What the inventory tells is what somebody deleted or
changed past the program, or what a backup did not have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager

import sqlalchemy as sa

from indexer.archive.storage.documents.base import (
    GONE,
    VERDICTS,
    Inventory,
    Stock,
    Tally,
    is_listed,
    sum_up,
)
from indexer.archive.storage.documents.document_tables import DOCUMENT, INVENTORY, replace_row


class TableInventory(Inventory):
    """The inventory of the documents of one database."""

    def __init__(
        self,
        read: Callable[[], AbstractContextManager[sa.Connection | None]],
        write: Callable[[], AbstractContextManager[sa.Connection]],
    ) -> None:
        """Args:
        read: opens a connection that reads; None where nothing was ever written.
        write: opens a transaction.
        """
        self._read, self._write = read, write

    @property
    def shown(self) -> str:
        """Its table."""
        return "inventory（在数据库中）"

    def stock(self) -> Stock:
        """Return what the rows say."""
        with self._read() as connection:
            if connection is None:
                return Stock({}, is_recorded=False)
            rows = {row.name: row.digest for row in connection.execute(sa.select(INVENTORY))}
        verdicts = _parse_tally(rows.pop(VERDICTS, ""))
        return Stock({name: frozenset({digest}) for name, digest in rows.items()}, verdicts)

    def read_tally(self) -> Tally:
        """Return what the row of the verdicts says."""
        with self._read() as connection:
            return _parse_tally(_read_digest(connection, VERDICTS) if connection is not None else "")

    def read_stamp(self) -> object:
        """Return the row of the verdicts."""
        return self.read_tally()

    def note_verdicts(self, tally: Tally) -> None:
        """Write the row of the verdicts, unless another process noted more by now."""
        with self._write() as connection:
            if _parse_tally(_read_digest(connection, VERDICTS)).count <= tally.count:
                _write_tally(connection, tally)

    def take_stock(self, tally: Tally) -> None:
        """Write all rows anew."""
        with self._write() as connection:
            names = [row.name for row in connection.execute(sa.select(DOCUMENT.c.name))]
            connection.execute(INVENTORY.delete())
            for name, digest in self._sum_up(connection, filter(is_listed, names)):
                replace_row(connection, INVENTORY, name, {"digest": digest})
            _write_tally(connection, tally)

    def is_removed(self, name: str) -> bool:
        """Whether the row says that it is gone."""
        with self._read() as connection:
            return connection is not None and _read_digest(connection, name) == GONE

    def find_missing(self, stock: Stock) -> Iterator[tuple[str, bool]]:
        """Yield the rows that have another sum."""
        with self._read() as connection:
            found = dict(self._sum_up(connection, stock.sums)) if connection is not None else {}
        for name, sums in sorted(stock.sums.items()):
            if found.get(name, GONE) not in sums:
                yield name, name in found

    def find_unlisted(self) -> list[str]:
        """Return the documents of which no row says anything."""
        with self._read() as connection:
            if connection is None:
                return []
            known = sa.select(INVENTORY.c.name).where(INVENTORY.c.digest != GONE)
            query = sa.select(DOCUMENT.c.name).where(DOCUMENT.c.name.not_in(known))
            return sorted(row.name for row in connection.execute(query) if is_listed(row.name))

    def _sum_up(self, connection: sa.Connection, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the sums of some documents that are there, one read after the other: all together may be more
        than memory holds.
        """
        columns = DOCUMENT.c
        for name in names:
            content = connection.scalar(sa.select(columns.content).where(columns.name == name))
            if content is not None:
                yield name, sum_up(bytes(content))


def _read_digest(connection: sa.Connection, name: str) -> str:
    return connection.scalar(sa.select(INVENTORY.c.digest).where(INVENTORY.c.name == name)) or ""


def _write_tally(connection: sa.Connection, tally: Tally) -> None:
    replace_row(connection, INVENTORY, VERDICTS, {"digest": f"{tally.count}:{tally.digest}"})


def _parse_tally(text: str) -> Tally:
    count, _, digest = text.partition(":")
    return Tally(int(count or 0), digest)
