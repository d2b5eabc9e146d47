"""SEAM: where tables lie: in a file of the home, or in a database on a server."""

from __future__ import annotations

from indexer.archive.databases.base import Database
from indexer.archive.databases.records import Records, RecordTables
from indexer.archive.databases.sqlite import SqliteDatabase
from indexer.archive.databases.sqlite_records import SqliteRecords
from indexer.archive.storage.database_place import DatabasePlace


def open_database(place: DatabasePlace) -> Database:
    """Return the tables of a catalogue. Nothing is opened, and no server asked, before it is needed.

    Raises:
        SettingError: the address is none, or what the database needs is not installed.
    """
    if not place.url:
        return SqliteDatabase(place)
    # Packages of an extra: who has a folder neither has them nor waits for them.
    from indexer.archive.databases.postgresql.database import PostgresDatabase

    return PostgresDatabase(place)


def open_records(place: DatabasePlace, kept: RecordTables) -> Records:
    """Return the tables of a store that no rebuild makes anew, in the same way.

    Raises:
        SettingError: as `open_database`.
    """
    if not place.url:
        return SqliteRecords(place, kept)
    from indexer.archive.databases.postgresql.records import PostgresRecords

    return PostgresRecords(place, kept)
