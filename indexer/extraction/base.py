"""What a format is to the rest: a module with these five names."""

from __future__ import annotations

from typing import Protocol

from indexer.report.document import Document
from indexer.settings import Settings


class Format(Protocol):
    """One file format."""

    @property
    def NAME(self) -> str:
        """Its name, as documents carry it (`html`)."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:
        """Suffixes that files of this format carry, lower case, with the dot."""

    @property
    def CONFINED_FROM(self) -> int:
        """Size in bytes from which files are read in a process of their own, bounded in time and memory."""

    def recognise(self, data: bytes, name: str) -> bool:
        """Whether a file is of this format, by its content first. Never raises."""

    def extract(self, data: bytes, settings: Settings) -> Document:
        """Read a file that was recognised.

        Raises:
            SourceError: it cannot be read after all.
        """
