"""The address of a database, as settings have it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from indexer.errors import SettingError

_DRIVER = "postgresql+psycopg"


def parse_database_url(url: str) -> sa.URL:
    """Return the address that a setting gives: `postgresql+psycopg://user:password@host:port/database`, and
    after a question mark what libpq knows (`sslmode`, `sslrootcert`, `target_session_attrs`, more `host`s).

    Raises:
        SettingError: it is none. The message has nothing of it, for it may hold a password.
    """
    try:
        parsed = sa.make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is None or parsed.drivername != _DRIVER or not parsed.database:
        how = f"{_DRIVER}://用户:密码@主机:5432/数据库，其后可加 ?sslmode=、sslrootcert= 等"
        raise SettingError(f"NIANBAO_DATABASE_URL 不是数据库的地址，请写成 {how}。")
    return parsed


def show_address(url: sa.URL) -> str:
    """Return the hosts and the name of a database, and nothing that is secret, for people."""
    named = url.query.get("host", ())
    hosts = (named,) if isinstance(named, str) else named
    if url.host:
        hosts = (f"{url.host}:{url.port or 5432}", *hosts)
    return f"{','.join(hosts) or 'localhost'}/{url.database}"
