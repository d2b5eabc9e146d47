"""The tables of one schema of a database on a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from indexer.archive.databases.base import Database
from indexer.archive.databases.postgresql.address import parse_database_url, show_address
from indexer.archive.databases.postgresql.connections import close_with, open_engine
from indexer.archive.databases.postgresql.lock import require_lock
from indexer.archive.databases.postgresql.troubles import explain_trouble
from indexer.archive.storage.database_place import DatabasePlace
from indexer.errors import NianbaoError

_HEADER = "CREATE TABLE header (fingerprint bigint NOT NULL, index_generation bigint NOT NULL)"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"


class PostgresDatabase(Database):
    """A schema that was made (`generations`)."""

    def __init__(self, place: DatabasePlace) -> None:
        """Raises:
        SettingError: the address is none.
        """
        super().__init__(place)
        url = parse_database_url(place.url)
        self._where = show_address(url)
        self._engine = open_engine(url, place.schema)
        # One statement that needs no transaction: asked in one way there and back instead of three.
        self._single = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        close_with(self, self._engine)

    def exists(self) -> bool:
        """Whether the schema has a catalogue."""
        with self._single.connect() as connection:
            return bool(connection.exec_driver_sql("SELECT to_regclass('header') IS NOT NULL").scalar())

    def create(self, fingerprint: int, *tables: sa.MetaData) -> None:
        """Make the tables in a new schema; what an index's `info` has of PostgreSQL are its options there."""
        with self._engine.begin() as connection:
            for each in tables:
                for index in (index for table in each.tables.values() for index in table.indexes):
                    index.dialect_options["postgresql"].update(index.info.get("postgresql", {}))
                each.create_all(connection)
            connection.exec_driver_sql(_HEADER)
            connection.exec_driver_sql("INSERT INTO header VALUES (%s, 0)", (fingerprint,))

    def read(self) -> AbstractContextManager[sa.Connection]:
        """Open a connection that reads."""
        return self._engine.connect()

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Open a transaction; it lasts only where this process still holds the writer's lock at its end."""
        with self._engine.begin() as connection:
            yield connection
            require_lock(connection, self._where)

    def read_number(self, statement: str) -> int:
        """By one statement."""
        with self._single.connect() as connection:
            return int(connection.exec_driver_sql(statement).scalar() or 0)

    def read_fingerprint(self) -> int:
        """From the header."""
        return self.read_number("SELECT fingerprint FROM header")

    def read_index_generation(self) -> int:
        """From the header."""
        return self.read_number("SELECT index_generation FROM header")

    def set_index_generation(self, connection: sa.Connection, number: int) -> None:
        """Into the header."""
        connection.exec_driver_sql("UPDATE header SET index_generation = %s", (number,))

    def find_faults(self) -> tuple[str, ...]:
        """What the server cannot read of any table, where each row is read whole."""
        found = []
        with self._single.connect() as connection:
            for (table,) in connection.exec_driver_sql(_TABLES).all():
                try:
                    connection.exec_driver_sql(f'SELECT sum(length(t::text)) FROM "{table}" t')  # noqa: S608
                except DBAPIError as error:
                    if self.explain(error, "") is not None:
                        raise
                    found.append(f"{table}: {str(error.orig).splitlines()[0]}")
        return tuple(found)

    def explain(self, error: BaseException, what: str) -> NianbaoError | None:
        """What the server refuses, or that it is not there."""
        return explain_trouble(error, what, self._where)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
