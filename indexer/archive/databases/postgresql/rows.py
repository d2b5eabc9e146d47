"""Writes many rows at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from indexer.archive.databases.postgresql.library import Error


def copy_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows, all of the same columns, by COPY: in one stream, and for one call of the table's triggers.

    Raises:
        DBAPIError: they cannot be written.
    """
    columns = tuple(rows[0])
    quote = connection.dialect.identifier_preparer.quote
    statement = f"COPY {quote(table.name)} ({', '.join(map(quote, columns))}) FROM STDIN"
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as stream:
            for row in rows:
                stream.write_row([row[name] for name in columns])
    except Error as error:
        raise DBAPIError(statement, None, error, hide_parameters=True) from error
