"""What a format offers: a folder with these six names, and a module that reads files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from indexer.report.document import Document
from indexer.settings import Settings

ReadPart = Callable[[bytes, str], Document]
"""Reads a file that another one holds: its bytes, and its name there. Raises as `Reader.extract` does."""


class Format(Protocol):
    """One file format. A folder of `indexer.extraction` is one; importing it loads no library."""

    @property
    def NAME(self) -> str:
        """The name that documents carry (`html`)."""

    @property
    def LABEL(self) -> str:
        """What people call it, in Chinese (`网页`)."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:
        """Suffixes of files of this format, lower case, with the dot."""

    @property
    def SANDBOXED_FROM(self) -> int:
        """Size in bytes from which files are read in the sandbox: a process bounded in time and memory."""

    @property
    def READER(self) -> str:
        """Name of the module that reads files (a `Reader`); loaded with the first file of the format."""

    def recognise(self, data: bytes, name: str) -> bool:
        """Return whether a file is of this format, by its content first. Never raises."""


class Reader(Protocol):
    """The module that reads files of one format, with whatever libraries it needs."""

    def extract(self, data: bytes, settings: Settings, read_part: ReadPart) -> Document:
        """Read a file that was recognised.

        Args:
            read_part: reads a file of another format that this one holds.

        Raises:
            SourceError: it cannot be read after all.
        """
