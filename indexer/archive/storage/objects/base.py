"""SEAM: objects by key: originals, what was taken out, files that wait. In a folder, or on other machines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Protocol

CLAIM = "claim.json"
"""Key of what says whose objects these are."""


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """What is known of an object without reading it.

    Attributes:
        key: path of it in the store, its parts divided by `/`.
        size: in bytes.
        modified: when it was written.
        md5: MD5 of its bytes in hexadecimal, where the store tells it; "" where it does not.
    """

    key: str
    size: int
    modified: datetime
    md5: str = ""


class ObjectStore(Protocol):
    """Objects by key. May be shared by threads.

    Each is written whole or not at all, and is at rest when a method returns. Whatever is asked over the
    network raises `OriginalsUnreachable` where there is no answer; where a disk refuses, reading raises
    `OSError`, and writing `ArchiveError`.
    """

    @property
    def shown(self) -> str:
        """Where it is, as people may see it: without keys or passwords."""

    @property
    def width(self) -> int:
        """How many questions at once get their answers faster than one after the other; 1 for none."""

    def read(self, key: str) -> bytes:
        """Return the bytes of an object.

        Raises:
            FileNotFoundError: there is none.
        """

    def find(self, key: str) -> ObjectInfo | None:
        """Return what is known of an object; None where there is none."""

    def write(self, key: str, data: bytes) -> None:
        """Write an object, over what there was."""

    def create(self, key: str, data: bytes) -> bool:
        """Write an object where there is none; return False where there is one, which stays."""

    def move(self, key: str, to: str) -> bool:
        """Move an object, over what there was; return False where there is none. A stop may leave it at both
        places, and never at neither.
        """

    def delete(self, key: str) -> None:
        """Delete an object; one that is gone already is no error."""

    def list_keys(self, folder: str) -> Iterator[str]:
        """Yield the keys of all objects in a folder (`originals`, `attached/ab`) and in those below it, in no
        order.
        """

    def list_all(self, folder: str) -> Iterator[ObjectInfo]:
        """Yield what is known of each of them; those that are gone meanwhile are left out."""

    def read_all(self, folder: str, suffix: str) -> Iterator[tuple[str, bytes | None]]:
        """Yield key and bytes of all objects in a folder whose key has a suffix, in no order; None for bytes
        that cannot be read.
        """

    def lend(self, key: str) -> AbstractContextManager[Path]:
        """Return a file with the bytes of an object, to be read while the block runs.

        Raises:
            FileNotFoundError: there is none; said when the file is read where objects are files.
        """

    def serve(self, key: str) -> Path | BytesIO:
        """Return what a web server sends: the file itself where objects are files, else the bytes.

        Raises:
            FileNotFoundError: there is none.
        """

    def delete_unfinished(self) -> None:
        """Delete what a stop left of objects that were not finished; nobody else may be writing originals."""
