"""The writer's lock on a server: it ends with the connection that holds it, however that ends."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from indexer.archive.databases.postgresql.address import parse_database_url, show_address
from indexer.archive.databases.postgresql.connections import open_engine
from indexer.archive.databases.postgresql.troubles import explain_trouble
from indexer.errors import ArchiveBusy, ArchiveError

_KEY = 0x6E69616E
"""The first number of the locks, one for all archives: a database has one archive."""
_WRITER = 1
"""The second number of the writer's; that of others is made of their names."""
_PAUSE = 0.1
"""Seconds between two attempts."""
_ACQUIRE = f"SELECT pg_try_advisory_lock({_KEY}, %s)"
_LOCKS = f"""FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.classid = {_KEY} AND l.objid = %s
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"""  # noqa: S608
_HOLDER = f"SELECT a.application_name, a.backend_start {_LOCKS}"
_IS_OURS = f"SELECT 1 {_LOCKS} AND a.application_name = current_setting('application_name')"


@contextmanager
def lock_database(url: str, wait: float, name: str = "") -> Iterator[None]:
    """Hold an archive for writing, or something else of it.

    Args:
        wait: seconds to wait for another process.
        name: of what is held; the archive where it is empty.

    Raises:
        ArchiveBusy: another process still holds it then.
        DatabaseUnreachable: the server gives no answer.
    """
    address = parse_database_url(url)
    where = show_address(address)
    engine = open_engine(address, "pg_catalog", poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    try:
        connection = engine.connect()
        number = zlib.crc32(name.encode()) & 0x7FFFFFFF if name else _WRITER
        _acquire(connection, number, wait, name or where)
    except SQLAlchemyError as error:
        engine.dispose()
        raise explain_trouble(error, "写入锁", where) or error from error
    try:
        yield
    finally:
        connection.detach()
        connection.close()
        engine.dispose()


def require_lock(connection: sa.Connection, where: str) -> None:
    """Make sure that this process holds the lock still.

    Args:
        where: the database, as it may be shown.

    Raises:
        ArchiveError: its connection was ended, and another process may be writing by now.
    """
    if connection.exec_driver_sql(_IS_OURS, (_WRITER,)).first() is None:
        raise ArchiveError(f"数据库 {where} 的写入锁中途失去，这一批没有保存，请重新运行。")


def _acquire(connection: sa.Connection, number: int, wait: float, where: str) -> None:
    until = time.monotonic() + wait
    while not connection.exec_driver_sql(_ACQUIRE, (number,)).scalar():
        if time.monotonic() >= until:
            holder = connection.exec_driver_sql(_HOLDER, (number,)).first()
            connection.close()
            who = _describe(*holder) if holder else ""
            waited = f"，等了 {wait:g} 秒仍未结束" if wait else ""
            raise ArchiveBusy(f"另一个进程{who}正在写入 {where}{waited}，请稍后再试。")
        time.sleep(_PAUSE)


def _describe(name: str, since: datetime) -> str:
    """Return who holds the lock, as the name of its connection tells it (`connections.name_process`)."""
    _, _, rest = name.partition(" ")
    place, _, command = rest.partition(" ")
    number, _, host = place.partition("@")
    return f"（{command}，进程号 {number}，在 {host}，始于 {since:%Y-%m-%dT%H:%M:%S%z}）"
