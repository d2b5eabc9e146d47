"""The queue of one archive: its place in the database, and how a process connects to it."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Callable

from indexer.archive.databases.postgresql.library_schema import LibrarySchema
from indexer.ingest.reading.queue.library import App, PsycopgConnector, RetryStrategy, SchemaManager
from indexer.ingest.reading.queue.program import describe_program
from indexer.settings import Settings

TASK = "read"
"""The name of the one task: to answer the question of a key."""
HEARTBEAT = 5.0
"""Seconds between two signs of life of a worker."""
STALLED = 20.0
"""Seconds without one after which a worker counts as dead, and what it was reading is given to another."""
WORKER = "nianbao worker"
"""What the names of workers' connections begin with."""
_PATIENCE = 10.0
"""Seconds that are waited for a connection."""
_LONGEST = 63
"""Bytes of a connection's name, as PostgreSQL has them."""


class Queue:
    """The queue of one archive."""

    def __init__(self, settings: Settings) -> None:
        """Open nothing yet.

        Raises:
            SettingError: what the database needs is not installed.
        """
        self._script = str(SchemaManager.get_schema())
        # Another version of the library has other tables: neither disturbs the other, and what is in them is
        # done again at no loss. What begins with `nianbao_` are generations, which are dropped.
        version = hashlib.sha256(self._script.encode()).hexdigest()[:8]
        self.schema = LibrarySchema(settings.database_url, f"queue_nianbao_{version}")

    def create(self) -> None:
        """Make its tables where they are missing.

        Raises:
            DatabaseUnreachable: the database gives no answer.
        """
        self.schema.create(self._script)

    def connect(self, name: str, connections: int) -> App:
        """Return what asks it, which is opened with `open` or `open_async`.

        Args:
            name: what the connections are called in the server's list.
            connections: most of them.
        """
        return App(
            connector=PsycopgConnector(
                kwargs=self.schema.make_arguments(name),
                min_size=1,
                max_size=connections,
                timeout=_PATIENCE,
            )
        )


def add_task(app: App, read: Callable[[str, str], None]) -> None:
    """Have an app do the one task.

    Args:
        read: called with the key of a question, and the name of the archive whose it is; what it raises is
            tried again, a few times.
    """
    app.task(name=TASK, retry=RetryStrategy(max_attempts=5, wait=2))(read)


def name_worker() -> str:
    """Return what the connections of this worker are called: with its program, process and machine."""
    program = describe_program()
    name = f"{WORKER} {program.digest} {program.version} {os.getpid()}@{socket.gethostname()}"
    return name.encode()[:_LONGEST].decode("ascii", "ignore").rstrip()
