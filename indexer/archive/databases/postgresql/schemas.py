"""The schemas of an archive: one for each build of its catalogue, one that names the current."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from indexer.archive.databases.postgresql.address import parse_database_url, show_address
from indexer.archive.databases.postgresql.connections import FEW, close_with, open_engine
from indexer.archive.databases.postgresql.troubles import explain_trouble
from indexer.archive.storage.database_place import STAYING
from indexer.errors import ArchiveDamaged, ArchiveError

_NAMED = "SELECT name FROM current_build"
_LIST = "SELECT nspname FROM pg_namespace WHERE nspname LIKE %s ORDER BY nspname"
_PATIENCE = "2s"
"""How long is waited for readers of a build that is to go; it goes another time."""
_ENCODING = "SELECT current_setting('server_encoding')"
_MISSING = ("42P01", "3F000")
"""PostgreSQL's codes of a table and a schema that are not there."""


class Schemas:
    """The schemas of one database. May be shared by threads."""

    def __init__(self, url: str) -> None:
        """Raises:
        SettingError: the address is none.
        """
        address = parse_database_url(url)
        self.where = show_address(address)
        self._engine = open_engine(address, STAYING, isolation_level="AUTOCOMMIT", **FEW)
        close_with(self, self._engine)

    def find_current(self) -> str:
        """Return the name of the current build's schema, "" where nothing was ever published.

        Raises:
            DatabaseUnreachable: the server gives no answer.
        """
        with self._guard():
            try:
                with self._engine.connect() as connection:
                    return str(connection.exec_driver_sql(_NAMED).scalar() or "")
            except ProgrammingError as error:
                if getattr(error.orig, "sqlstate", "") in _MISSING:
                    return ""
                raise

    def list_builds(self, prefix: str) -> tuple[str, ...]:
        """Return the names of the schemas that begin so, in their order."""
        pattern = prefix.replace("_", r"\_") + "%"
        with self._guard(), self._engine.connect() as connection:
            return tuple(connection.exec_driver_sql(_LIST, (pattern,)).scalars())

    def create(self, name: str) -> None:
        """Make the schema of a new build.

        Raises:
            ArchiveError: the user may not, or the database does not hold Chinese.
        """
        with self._guard(), self._engine.connect() as connection:
            encoding = connection.exec_driver_sql(_ENCODING).scalar()
            if encoding != "UTF8":
                raise ArchiveError(f"数据库 {self.where} 的编码是 {encoding}，请建一个 UTF8 的数据库。")
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {STAYING}")
            connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS {STAYING}.current_build (name text)")
            connection.exec_driver_sql(f'CREATE SCHEMA "{name}"')

    def publish(self, name: str) -> None:
        """Name the current build, at once for all readers."""
        with self._guard(), self._engine.execution_options(isolation_level="READ COMMITTED").begin() as both:
            both.exec_driver_sql("DELETE FROM current_build")
            both.exec_driver_sql("INSERT INTO current_build VALUES (%s)", (name,))

    def drop(self, names: Iterable[str]) -> None:
        """Drop schemas with all that is in them; one that is still read stays."""
        with self._guard(), self._engine.connect() as connection:
            connection.exec_driver_sql(f"SET lock_timeout = '{_PATIENCE}'")
            try:
                for name in names:
                    with suppress(SQLAlchemyError):
                        connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
            finally:
                connection.exec_driver_sql("RESET lock_timeout")

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            if refused := explain_trouble(error, "目录库", self.where):
                raise refused from error
            reason = str(getattr(error, "orig", error)).splitlines()[0]
            raise ArchiveDamaged(f"数据库 {self.where} 答不了（{reason}），请检查数据库。") from error
