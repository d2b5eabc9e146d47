"""Tables that no rebuild makes anew: what people judge, search for and try to sign in with.

They are made where they are missing, by whoever first writes; each store has its own few.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass

import sqlalchemy as sa

from indexer.archive.storage.database_place import DatabasePlace


@dataclass(frozen=True, slots=True)
class RecordTables:
    """Tables of one store.

    Attributes:
        tables: the tables.
        what: they hold, for people.
        patience: seconds that a writer waits for another.
        is_private: a file of them is read by nobody else on the machine.
        leaves_no_trace: what is deleted of them is not to be found anywhere afterwards.
    """

    tables: sa.MetaData
    what: str
    patience: float = 10
    is_private: bool = False
    leaves_no_trace: bool = False


class Records(ABC):
    """The tables of one store. May be shared by threads and by processes; one writes at a time."""

    def __init__(self, place: DatabasePlace, kept: RecordTables) -> None:
        self.place, self._kept = place, kept

    @abstractmethod
    def exist(self) -> bool:
        """Return whether anything may have been written; reading makes nothing."""

    @abstractmethod
    def has_tables(self, connection: sa.Connection) -> bool:
        """Return whether the tables are there, which may have been emptied."""

    @abstractmethod
    def read(self) -> AbstractContextManager[sa.Connection]:
        """Open a connection that reads one state."""

    @abstractmethod
    def read_once(self) -> AbstractContextManager[sa.Connection]:
        """Open a connection for single statements, which need not read the same state."""

    @abstractmethod
    def lock(self, name: str, wait: float) -> AbstractContextManager[None]:
        """Hold something of the store, so that one process changes it at a time; `read` and `write` ask not
        for it.

        Args:
            name: of it.
            wait: seconds to wait for another process.

        Raises:
            ArchiveBusy: another process still holds it then.
            NianbaoError: the lock cannot be had.
        """

    @abstractmethod
    def write(self) -> AbstractContextManager[sa.Connection]:
        """Open a transaction, and make the tables where they are missing."""

    @abstractmethod
    def read_stamp(self) -> object:
        """Return what is another one once anything was written."""

    @abstractmethod
    def find_fault(self) -> str:
        """Return what is wrong with what is stored, in the database's own words; "" where nothing is."""

    @abstractmethod
    def delete(self) -> None:
        """Delete all of it; what was never there is no error."""

    @abstractmethod
    def explain(self, error: BaseException) -> str:
        """Return in few words what the system does not allow; "" for any other reason, as damaged content.

        Raises:
            NianbaoError: a server refuses, or is not there.
        """

    @abstractmethod
    def close(self) -> None:
        """Close all connections."""
