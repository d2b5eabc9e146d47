"""Tables in the schema that stays."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import sqlalchemy as sa

from indexer.archive.databases.dialect import has_tables
from indexer.archive.databases.postgresql.address import parse_database_url, show_address
from indexer.archive.databases.postgresql.connections import FEW, close_with, open_engine
from indexer.archive.databases.postgresql.lock import lock_database
from indexer.archive.databases.postgresql.troubles import explain_trouble
from indexer.archive.databases.records import Records, RecordTables
from indexer.archive.storage.database_place import STAYING, DatabasePlace

_KEY = 0x6E69616F
"""The first number of the locks under which stores are written; the second is the store's own."""


class PostgresRecords(Records):
    """Tables that all machines share."""

    def __init__(self, place: DatabasePlace, kept: RecordTables) -> None:
        """Raises:
        SettingError: the address is none.
        """
        super().__init__(place, kept)
        url = parse_database_url(place.url)
        self._where = show_address(url)
        # One sees what others have written by now, for it has waited for them.
        self._engine = open_engine(url, STAYING, isolation_level="READ COMMITTED", **FEW)
        # One statement that needs no transaction: asked in one way there and back instead of three.
        self._single = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._steady = self._engine.execution_options(isolation_level="REPEATABLE READ")
        self._names = tuple(kept.tables.tables)
        close_with(self, self._engine)

    def exist(self) -> bool:
        """Whether the tables are there."""
        with self._single.connect() as connection:
            return self.has_tables(connection)

    def has_tables(self, connection: sa.Connection) -> bool:
        """By the server's own list."""
        return has_tables(connection, self._names)

    def read(self) -> AbstractContextManager[sa.Connection]:
        """Open a connection that reads."""
        return self._steady.connect()

    def read_once(self) -> AbstractContextManager[sa.Connection]:
        """Open a connection without a transaction."""
        return self._single.connect()

    def lock(self, name: str, wait: float) -> AbstractContextManager[None]:
        """Hold a lock of the database."""
        return lock_database(self.place.url, wait, name)

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Wait for other writers of this store, and make schema and tables where they are missing."""
        with self._engine.begin() as connection:
            wait = f"SET LOCAL lock_timeout = '{int(self._kept.patience * 1000)}ms'"
            connection.exec_driver_sql(wait)
            store = zlib.crc32(" ".join(self._names).encode()) & 0x7FFFFFFF
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_KEY}, {store})")
            if not self.has_tables(connection):
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_KEY}, 0)")
                connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {STAYING}")
                self._kept.tables.create_all(connection)
                # Not in the log of what was written, nor in copies that are made of it.
                for name in self._names if self._kept.leaves_no_trace else ():
                    connection.exec_driver_sql(f'ALTER TABLE "{name}" SET UNLOGGED')
            yield connection

    def read_stamp(self) -> object:
        """How many rows there are: of what is only added to."""
        if not self.exist():
            return ()
        with self._steady.connect() as connection:
            count = "SELECT count(*) FROM"
            return tuple(connection.exec_driver_sql(f'{count} "{name}"').scalar() for name in self._names)

    def find_fault(self) -> str:
        """Nothing: the server checks what it reads, and all of it is read."""
        return ""

    def delete(self) -> None:
        """Drop the tables."""
        with self._engine.begin() as connection:
            for name in self._names:
                connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}"')

    def explain(self, error: BaseException) -> str:
        """Raise what the server refuses, or that it is not there."""
        if trouble := explain_trouble(error, self._kept.what, self._where):
            raise trouble from error
        return ""

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
