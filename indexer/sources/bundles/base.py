"""What an opened archive offers: the files in it, each with its name and its size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from indexer.errors import SourceError


class Member(Protocol):
    """One file in an archive."""

    def read(self, most: int) -> bytes:
        """Return the file's first bytes.

        Args:
            most: how many at most.

        Raises:
            SourceError: it is locked, or cannot be read for another reason that has a name.
            OSError, zipfile.BadZipFile, …: it is damaged (`extraction.zip_errors`).
        """


@dataclass(frozen=True, slots=True)
class Packed:
    """A file as the table of contents of an archive lists it.

    Attributes:
        name: its path in the archive as it is written there; nothing is made of it but a label.
        size: its unpacked bytes.
    """

    name: str
    size: int
    member: Member


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be read: an archive in an archive that is damaged, locked or of a kind not read."""

    error: SourceError

    def read(self, most: int) -> bytes:
        """Raise the error."""
        raise self.error
