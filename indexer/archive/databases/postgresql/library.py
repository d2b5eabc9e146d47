"""The library that speaks to PostgreSQL, which is an extra: where it is missing one sentence says so."""

from __future__ import annotations

from indexer.errors import SettingError

try:
    from psycopg import Connection, Error, OperationalError
    from psycopg.types.string import StrBinaryDumper, StrDumper
except ImportError as missing:
    raise SettingError(
        "设了 NIANBAO_DATABASE_URL，但没有装 psycopg；请先运行 pip install 'nianbao[cluster]'。"
    ) from missing

__all__ = ["Connection", "Error", "OperationalError", "StrBinaryDumper", "StrDumper"]
