"""What there is of people's work, by sums: so that what is lost or changed of it is told.

Catalogue and index can be made again from the originals; verdicts, corrections, files that wait, accounts,
the records of what was fetched and of what staff did, and the key of sessions cannot. `<home>/inventory` is a
journal of them, only ever added to, a sum on each line: what a file is about to be, and what it has become. A
stop between the two leaves either. Of the verdicts, to which is only added, it has the number and the sum:
there may be more.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.archive.storage.home import Home
from indexer.archive.storage.lock import lock_file
from indexer.durable import guard_writes, write_atomically

FILES = (
    *("acts/*.json", "attached/*/*.json", "corrections/*.json", "waiting/*.json", "fetched/*.json"),
    *("aliases.json", "secret", "staff.json"),
)
"""What is listed file by file."""
_VERDICTS = "verdicts.sqlite"
_ABOUT, _DONE = "+", "="
_GONE = "-"
_LONGEST_LINE = 1000
_LARGE = 2**18
"""Bytes from which the journal is written anew where that halves it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The first verdicts of an archive: how many, and the sum of them (`add_to_sum`)."""

    count: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Stock:
    """What there should be.

    Attributes:
        sums: the SHA-256 that a file may have, by its path in the home; `-` for a file that may be absent.
        verdicts: what is known of the verdicts.
        is_recorded: whether there is a record at all.
        damaged_lines: lines of the record that are not as they were written.
    """

    sums: dict[str, frozenset[str]]
    verdicts: Tally = Tally()
    is_recorded: bool = True
    damaged_lines: int = 0


class Inventory:
    """The inventory of one home. May be shared by threads and by processes."""

    def __init__(self, home: Home) -> None:
        self._home, self._path = home, home.path / "inventory"

    @property
    def path(self) -> Path:
        """The journal."""
        return self._path

    def write(self, path: Path, data: bytes) -> None:
        """Write a file of the home whole or not at all, and that it is there.

        Raises:
            ArchiveError: one of the two cannot be written; the former file remains.
        """
        digest = hashlib.sha256(data).hexdigest()
        with self._changing(path, digest):
            write_atomically(path, data)

    def remove(self, path: Path) -> None:
        """Delete a file of the home, and note that it is gone; one that is gone already is no error.

        Raises:
            ArchiveError: one of the two cannot be written.
        """
        if path.exists():
            with self._changing(path, _GONE), guard_writes(path):
                path.unlink(missing_ok=True)

    def note(self, path: Path) -> None:
        """Note what a file of the home is now.

        Raises:
            ArchiveError: it cannot be read, or the inventory not be written.
        """
        with self._locked(), guard_writes(path):
            self._append([_line(_DONE, self._name(path), _sum_of(path))])

    def note_verdicts(self, tally: Tally) -> None:
        """Note how many verdicts there are; a note of fewer than before changes nothing.

        Raises:
            ArchiveError: the inventory cannot be written.
        """
        with self._locked():
            self._append([_line(_DONE, _VERDICTS, f"{tally.count}:{tally.digest}")])

    def take_stock(self, tally: Tally) -> None:
        """Take what is there now for what should be there.

        Args:
            tally: of the verdicts.

        Raises:
            ArchiveError: the inventory cannot be written.
        """
        with self._locked():
            self._write_anew(self._present(tally))

    def stock(self) -> Stock:
        """Return what there should be."""
        try:
            lines = self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return Stock({}, is_recorded=False)
        done: dict[str, str] = {}
        about: dict[str, str] = {}
        verdicts, damaged = Tally(), 0
        for line in lines:
            fields = _fields(line)
            if fields is None:
                damaged += 1
                continue
            mark, name, digest = fields
            if name == _VERDICTS:
                count, _, chained = digest.partition(":")
                verdicts = max(verdicts, Tally(int(count), chained), key=lambda tally: tally.count)
            elif mark == _ABOUT:
                about[name] = digest
            else:
                done[name] = digest
                about.pop(name, None)
        sums = {
            name: frozenset({done.get(name, _GONE), about.get(name, done.get(name, _GONE))})
            for name in done.keys() | about.keys()
        }
        # The last line may be half of one: what was being written at a stop, and never was acknowledged.
        torn = bool(lines) and _fields(lines[-1]) is None
        return Stock(sums, verdicts, damaged_lines=damaged - torn)

    def is_removed(self, path: Path) -> bool:
        """Whether a file of the home was removed on purpose, as far as is recorded."""
        return _GONE in self.stock().sums.get(self._name(path), ())

    def find_missing(self, stock: Stock) -> Iterator[tuple[str, bool]]:
        """Yield the files that are not as they should be: path in the home, and whether it is there."""
        for name, sums in sorted(stock.sums.items()):
            found = _sum_of(self._home.path / name)
            if found not in sums:
                yield name, found != _GONE

    def find_unlisted(self) -> list[str]:
        """Return the files that are there but of which the record says nothing, by their path in the home."""
        there = self._present(Tally()).sums.keys()  # first: a file is listed before it is written
        return sorted(there - self.stock().sums.keys())

    @contextmanager
    def _changing(self, path: Path, digest: str) -> Iterator[None]:
        name = self._name(path)
        with self._locked():
            self._append([_line(_ABOUT, name, digest)])
            yield
            self._append([_line(_DONE, name, digest)])

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with lock_file(self._path):
            if not self._path.exists():
                self._write_anew(self._present(Tally()))
            yield

    def _append(self, lines: Iterable[bytes]) -> None:
        with guard_writes(self._path), self._path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            start = max(0, size - _LONGEST_LINE)
            file.seek(start)
            *_, last = file.read().split(b"\n")
            if last and _fields(last) is None:
                # Half a line, of a stop: what it was to say never was acknowledged.
                size = file.truncate(size - len(last))
                last = b""
            file.seek(size)
            file.write((b"\n" if last else b"") + b"".join(lines))
            file.flush()
            os.fsync(file.fileno())
        if size > _LARGE:
            stock = self.stock()
            if sum(len(name) + 80 for name in stock.sums) < size // 2:
                self._write_anew(stock)

    def _write_anew(self, stock: Stock) -> None:
        lines = [_line(_DONE, _VERDICTS, f"{stock.verdicts.count}:{stock.verdicts.digest}")]
        for name, sums in sorted(stock.sums.items()):
            # Of two that it may be it is one by now: nothing else is being written under the lock.
            found = _sum_of(self._home.path / name)
            digest = found if found in sums else min(sums)
            if digest != _GONE:
                lines.append(_line(_DONE, name, digest))
        write_atomically(self._path, b"".join(lines))

    def _present(self, tally: Tally) -> Stock:
        paths = (path for pattern in FILES for path in self._home.path.glob(pattern))
        return Stock({self._name(path): frozenset({_sum_of(path)}) for path in paths}, tally)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._home.path).as_posix()


def add_to_sum(digest: str, row: str) -> str:
    """Return the sum of verdicts with one more.

    Args:
        digest: of those before; "" where there are none.
        row: the verdict as text.
    """
    return hashlib.sha256(f"{digest}\n{row}".encode()).hexdigest()


def _sum_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return _GONE
    except OSError:
        return ""


def _line(mark: str, name: str, digest: str) -> bytes:
    text = f"{mark} {name} {digest}".encode()
    return b"%08x " % zlib.crc32(text) + text + b"\n"


def _fields(line: bytes) -> tuple[str, str, str] | None:
    crc, _, text = line.partition(b" ")
    if crc != b"%08x" % zlib.crc32(text):
        return None
    mark, _, rest = text.decode().partition(" ")
    name, _, digest = rest.rpartition(" ")
    return mark, name, digest
