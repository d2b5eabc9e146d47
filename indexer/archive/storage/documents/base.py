"""SEAM: small files by name: what people added, what is known of files that wait or were fetched.

Some of them nothing can make again: those are listed in an inventory (`LISTED`), so that what is lost or
changed of them is told.
"""

from __future__ import annotations

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

LISTED = (
    *("acts/*.json", "attached/*/*.json", "corrections/*.json", "waiting/*.json", "fetched/*.json"),
    *("aliases.json", "secret", "staff.json"),
)
"""Names of what the inventory lists, one by one."""
VERDICTS = "verdicts.sqlite"
"""Under which name the inventory has the verdicts, which are no documents."""
GONE = "-"
"""The sum of a document that is not there."""
_LISTED = re.compile("|".join(re.escape(each).replace(r"\*", "[^/]*") for each in LISTED))


def is_listed(name: str) -> bool:
    """Whether the inventory lists a document of this name."""
    return bool(_LISTED.fullmatch(name))


def add_to_sum(digest: str, row: str) -> str:
    """Return the sum of verdicts with one more.

    Args:
        digest: of those before; "" where there are none.
        row: the verdict as text.
    """
    return hashlib.sha256(f"{digest}\n{row}".encode()).hexdigest()


def sum_up(data: bytes) -> str:
    """Return the SHA-256 of a document in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Tally:
    """The first verdicts of an archive: how many, and the sum of them (`add_to_sum`)."""

    count: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Stock:
    """What there should be.

    Attributes:
        sums: the SHA-256 that a document may have, by its name; `GONE` for one that may be absent.
        verdicts: what is known of the verdicts.
        is_recorded: whether there is a record at all.
        damaged_lines: lines of the record that are not as they were written.
    """

    sums: dict[str, frozenset[str]]
    verdicts: Tally = Tally()
    is_recorded: bool = True
    damaged_lines: int = 0


class Inventory(ABC):
    """What there should be of people's work. May be shared by threads and by processes."""

    @property
    @abstractmethod
    def shown(self) -> str:
        """Where it is, for people."""

    @abstractmethod
    def stock(self) -> Stock:
        """Return what there should be."""

    @abstractmethod
    def read_tally(self) -> Tally:
        """Return what is known of the verdicts."""

    @abstractmethod
    def read_stamp(self) -> object:
        """Return what is another one once another number of verdicts was noted."""

    @abstractmethod
    def note_verdicts(self, tally: Tally) -> None:
        """Note how many verdicts there are; a note of fewer than before changes nothing.

        Raises:
            ArchiveError: the inventory cannot be written.
        """

    @abstractmethod
    def take_stock(self, tally: Tally) -> None:
        """Take what is there now for what should be there.

        Args:
            tally: of the verdicts.

        Raises:
            ArchiveError: the inventory cannot be written.
        """

    @abstractmethod
    def is_removed(self, name: str) -> bool:
        """Whether a document was removed on purpose, as far as is recorded."""

    @abstractmethod
    def find_missing(self, stock: Stock) -> Iterator[tuple[str, bool]]:
        """Yield the documents that are not as they should be: name, and whether it is there."""

    @abstractmethod
    def find_unlisted(self) -> list[str]:
        """Return the names of what is there and should be listed but is not."""


class DocumentStore(ABC):
    """Documents by name, which is like a path: parts divided by `/`. May be shared by threads and processes.

    Each is written whole or not at all, and is at rest, and listed, when a method returns. Where a disk
    refuses, reading raises `OSError`; where a server does, and where nothing can be written, `ArchiveError`.
    """

    inventory: Inventory

    @abstractmethod
    def show(self, name: str) -> str:
        """Return where a document is, or would be, for people."""

    @abstractmethod
    def has(self, name: str) -> bool:
        """Whether there is a document."""

    @abstractmethod
    def read(self, name: str) -> bytes:
        """Return a document.

        Raises:
            FileNotFoundError: there is none.
        """

    @abstractmethod
    def list_names(self, beginning: str, suffix: str = ".json") -> list[str]:
        """Return the names that begin and end so, in their order.

        Args:
            beginning: with the whole name of a folder in it (`acts/`, `attached/ab/12…-`).
        """

    @abstractmethod
    def read_all(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Yield documents in the order of some names; None for what cannot be read. Those that are gone are
        left out.
        """

    @abstractmethod
    def read_stamp(self, name: str) -> object:
        """Return what is another one once a document was written; None where there is none. What another
        process writes may be noticed a moment later, but not within `lock`.
        """

    @abstractmethod
    def list_latest(self, beginning: str, most: int) -> list[str]:
        """Return the names of the documents of a folder that were written last, at most so many."""

    @abstractmethod
    def write(self, name: str, data: bytes) -> None:
        """Write a document, over what there was."""

    @abstractmethod
    def write_all(self, documents: Iterable[tuple[str, bytes]]) -> None:
        """Write many documents at once, of an archive that comes from elsewhere: stock is to be taken
        (`Inventory.take_stock`) when all are there.
        """

    @abstractmethod
    def delete(self, name: str) -> None:
        """Delete a document; one that is gone already is no error."""

    @abstractmethod
    def lock(self, name: str, wait: float = 10) -> AbstractContextManager[None]:
        """Hold a document, or what belongs to it, so that one changes it at a time.

        Args:
            name: of a document, or of a folder where it ends in `/`.
            wait: seconds to wait for another process.

        Raises:
            ArchiveBusy: another process still holds it then.
        """
