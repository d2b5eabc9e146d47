"""Wrong passwords counted for all workers together, and sessions that were ended: as the archive keeps them.

The storages that come with `limits` are for one process, or want a server of their own (Redis and the
like).
"""

from __future__ import annotations

import time

from limits.storage import Storage

from indexer.archive.attempts import Attempts
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError


class AttemptStorage(Storage):
    """The counts of a home."""

    STORAGE_SCHEME = ["nianbao"]  # noqa: RUF012  # as `limits` declares it

    def __init__(self, home: Home) -> None:
        super().__init__()
        self._attempts = Attempts(home.place_records(home.attempts))

    @property
    def base_exceptions(self) -> type[Exception]:
        """What can go wrong."""
        return ArchiveError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count on; the first count of a key lasts so many seconds (`Attempts.add`)."""
        return self._attempts.add(key, amount, time.time(), expiry)

    def get(self, key: str) -> int:
        """The count of a key, 0 once it has run out."""
        return self._attempts.read(key, time.time())[0]

    def get_expiry(self, key: str) -> float:
        """When the count of a key runs out, in seconds since 1970."""
        return self._attempts.read(key, time.time())[1]

    def check(self) -> bool:
        """Whether they can be used."""
        try:
            self._attempts.read("", time.time())
        except ArchiveError:
            return False
        return True

    def reset(self) -> int | None:
        """Forget all counts; how many there were."""
        return self._attempts.delete()

    def clear(self, key: str) -> None:
        """Forget the count of a key."""
        self._attempts.delete(key)
