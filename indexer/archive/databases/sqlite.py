"""Tables in a file of the home: SQLite."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from indexer.archive.databases.base import Database
from indexer.archive.storage.database_place import DatabasePlace
from indexer.durable import explain_os_error, read_stamp
from indexer.errors import ArchiveError, NianbaoError

_AT_REST = 3_000_000_000
"""Nanoseconds after which a file that is written again has another time: some file systems count by two
seconds."""


class SqliteDatabase(Database):
    """A file that readers go on with while a writer is at work (WAL)."""

    def __init__(self, place: DatabasePlace) -> None:
        super().__init__(place)
        self._engine = _open(place.path)
        self._journal = place.path.with_name(place.path.name + "-wal")
        self._numbers: dict[str, tuple[object, int]] = {}

    def exists(self) -> bool:
        """Whether the file is there."""
        return self.place.path.is_file()

    def create(self, fingerprint: int, *tables: sa.MetaData) -> None:
        """Make the tables in a new file."""
        with self._engine.begin() as connection:
            # Readers go on while a writer is at work.
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            for each in tables:
                each.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {int(fingerprint)}")

    def read(self) -> AbstractContextManager[sa.Connection]:
        """Open a connection that reads."""
        return self._engine.connect()

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Open a transaction."""
        with self._engine.begin() as connection:
            # What is published must last; SQLite may be built so that it does not care for that.
            connection.exec_driver_sql("PRAGMA synchronous = FULL")
            # A batch touches pages all over the indexes; SQLite's own 2 MB would write and read them anew.
            connection.exec_driver_sql("PRAGMA cache_size = -65536")
            yield connection

    def read_number(self, statement: str) -> int:
        """As it was read before where nothing was written since; else by the driver itself, in a quarter of
        the time that SQLAlchemy takes around it.
        """
        stamps = read_stamp(self.place.path), read_stamp(self._journal)
        known = self._numbers.get(statement)
        if known and known[0] == stamps:
            return known[1]
        with closing(self._engine.raw_connection()) as connection:
            row = connection.cursor().execute(statement).fetchone()
        number = int(row[0]) if row else 0
        # Just after a writing another one may leave the same stamps: such a number is not kept.
        if time.time_ns() - max(changed for _, changed, _ in stamps) > _AT_REST:
            self._numbers[statement] = stamps, number
        return number

    def read_fingerprint(self) -> int:
        """The application's number in the file's header."""
        with self._engine.connect() as connection:
            return int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())

    def read_index_generation(self) -> int:
        """The user's number in the file's header."""
        with self._engine.connect() as connection:
            return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())

    def set_index_generation(self, connection: sa.Connection, number: int) -> None:
        """Write it into the file's header."""
        connection.exec_driver_sql(f"PRAGMA user_version = {int(number)}")

    def find_faults(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file."""
        with self._engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
        return tuple(what for what in found if what != "ok")

    def explain(self, error: BaseException, what: str) -> NianbaoError | None:
        """What the system does not let be read or written."""
        message = explain_os_error(error.__cause__ or error)
        if not message:
            return None
        return ArchiveError(
            f"无法读写{what} {self.place}（{message}），请检查磁盘空间和权限后重新运行；已发布的不受影响。"
        )

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()


def _open(path: Path) -> sa.Engine:
    """Return an engine for a file, also where this process may not write its folder.

    A reader of a file in WAL mode makes files beside it. Where it cannot, and no writer has left any, the
    file is at rest: it is opened as one that does not change, anew each time, for its owner may write later.
    """
    beside = (path.with_name(path.name + "-shm"), path.with_name(path.name + "-wal"))
    if os.access(path.parent, os.W_OK) or any(each.exists() for each in beside):
        return sa.create_engine(make_address(path))
    address = make_address(Path(f"file:{quote(str(path.absolute()))}"))
    at_rest = address.set(query={"mode": "ro", "immutable": "1", "uri": "true"})
    return sa.create_engine(at_rest, poolclass=sa.NullPool)


def make_address(path: Path) -> sa.URL:
    """Return the address of a SQLite file; in one that is written by hand a `?` of the path would end it."""
    return sa.URL.create("sqlite", database=str(path))
