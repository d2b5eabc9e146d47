"""Documents as rows of a table, for archives that more than one machine serves."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from indexer.archive.databases import open_records
from indexer.archive.databases.records import Records
from indexer.archive.storage.database_place import STAYING, DatabasePlace
from indexer.archive.storage.documents.base import GONE, DocumentStore, is_listed, sum_up
from indexer.archive.storage.documents.document_tables import DOCUMENT, INVENTORY, KEPT, replace_row
from indexer.archive.storage.documents.table_inventory import TableInventory
from indexer.errors import ArchiveDamaged, ArchiveError, NianbaoError

_AT_ONCE = 100
"""Documents that are read with one statement."""
_LAST = "\U0010ffff"
"""No name has a character that is ordered after this one."""
_MOMENT = 0.25
"""Seconds that the state of a document is taken to be what it was: each page asks for that of accounts."""
_SILENT = 2.0
"""Seconds in which a server that gave no answer is not asked for states again."""


class TableDocuments(DocumentStore):
    """The documents of one database, each with its line of the inventory in the same transaction."""

    def __init__(self, place: DatabasePlace) -> None:
        """Open nothing yet.

        Raises:
            SettingError: the database's address is none.
        """
        self._records: Records = open_records(place, KEPT)
        self._has_tables = False
        self._stamps: dict[str, tuple[float, object]] = {}
        self._silent: tuple[float, NianbaoError | None] = float("-inf"), None
        self.inventory = TableInventory(self._read, self._write)

    def show(self, name: str) -> str:
        """Return the name, and that it is in a database."""
        return f"{name}（在数据库中）"

    def has(self, name: str) -> bool:
        """Whether there is a row."""
        return bool(self._ask(sa.select(sa.literal(1)).where(DOCUMENT.c.name == name)))

    def read(self, name: str) -> bytes:
        """Return what a row has."""
        found = self._ask(sa.select(DOCUMENT.c.content).where(DOCUMENT.c.name == name))
        if not found:
            raise FileNotFoundError(name)
        return bytes(found[0].content)

    def read_stamp(self, name: str) -> object:
        """Return when a row was written, as it was known a moment ago."""
        now = time.monotonic()
        asked, stamp = self._stamps.get(name, (float("-inf"), None))
        if now - asked <= _MOMENT:
            return stamp
        until, trouble = self._silent
        if trouble and now < until:
            raise trouble
        try:
            found = self._ask(sa.select(DOCUMENT.c.changed).where(DOCUMENT.c.name == name))
        except NianbaoError as error:
            self._silent = time.monotonic() + _SILENT, error
            raise
        stamp = found[0].changed if found else None
        self._stamps[name] = now, stamp
        return stamp

    def list_names(self, beginning: str, suffix: str = ".json") -> list[str]:
        """Return the names of rows."""
        query = sa.select(DOCUMENT.c.name).where(*_begin(beginning)).order_by(DOCUMENT.c.name)
        return [row.name for row in self._ask(query) if row.name.endswith(suffix)]

    def list_latest(self, beginning: str, most: int) -> list[str]:
        """Return the names of the rows that were written last."""
        query = sa.select(DOCUMENT.c.name).where(*_begin(beginning))
        return [row.name for row in self._ask(query.order_by(DOCUMENT.c.changed.desc()).limit(most))]

    def read_all(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Read some rows with each statement."""
        coming = iter(names)
        while some := tuple(islice(coming, _AT_ONCE)):
            query = sa.select(DOCUMENT.c.name, DOCUMENT.c.content).where(DOCUMENT.c.name.in_(some))
            found = {row.name: bytes(row.content) for row in self._ask(query)}
            yield from ((name, found[name]) for name in some if name in found)

    def write(self, name: str, data: bytes) -> None:
        """Write a row, and the inventory's."""
        self.write_all([(name, data)])

    def write_all(self, documents: Iterable[tuple[str, bytes]]) -> None:
        """Write rows, and the inventory's, in one transaction."""
        with self._write() as connection:
            for name, data in documents:
                values = {"content": data, "changed": time.time()}
                replace_row(connection, DOCUMENT, name, values)
                if is_listed(name):
                    replace_row(connection, INVENTORY, name, {"digest": sum_up(data)})
        self._stamps.clear()

    def delete(self, name: str) -> None:
        """Delete a row, and have the inventory say that it is gone."""
        if not self.has(name):
            return
        with self._write() as connection:
            connection.execute(DOCUMENT.delete().where(DOCUMENT.c.name == name))
            if is_listed(name):
                replace_row(connection, INVENTORY, name, {"digest": GONE})
        self._stamps.clear()

    @contextmanager
    def lock(self, name: str, wait: float = 10) -> Iterator[None]:
        """Hold a lock of the database."""
        with self._records.lock(f"documents/{name}", wait):
            self._stamps.clear()  # nobody changes it from here on: what is known by now is asked anew
            yield

    def close(self) -> None:
        """Close all connections."""
        self._records.close()

    def _ask(self, query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        with self._read() as connection:
            return connection.execute(query).all() if connection is not None else ()

    @contextmanager
    def _read(self) -> Iterator[sa.Connection | None]:
        """A connection for one statement; None where nothing was ever written."""
        with self._guard():
            self._has_tables = self._has_tables or self._records.exist()
            if not self._has_tables:
                yield None
                return
            with self._records.read_once() as connection:
                yield connection

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        with self._guard(), self._records.write() as connection:
            yield connection

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            refused = self._records.explain(error)
            if refused:
                raise ArchiveError(f"无法读写人工记录（{refused}），请检查磁盘空间和权限。") from error
            reason = (str(error.__cause__ or error).splitlines() or [""])[0]
            raise ArchiveDamaged(f"人工记录库 {self._records.place} 无法使用（{reason}）。") from error


@lru_cache(maxsize=16)
def connect(database_url: str) -> TableDocuments:
    """Return the documents of a database: one a process, for its connections.

    Raises:
        SettingError: the address is none, or what the database needs is not installed.
    """
    return TableDocuments(DatabasePlace(Path("documents.sqlite"), database_url, STAYING))


def _begin(beginning: str) -> tuple[sa.ColumnElement[bool], ...]:
    return DOCUMENT.c.name >= beginning, DOCUMENT.c.name < beginning + _LAST
