"""Wrong passwords counted for all workers together, and sessions that were ended: a file of the home.

The storages that come with `limits` are for one process, or want a server of their own (Redis and the
like). A count lives for the minute after its first wrong password and is then deleted, and with it the
address that it was for. A file that is damaged is begun anew: what it holds lasts for a minute, or hours.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from limits.storage import Storage

from indexer.durable import make_private

_TABLE = "CREATE TABLE IF NOT EXISTS attempt (key TEXT PRIMARY KEY, count INTEGER, until REAL)"


class FileStorage(Storage):
    """Counts in one SQLite file, whose name is the option `path`."""

    STORAGE_SCHEME = ["nianbao-file"]  # noqa: RUF012  # as `limits` declares it

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, path: str = "") -> None:
        super().__init__(uri, wrap_exceptions)
        self._path = Path(path)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What can go wrong."""
        return sqlite3.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count on; the first count of a key lasts so many seconds. What is given back after they are over
        (a negative amount) is no credit.
        """
        now = time.time()
        with closing(self._open()) as file, file:
            file.execute("DELETE FROM attempt WHERE until <= ?", (now,))
            if amount > 0:
                file.execute("INSERT OR IGNORE INTO attempt VALUES (?, 0, ?)", (key, now + expiry))
            file.execute("UPDATE attempt SET count = max(count + ?, 0) WHERE key = ?", (amount, key))
            row = file.execute("SELECT count FROM attempt WHERE key = ?", (key,)).fetchone()
        return int(row[0]) if row else 0

    def get(self, key: str) -> int:
        """The count of a key, 0 once it has run out."""
        return int(self._row(key)[0])

    def get_expiry(self, key: str) -> float:
        """When the count of a key runs out, in seconds since 1970."""
        return float(self._row(key)[1])

    def check(self) -> bool:
        """Whether the file can be used."""
        try:
            self._row("")
        except sqlite3.Error:
            return False
        return True

    def reset(self) -> int | None:
        """Forget all counts; how many there were."""
        with closing(self._open()) as file, file:
            return file.execute("DELETE FROM attempt").rowcount

    def clear(self, key: str) -> None:
        """Forget the count of a key."""
        with closing(self._open()) as file, file:
            file.execute("DELETE FROM attempt WHERE key = ?", (key,))

    def _row(self, key: str) -> tuple[int, float]:
        now = time.time()
        with closing(self._open()) as file:
            row = file.execute(
                "SELECT count, until FROM attempt WHERE key = ? AND until > ?", (key, now)
            ).fetchone()
        return row or (0, now)

    def _open(self) -> sqlite3.Connection:
        make_private(self._path)
        file = sqlite3.connect(self._path, timeout=10)
        try:
            file.execute(_TABLE)
        except sqlite3.OperationalError:  # not its content: locked, no room, no permission
            file.close()
            raise
        except sqlite3.DatabaseError:
            file.close()
            self._path.unlink(missing_ok=True)
            file = sqlite3.connect(self._path, timeout=10)
            file.execute(_TABLE)
        return file
