"""The library that speaks to PostgreSQL, which is an extra: where it is missing one sentence says so."""

from __future__ import annotations

from indexer.extras import require_extra

with require_extra("设了 NIANBAO_DATABASE_URL，但没有装 psycopg；请先运行 pip install 'nianbao[cluster]'。"):
    from psycopg import Connection, Error, OperationalError
    from psycopg.types.string import StrBinaryDumper, StrDumper

__all__ = ["Connection", "Error", "OperationalError", "StrBinaryDumper", "StrDumper"]
