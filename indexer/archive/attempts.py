"""Counts that last for a while: wrong passwords by address, and sessions that were ended.

A count lives for as long as its first one says, and is then deleted, and with it what it was for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from indexer.archive.databases import open_records
from indexer.archive.databases.records import RecordTables
from indexer.archive.storage.database_place import DatabasePlace
from indexer.errors import ArchiveError

_TABLES = sa.MetaData()
_ATTEMPT = sa.Table(
    "attempt",
    _TABLES,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("count", sa.Integer),
    sa.Column("until", sa.Float),  # seconds since 1970
)
_KEPT = RecordTables(_TABLES, "登录次数", is_private=True)
_BEGIN = sa.text("INSERT INTO attempt VALUES (:key, 0, :until) ON CONFLICT (key) DO NOTHING")


class Attempts:
    """The counts of one archive. May be shared by threads and by processes.

    A file of them that is damaged is begun anew: what it holds lasts for a minute, or hours.
    """

    def __init__(self, place: DatabasePlace) -> None:
        """Raises:
        SettingError: the database's address is none.
        """
        self._records = open_records(place, _KEPT)

    def add(self, key: str, amount: int, now: float, expiry: float) -> int:
        """Count on, and return the count; one that is given back (a negative amount) after it ran out is no
        credit.

        Args:
            now: the moment, in seconds since 1970.
            expiry: seconds that the first count of a key lasts.

        Raises:
            ArchiveError: that cannot be written.
        """
        try:
            return self._add(key, amount, now, expiry)
        except _Damaged:
            self._records.delete()
            return self._add(key, amount, now, expiry)

    def read(self, key: str, now: float) -> tuple[int, float]:
        """Return the count of a key, and when it runs out; 0, and now, where it has.

        Raises:
            ArchiveError: that cannot be read.
        """
        row = None
        with self._guard():
            if self._records.exist():
                ours = _ATTEMPT.c.key == key, _ATTEMPT.c.until > now
                query = sa.select(_ATTEMPT.c.count.label("number"), _ATTEMPT.c.until).where(*ours)
                with self._records.read() as connection:
                    if self._records.has_tables(connection):
                        row = connection.execute(query).first()
        return (row.number, row.until) if row else (0, now)

    def delete(self, key: str | None = None) -> int:
        """Delete the count of a key, or all of them, and return how many there were.

        Raises:
            ArchiveError: that cannot be written.
        """
        gone = _ATTEMPT.delete()
        with self._guard(), self._records.write() as connection:
            return connection.execute(gone if key is None else gone.where(_ATTEMPT.c.key == key)).rowcount

    def _add(self, key: str, amount: int, now: float, expiry: float) -> int:
        with self._guard(), self._records.write() as connection:
            connection.execute(_ATTEMPT.delete().where(_ATTEMPT.c.until <= now))
            if amount > 0:
                connection.execute(_BEGIN, {"key": key, "until": now + expiry})
            ours, after = _ATTEMPT.c.key == key, _ATTEMPT.c.count + amount
            least = sa.case((after < 0, 0), else_=after)
            connection.execute(_ATTEMPT.update().where(ours).values(count=least))
            return connection.scalar(sa.select(_ATTEMPT.c.count).where(ours)) or 0

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            refused = self._records.explain(error)
            if not refused and not isinstance(error, OperationalError):
                raise _Damaged("登录次数的记录已损坏，会重新开始。") from error
            # Not its content: locked, no room, no permission.
            reason = refused or str(error.__cause__)
            raise ArchiveError(f"无法读写登录次数（{reason}），请检查磁盘空间和权限。") from error


class _Damaged(ArchiveError):
    """The file is none of the database's."""
