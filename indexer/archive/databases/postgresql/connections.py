"""Connections to a server: each says who it is and where its tables are, and is looked at after a rest."""

from __future__ import annotations

import os
import socket
import time
import weakref
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DisconnectionError

from indexer.archive.databases.postgresql.library import Connection, StrBinaryDumper, StrDumper
from indexer.archive.storage.process import describe_command

_WAIT = 5
"""Seconds that connecting may take."""
_REST = 0.1
"""Seconds after which a connection is asked whether it is still there before it is used again: no server is
started again in less, and a page that uses it ten times asks once."""
_LONGEST = 63
"""Bytes of a connection's name, as PostgreSQL has them."""
FEW: dict[str, int] = {"pool_size": 1, "max_overflow": 4}
"""Connections of an engine that needs one by far the most time: options of `open_engine`."""
_KEEPALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds after which an idle connection is looked after: what lies between may forget it, and its lock."""


def open_engine(url: sa.URL, schema: str, **options: Any) -> sa.Engine:
    """Return an engine whose connections find their tables in a schema. Nothing is opened yet.

    Every transaction sees one state of the tables, as readers of a file do.

    Args:
        options: of the engine.
    """
    settings = make_settings(url, schema)
    chosen = {"isolation_level": "REPEATABLE READ", "hide_parameters": True, **options}
    engine = sa.create_engine(url.difference_update_query(settings), connect_args=settings, **chosen)
    sa.event.listen(engine, "do_connect", _name)
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "checkin", _note)
    sa.event.listen(engine, "checkout", _look)
    return engine


def make_settings(url: sa.URL, schema: str) -> dict[str, Any]:
    """Return what every connection to a database is opened with, over what its address says."""
    wanted = f"-csearch_path={schema}"
    given = url.query.get("options", "")
    return {
        "connect_timeout": _WAIT,
        "client_encoding": "utf8",
        **_KEEPALIVE,
        **{name: value for name, value in url.query.items() if name in ("connect_timeout", *_KEEPALIVE)},
        "options": f"{given} {wanted}" if given else wanted,
    }


def close_with(owner: object, engine: sa.Engine) -> None:
    """Have an engine closed once its owner is gone, or the program ends."""
    weakref.finalize(owner, engine.dispose)


def name_process() -> str:
    """Return what the connections of this process are called, in the server's list of them."""
    name = f"nianbao {os.getpid()}@{socket.gethostname()} {describe_command()}"
    return name.encode()[:_LONGEST].decode("ascii", "ignore").rstrip()


def _name(_dialect: object, _entry: object, _arguments: object, settings: dict[str, Any]) -> None:
    settings["application_name"] = name_process()


class _CleanText(StrDumper):
    """Texts without the character that PostgreSQL has no place for."""

    def dump(self, obj: str) -> Any:
        """Return its bytes."""
        return super().dump(obj.replace("\0", "\ufffd"))


class _CleanBinaryText(StrBinaryDumper):
    """The same, for values that are sent as bytes."""

    def dump(self, obj: str) -> Any:
        """Return its bytes."""
        return super().dump(obj.replace("\0", "\ufffd"))


def _prepare(connection: Connection[Any], entry: Any) -> None:
    for dumper in (_CleanBinaryText, _CleanText):  # the last one is taken first
        connection.adapters.register_dumper(str, dumper)
    entry.info["process"] = os.getpid()
    _note(connection, entry)


def _note(_connection: object, entry: Any) -> None:
    entry.info["used"] = time.monotonic()


def _look(connection: Connection[Any], entry: Any, proxy: Any) -> None:
    """Have a connection replaced that the server has ended, or that a fork has of its parent."""
    if entry.info["process"] != os.getpid():
        entry.dbapi_connection = proxy.dbapi_connection = None  # not closed: the parent goes on with it
        raise DisconnectionError
    if time.monotonic() - entry.info["used"] < _REST:
        return
    try:
        connection.execute("")
        connection.rollback()
    except Exception:
        raise DisconnectionError from None
