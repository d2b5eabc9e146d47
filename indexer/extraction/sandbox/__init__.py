"""Reads a file in a process of its own, bounded in time and memory: for formats of intricate readers."""

from __future__ import annotations

import dataclasses
import json

from indexer.extraction.sandbox import transfer
from indexer.extraction.sandbox.process import Confined, failure
from indexer.report.document import Document
from indexer.settings import Settings

SECONDS = 8.0
"""Longest time that one file may take; what comes after extraction is to end within ten."""
MEGABYTES = 900
"""Memory that the process may take beyond what it needs to start (together less than 1 GB)."""


class Sandbox(Confined):
    """A process that reads files, started with the first one. May be shared by threads: one at a time."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        super().__init__("indexer.extraction.sandbox.worker", seconds, megabytes)

    def read(self, format_: str, data: bytes, settings: Settings) -> Document:
        """Have a file read.

        Args:
            format_: name of the format's module.
            data: the whole file.
            settings: limits.

        Raises:
            OversizedSource: it takes too long or too much memory.
            SourceError: whatever the format raises.
        """
        limits = {k: v for k, v in dataclasses.asdict(settings).items() if isinstance(v, int)}
        answer = json.loads(self.ask({"format": format_, "settings": limits}, data))
        if "document" in answer:
            return transfer.from_json(answer["document"])
        raise failure(answer)
