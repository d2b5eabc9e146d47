"""What the rest of an archive may do with tables, wherever they lie."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager

import sqlalchemy as sa

from indexer.archive.storage.database_place import DatabasePlace
from indexer.errors import NianbaoError


class Database(ABC):
    """The tables of one place. May be shared by threads.

    Beside its tables a database has a header of two numbers: the fingerprint of the program that made them,
    and the index's transaction that goes with what they hold.
    """

    def __init__(self, place: DatabasePlace) -> None:
        self.place = place

    @abstractmethod
    def exists(self) -> bool:
        """Return whether there is anything at the place."""

    @abstractmethod
    def create(self, fingerprint: int, *tables: sa.MetaData) -> None:
        """Make these tables, and the header."""

    @abstractmethod
    def read(self) -> AbstractContextManager[sa.Connection]:
        """Open a connection that reads: one state of the tables, whoever writes meanwhile."""

    @abstractmethod
    def write(self) -> AbstractContextManager[sa.Connection]:
        """Open a transaction: what it wrote lasts when the block ends, and is undone when it raises."""

    @abstractmethod
    def read_number(self, statement: str) -> int:
        """Return the one number that a statement finds, 0 where it finds none; faster than `read`."""

    @abstractmethod
    def read_fingerprint(self) -> int:
        """Return the fingerprint of the header."""

    @abstractmethod
    def read_index_generation(self) -> int:
        """Return the number of the index's transaction."""

    @abstractmethod
    def set_index_generation(self, connection: sa.Connection, number: int) -> None:
        """Write that number, in an open transaction."""

    @abstractmethod
    def find_faults(self) -> tuple[str, ...]:
        """Return what is wrong with what is stored, read whole, in the database's own words."""

    @abstractmethod
    def explain(self, error: BaseException, what: str) -> NianbaoError | None:
        """Return the error for people where the system or a server refuses; None for any other reason, as
        damaged content.

        Args:
            what: lies here, for people.
        """

    @abstractmethod
    def close(self) -> None:
        """Close all connections."""
