"""The originals: bytes as they came, with what is known of where they came from.

They are the source of truth. Beside each lies a JSON file with its `Source`, so that
catalogue and index can be rebuilt from these alone, ids and order included.

::

    originals/ab/<sha256>.bin     bytes as they came, with <sha256>.json beside them

They are in the home's folder or in another store (`indexer.archive.storage.objects`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from indexer.archive.preservation.source import Source
from indexer.archive.storage.home import Home
from indexer.archive.storage.objects.ahead import ask_ahead
from indexer.archive.storage.objects.base import ObjectStore
from indexer.durable import explain_os_error
from indexer.errors import ArchiveDamaged, NotFound

_SUM = re.compile(r"[0-9a-f]{64}")
_ORIGINAL = re.compile(r"originals/[0-9a-f]{2}/([0-9a-f]{64})\.(?:bin|json)")
_READ_AHEAD = 4
"""Originals read at once that are to be in memory: each may have as many bytes as a file may."""


class Originals:
    """The originals of one home."""

    def __init__(self, home: Home) -> None:
        self._store = home.objects

    def has(self, sha256: str) -> bool:
        """Whether the bytes are here."""
        return bool(_SUM.fullmatch(sha256) and self._store.find(make_key(sha256, "bin")))

    def has_any(self) -> bool:
        """Whether there is any record of an original."""
        return any(key.endswith(".json") for key in self._store.list_keys("originals"))

    def store(self, data: bytes, source: Source) -> None:
        """Store bytes and source, each whole or not at all."""
        self._store.write(make_key(source.sha256, "bin"), data)
        self.store_source(source)

    def store_source(self, source: Source) -> None:
        """Store what is known of an original, over what was."""
        self._store.write(make_key(source.sha256, "json"), _dump(source))

    def is_intact(self, sha256: str, data: bytes) -> bool:
        """Whether an original is kept as it came, with a record that can be read.

        Args:
            data: the bytes as they came.
        """
        key = make_key(sha256, "bin")
        found = self._store.find(key)
        if not found or found.size != len(data):
            return False
        try:
            # A store that knows the sum need not send the bytes.
            is_same = found.md5 and found.md5 == hashlib.md5(data, usedforsecurity=False).hexdigest()
            if not is_same and self._store.read(key) != data:
                return False
            return self.read_source(sha256).sha256 == sha256
        except (OSError, ArchiveDamaged):
            return False

    def list_sources(self, known: Callable[[str], Source | None] = lambda _sha256: None) -> list[Source]:
        """Return all sources in the order in which they were added.

        Args:
            known: what is known elsewhere of an original, by its SHA-256: a record that is damaged or gone is
                written again from it.

        Raises:
            ArchiveDamaged: the record of one cannot be read, and nothing else is known of it.
            ArchiveError: a record cannot be written again.
        """
        return sorted(self._sources(known), key=lambda source: (source.sequence, source.added))

    def read_source(self, sha256: str) -> Source:
        """Return what is known of an original.

        Raises:
            ArchiveDamaged: it cannot be read.
        """
        try:
            return load_source(self._store, key := make_key(sha256, "json"), self._store.read(key))
        except OSError:
            raise _say_damaged(self._store, key) from None

    def _sources(self, known: Callable[[str], Source | None]) -> Iterator[Source]:
        held, found = self.list_known(), set()
        for key, data in self._store.read_all("originals", ".json"):
            if sha256 := find_sum(key):
                with suppress(ArchiveDamaged):
                    yield load_source(self._store, key, data)
                    found.add(sha256)
        for sha256 in held - found:
            key = make_key(sha256, "json")
            if source := known(sha256):
                self.store_source(source)
                yield source
            elif self._store.find(key):  # bytes alone are of nothing that was published
                raise _say_damaged(self._store, key)

    def read(self, source: Source) -> bytes:
        """Return the bytes.

        Raises:
            NotFound: they are gone, or not those that were taken in.
        """
        try:
            data = self._store.read(make_key(source.sha256, "bin"))
        except (FileNotFoundError, NotADirectoryError):
            raise NotFound(f"原文件 {source.name} 已不在档案中，请重新收录。") from None
        except OSError as error:
            reason = explain_os_error(error) or error.strerror
            raise NotFound(f"原文件 {source.name} 无法读取（{reason}），请检查权限和磁盘。") from None
        if hashlib.sha256(data).hexdigest() != source.sha256:
            raise NotFound(f"原文件 {source.name} 已被改动，与收录时的摘要不符，请重新收录。")
        return data

    def read_each(self, sources: Iterable[Source]) -> Iterator[tuple[Source, bytes | NotFound]]:
        """Yield each source with its bytes, or why there are none (`read`), in order."""
        return ask_ahead(self._read_or_say, sources, min(self._store.width, _READ_AHEAD))

    def _read_or_say(self, source: Source) -> bytes | NotFound:
        try:
            return self.read(source)
        except NotFound as error:
            return error

    def find_fault(self, sha256: str) -> str:
        """Return what is wrong with an original, "" where it is as it was taken in."""
        try:
            self.read(self.read_source(sha256))
        except NotFound as error:
            return error.message
        except ArchiveDamaged as error:
            gone = f"摘要为 {sha256[:12]}… 的原文件和它的记录已不在档案中，请重新收录。"
            is_held = any(self._store.find(make_key(sha256, suffix)) for suffix in ("json", "bin"))
            return error.message if is_held else gone
        return ""

    def find_faults(self, sums: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield each of some originals, by its SHA-256, with what is wrong with it, in order."""
        return ask_ahead(self.find_fault, sums, self._store.width)

    def list_known(self) -> set[str]:
        """Return SHA-256 of all originals of which there are bytes or a record."""
        return {sha256 for key in self._store.list_keys("originals") if (sha256 := find_sum(key))}

    def delete_unfinished(self) -> None:
        """Delete what a stop left of files that were not finished."""
        self._store.delete_unfinished()


def make_key(sha256: str, suffix: str) -> str:
    """Return the key of an original's bytes (`bin`) or record (`json`)."""
    return f"originals/{sha256[:2]}/{sha256}.{suffix}"


def find_sum(key: str) -> str:
    """Return the SHA-256 of an original whose bytes or record have a key; "" where it is no such key."""
    match = _ORIGINAL.fullmatch(key)
    return match[1] if match else ""


def load_source(store: ObjectStore, key: str, data: bytes | None) -> Source:
    """Return the source that a record says.

    Args:
        data: the record; None where it cannot be read.

    Raises:
        ArchiveDamaged: it is none.
    """
    try:
        return Source.from_json(json.loads((data or b"").decode("utf-8")))
    except (ValueError, TypeError, AttributeError):
        raise _say_damaged(store, key) from None


def _dump(source: Source) -> bytes:
    return json.dumps(source.to_json(), ensure_ascii=False, indent=1).encode()


def _say_damaged(store: ObjectStore, key: str) -> ArchiveDamaged:
    path = f"{store.shown}/{key}"
    return ArchiveDamaged(f"原文件的记录 {path} 已损坏，请移走它和同名的 .bin 后重新收录该文件。")
