"""Where fetched reports come from: for each address that was asked for a record, kept in the home.

`fetched/<sha256 of the address>.json` holds the time of retrieval, the headers and the hash of what came. A
run that was stopped goes on where it stopped: what was asked for within the last day is not asked for again,
older addresses are asked whether they changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from indexer.durable import write_atomically
from indexer.sources.web.client import Download

_FRESH = timedelta(days=1)
_DONE = frozenset({"added", "updated", "unchanged", "page"})


class History:
    """The records of one home."""

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None] = write_atomically) -> None:
        """Read and write nothing yet.

        Args:
            folder: where the records lie.
            write: what writes a file whole or not at all.
        """
        self._folder, self._write = folder, write

    def path(self, url: str, suffix: str) -> Path:
        """Return where something that belongs to an address lies; nothing of the address is in the path."""
        return self._folder / f"{hashlib.sha256(url.encode()).hexdigest()}.{suffix}"

    def record(self, url: str) -> dict[str, Any]:
        """Return what is remembered of an address; nothing where that cannot be read."""
        try:
            record = json.loads(self.path(url, "json").read_text("utf-8"))
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
        self._store(download.url, record)

    def note(self, url: str, **facts: str) -> None:
        """Add facts to what is remembered of an address, over what was."""
        self._store(url, self.record(url) | facts)

    def _store(self, url: str, record: dict[str, Any]) -> None:
        self._write(self.path(url, "json"), json.dumps(record, ensure_ascii=False, indent=1).encode())


def is_fresh(record: dict[str, Any]) -> bool:
    """Whether what is remembered of an address is of the last day, and no failure."""
    try:
        age = datetime.now(UTC) - datetime.fromisoformat(record["retrieved"])
    except (KeyError, TypeError, ValueError):
        return False
    return record.get("status") in _DONE and age < _FRESH
