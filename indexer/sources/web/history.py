"""Where fetched reports come from: for each address that was asked for a record, kept with the archive.

`fetched/<sha256 of the address>.json` holds the time of retrieval, the headers and the hash of what came. A
run that was stopped goes on where it stopped: what was asked for within the last day is not asked for again,
older addresses are asked whether they changed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from indexer.sources.web.client import Download

_FRESH = timedelta(days=1)
_DONE = frozenset({"added", "updated", "unchanged", "page"})


class RecordStore(Protocol):
    """What keeps the records, by name."""

    def read(self, name: str) -> bytes:
        """Return a record.

        Raises:
            OSError: there is none, or it cannot be read.
        """

    def write(self, name: str, data: bytes) -> None:
        """Write a record whole or not at all."""


class History:
    """The records of one archive."""

    def __init__(self, store: RecordStore) -> None:
        """Read and write nothing yet."""
        self._store = store

    def record(self, url: str) -> dict[str, Any]:
        """Return what is remembered of an address; nothing where that cannot be read."""
        try:
            record = json.loads(self._store.read(make_name(url, "json")).decode())
        except (OSError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def write(self, download: Download, status: str) -> None:
        """Remember a download.

        Args:
            status: `waiting` for being taken in, `page` where its attachments are, or the outcome.
        """
        record = asdict(download)
        del record["body"], record["unchanged"]
        record |= {"sha256": hashlib.sha256(download.body).hexdigest(), "status": status}
        self._keep(download.url, record)

    def note(self, url: str, **facts: str) -> None:
        """Add facts to what is remembered of an address, over what was."""
        self._keep(url, self.record(url) | facts)

    def _keep(self, url: str, record: dict[str, Any]) -> None:
        data = json.dumps(record, ensure_ascii=False, indent=1).encode()
        self._store.write(make_name(url, "json"), data)


def make_name(url: str, suffix: str) -> str:
    """Return the name of something that belongs to an address; nothing of the address is in it."""
    return f"fetched/{hashlib.sha256(url.encode()).hexdigest()}.{suffix}"


def is_fresh(record: dict[str, Any]) -> bool:
    """Whether what is remembered of an address is of the last day, and no failure."""
    try:
        age = datetime.now(UTC) - datetime.fromisoformat(record["retrieved"])
    except (KeyError, TypeError, ValueError):
        return False
    return record.get("status") in _DONE and age < _FRESH
