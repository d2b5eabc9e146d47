"""Tables in a file: what is kept of them is never older than what was written."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from indexer.archive.databases.sqlite import SqliteDatabase
from indexer.archive.storage.database_place import DatabasePlace

NUMBER = sa.Table("number", sa.MetaData(), sa.Column("value", sa.Integer))
READ = "SELECT value FROM number"


@pytest.fixture
def database(tmp_path: Path) -> SqliteDatabase:
    database = SqliteDatabase(DatabasePlace(tmp_path / "catalogue.sqlite"))
    database.create(1, NUMBER.metadata)
    with database.write() as connection:
        connection.execute(NUMBER.insert(), {"value": 0})
    return database


def test_a_number_is_the_one_that_was_written_last(database: SqliteDatabase, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as other:
        for number in range(300):
            other.execute("UPDATE number SET value = ?", (number,))
            other.commit()
            assert database.read_number(READ) == number
            assert database.read_number(READ) == number
            if number % 50 == 0:
                other.execute("PRAGMA wal_checkpoint(RESTART)")


def test_a_number_is_kept_where_the_file_is_at_rest(database: SqliteDatabase, tmp_path: Path) -> None:
    earlier = time.time_ns() - 60_000_000_000
    for path in tmp_path.iterdir():
        os.utime(path, ns=(earlier, earlier))
    assert database.read_number(READ) == 0
    asked: list[str] = []
    sa.event.listen(database._engine, "checkout", lambda *_given: asked.append("asked"))
    assert database.read_number(READ) == 0
    assert asked == []
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as other:
        other.execute("UPDATE number SET value = 7")
        other.commit()
    assert database.read_number(READ) == 7
    assert asked == ["asked"]
