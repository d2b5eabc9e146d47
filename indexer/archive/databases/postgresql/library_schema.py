"""A schema of a library that keeps tables of its own in an archive's database, and connects by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from indexer.archive.databases.postgresql.address import parse_database_url, show_address
from indexer.archive.databases.postgresql.connections import FEW, close_with, make_settings, open_engine
from indexer.archive.databases.postgresql.troubles import explain_trouble
from indexer.errors import ArchiveDamaged, NianbaoError

_KEY = 0x6E696170
"""The number of the lock under which such a schema is made."""
# Asked of a table: the server's functions remember what was not there before a transaction waited.
_EXISTS = "SELECT count(*) > 0 FROM pg_namespace WHERE nspname = %s"
_LIST = """SELECT application_name, min(backend_start) FROM pg_stat_activity
    WHERE datname = current_database() AND starts_with(application_name, %s)
    GROUP BY application_name ORDER BY 2, 1"""


@dataclass(frozen=True, slots=True)
class NamedConnection:
    """A process that is connected to the database: what its connections are called, and since when."""

    name: str
    since: datetime


class LibrarySchema:
    """One schema. May be shared by threads."""

    def __init__(self, url: str, name: str) -> None:
        """Open nothing yet.

        Args:
            url: address of the database (`Settings.database_url`).
            name: of the schema.

        Raises:
            SettingError: the address is none, or what the database needs is not installed.
        """
        self._url, self._name = parse_database_url(url), name
        self.where = show_address(self._url)
        self._engine = open_engine(self._url, name, isolation_level="AUTOCOMMIT", **FEW)
        close_with(self, self._engine)

    def exists(self) -> bool:
        """Return whether it was made.

        Raises:
            DatabaseUnreachable: the server gives no answer.
        """
        with self._guard(), self._engine.connect() as connection:
            found = connection.exec_driver_sql(_EXISTS, (self._name,))
            return bool(found.scalar())

    def create(self, script: str) -> None:
        """Make it where it is missing; several processes may at once.

        Args:
            script: the statements that make its tables.

        Raises:
            DatabaseUnreachable: the server gives no answer.
            ArchiveError: the user may not.
        """
        if self.exists():
            return
        engine = self._engine.execution_options(isolation_level="READ COMMITTED")
        with self._guard(), engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_KEY})")
            found = connection.exec_driver_sql(_EXISTS, (self._name,))
            if not found.scalar():
                connection.exec_driver_sql(f'CREATE SCHEMA "{self._name}"')
                driver: Any = connection.connection.driver_connection
                driver.execute(script)  # many statements, which are sent as they are written

    def list_connections(self, beginning: str) -> tuple[NamedConnection, ...]:
        """Return the processes whose connections have a name that begins so, the oldest first.

        Raises:
            DatabaseUnreachable: the server gives no answer.
        """
        with self._guard(), self._engine.connect() as connection:
            rows = connection.exec_driver_sql(_LIST, (beginning,)).all()
        return tuple(NamedConnection(name, since) for name, since in rows)

    def make_arguments(self, name: str) -> dict[str, Any]:
        """Return what the library's own connections are opened with, which find their tables in this schema.

        Args:
            name: what they are called in the server's list.
        """
        settings = make_settings(self._url, self._name) | {"application_name": name}
        address = self._url.difference_update_query(settings)
        dialect: Any = self._engine.dialect
        _, arguments = dialect.create_connect_args(address)
        # Without what SQLAlchemy has its own connections do.
        return {name: value for name, value in arguments.items() if name != "context"} | settings

    def explain(self, error: BaseException) -> NianbaoError:
        """Return the error for people for one of the library's, or of what it connects with."""
        causes, reason = [error], ""
        while cause := causes[-1].__cause__ or causes[-1].__context__:
            causes.append(cause)
        for cause in causes:
            if found := explain_trouble(cause, "读取任务", self.where):
                return found
            reason = (str(cause).splitlines() or [""])[0] or type(cause).__name__
        return ArchiveDamaged(f"数据库 {self.where} 中的读取任务无法使用（{reason}），请检查数据库。")

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise self.explain(error) from error
