"""Tables in a file of their own, beside the generations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

from indexer.archive.databases.records import Records, RecordTables
from indexer.archive.databases.sqlite import make_address
from indexer.archive.storage.database_place import DatabasePlace
from indexer.archive.storage.lock import lock_file
from indexer.durable import explain_os_error, make_private, read_stamp


class SqliteRecords(Records):
    """A file that is opened anew each time: one that was deleted or replaced meanwhile is not gone on with.

    Not in WAL mode: who may only read the folder can read it.
    """

    def __init__(self, place: DatabasePlace, kept: RecordTables) -> None:
        super().__init__(place, kept)
        patience = {"timeout": kept.patience}
        self._engine = sa.create_engine(
            make_address(place.path), connect_args=patience, poolclass=sa.NullPool
        )
        if kept.leaves_no_trace:
            sa.event.listen(self._engine, "connect", _overwrite)

    def exist(self) -> bool:
        """Whether there is a file with anything in it."""
        return self.place.path.exists() and bool(self.place.path.stat().st_size)

    def has_tables(self, connection: sa.Connection) -> bool:
        """By the file's own list."""
        return set(sa.inspect(connection).get_table_names()).issuperset(self._kept.tables.tables)

    def read(self) -> AbstractContextManager[sa.Connection]:
        """Open the file."""
        return self._engine.connect()

    def read_once(self) -> AbstractContextManager[sa.Connection]:
        """Open the file."""
        return self._engine.connect()

    def lock(self, name: str, wait: float) -> AbstractContextManager[None]:
        """Hold a file beside it."""
        return lock_file(self.place.path.with_name(name.replace("/", "-")), wait)

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Open the file, which is made where it is missing."""
        if self._kept.is_private:
            make_private(self.place.path)
        with self._engine.begin() as connection:
            for table in self._kept.tables.sorted_tables:  # two processes may be the first at once
                connection.execute(CreateTable(table, if_not_exists=True))
                for index in table.indexes:
                    connection.execute(CreateIndex(index, if_not_exists=True))
            yield connection

    def read_stamp(self) -> tuple[int, int, int]:
        """The state of the file."""
        return read_stamp(self.place.path)

    def find_fault(self) -> str:
        """What SQLite finds: of the rows and of what they are found by."""
        with self._engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        return "" if found == "ok" else str(found)

    def delete(self) -> None:
        """Delete the file."""
        self.place.path.unlink(missing_ok=True)

    def explain(self, error: BaseException) -> str:
        """What the system does not allow."""
        return explain_os_error(error.__cause__ or error)

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()


def _overwrite(connection: Any, _entry: object) -> None:
    connection.execute("PRAGMA secure_delete = ON")
