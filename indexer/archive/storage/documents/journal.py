"""The inventory as a journal in a file of the home: what is lost or changed of people's work is told.

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
from pathlib import Path

from indexer.archive.storage.documents.base import GONE, LISTED, VERDICTS, Inventory, Stock, Tally
from indexer.archive.storage.lock import lock_file
from indexer.durable import guard_writes, read_stamp, write_atomically

_ABOUT, _DONE = "+", "="
_LONGEST_LINE = 1000
_LARGE = 2**18
"""Bytes from which the journal is written anew where that halves it."""


class JournalInventory(Inventory):
    """The inventory of the files of one folder."""

    def __init__(self, root: Path) -> None:
        """Make nothing yet."""
        self._root, self._path = root, root / "inventory"

    @property
    def shown(self) -> str:
        """The path of the journal."""
        return str(self._path)

    def note(self, name: str) -> None:
        """Note what a file is now.

        Raises:
            ArchiveError: it cannot be read, or the journal not be written.
        """
        with self._locked(), guard_writes(self._root / name):
            self._append([_line(_DONE, name, _sum_of(self._root / name))])

    def note_verdicts(self, tally: Tally) -> None:
        """Add a line."""
        with self._locked():
            self._append([_line(_DONE, VERDICTS, f"{tally.count}:{tally.digest}")])

    def take_stock(self, tally: Tally) -> None:
        """Write the journal anew."""
        with self._locked():
            self._write_anew(self._present(tally))

    def read_tally(self) -> Tally:
        """Return what the journal says of the verdicts."""
        return self.stock().verdicts

    def read_stamp(self) -> tuple[int, int, int]:
        """Return the state of the file."""
        return read_stamp(self._path)

    def stock(self) -> Stock:
        """Return what the lines say."""
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
            if name == VERDICTS:
                count, _, chained = digest.partition(":")
                verdicts = max(verdicts, Tally(int(count), chained), key=lambda tally: tally.count)
            elif mark == _ABOUT:
                about[name] = digest
            else:
                done[name] = digest
                about.pop(name, None)
        sums = {
            name: frozenset({done.get(name, GONE), about.get(name, done.get(name, GONE))})
            for name in done.keys() | about.keys()
        }
        # The last line may be half of one: what was being written at a stop, and never was acknowledged.
        torn = bool(lines) and _fields(lines[-1]) is None
        return Stock(sums, verdicts, damaged_lines=damaged - torn)

    def is_removed(self, name: str) -> bool:
        """Whether the journal says that it is gone."""
        return GONE in self.stock().sums.get(name, ())

    def find_missing(self, stock: Stock) -> Iterator[tuple[str, bool]]:
        """Yield the files that have another sum."""
        for name, sums in sorted(stock.sums.items()):
            found = _sum_of(self._root / name)
            if found not in sums:
                yield name, found != GONE

    def find_unlisted(self) -> list[str]:
        """Return the files of which no line says anything."""
        there = self._present(Tally()).sums.keys()  # first: a file is listed before it is written
        return sorted(there - self.stock().sums.keys())

    @contextmanager
    def change(self, name: str, digest: str) -> Iterator[None]:
        """Note before the block what a file is about to be, and after it that it is.

        Args:
            digest: its SHA-256 then; `GONE` where it is deleted.

        Raises:
            ArchiveError: the journal cannot be written.
        """
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
        lines = [_line(_DONE, VERDICTS, f"{stock.verdicts.count}:{stock.verdicts.digest}")]
        for name, sums in sorted(stock.sums.items()):
            # Of two that it may be it is one by now: nothing else is being written under the lock.
            found = _sum_of(self._root / name)
            digest = found if found in sums else min(sums)
            if digest != GONE:
                lines.append(_line(_DONE, name, digest))
        write_atomically(self._path, b"".join(lines))

    def _present(self, tally: Tally) -> Stock:
        paths = (path for pattern in LISTED for path in self._root.glob(pattern))
        return Stock({self._name(path): frozenset({_sum_of(path)}) for path in paths}, tally)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


def _sum_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return GONE
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
