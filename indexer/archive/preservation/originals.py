"""The originals: bytes as they came, with what is known of where they came from.

They are the source of truth. Beside each lies a JSON file with its `Source`, so that
catalogue and index can be rebuilt from this folder alone, ids and order included.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from indexer.archive.preservation.source import Source, Withdrawal
from indexer.archive.storage.home import Home
from indexer.durable import explain_os_error, guard_writes, move_into_place, write_atomically
from indexer.errors import ArchiveDamaged, NotFound


class Originals:
    """The originals of one home."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def find_path(self, sha256: str) -> Path:
        """Return where the bytes lie.

        Raises:
            NotFound: there is no such original.
        """
        if re.fullmatch(r"[0-9a-f]{64}", sha256):
            for path in (self._home.originals / sha256[:2]).glob(f"{sha256}.bin"):
                return path
        raise NotFound(f"没有摘要为 {sha256[:12]}… 的原文件。")

    def has(self, sha256: str) -> bool:
        """Whether the bytes are here."""
        try:
            return self.find_path(sha256).exists()
        except NotFound:
            return False

    def store(self, data: bytes, source: Source) -> None:
        """Store bytes and source, each whole or not at all."""
        folder = self._home.originals / source.sha256[:2]
        write_atomically(folder / f"{source.sha256}.bin", data)
        self.store_source(source)

    def store_source(self, source: Source) -> None:
        """Store what is known of an original, over what was."""
        write_atomically(self._home.originals / source.sha256[:2] / f"{source.sha256}.json", _dump(source))

    def is_intact(self, sha256: str, data: bytes) -> bool:
        """Whether an original is kept as it came, with a record that can be read.

        Args:
            data: the bytes as they came.
        """
        kept = self._home.originals / sha256[:2] / f"{sha256}.bin"
        try:
            return kept.read_bytes() == data and _source(kept.with_suffix(".json")).sha256 == sha256
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

    def _sources(self, known: Callable[[str], Source | None]) -> Iterator[Source]:
        for sha256 in self.list_known():
            path = self._home.originals / sha256[:2] / f"{sha256}.json"
            try:
                yield _source(path)
            except ArchiveDamaged:
                source = known(sha256)
                if source:
                    with guard_writes(path.parent):
                        self.store_source(source)
                    yield source
                elif path.exists():  # bytes alone are of nothing that was published
                    raise

    def list_trashed(self) -> list[Source]:
        """Return those in the trash; a record that cannot be read is of no use there."""
        found = []
        for path in self._home.trash.glob("*.json"):
            with suppress(ArchiveDamaged):
                found.append(_source(path))
        return found

    def read(self, source: Source) -> bytes:
        """Return the bytes.

        Raises:
            NotFound: they are gone, or not those that were taken in.
        """
        if not self.has(source.sha256):
            raise NotFound(f"原文件 {source.name} 已不在档案中，请重新收录。")
        try:
            data = self.find_path(source.sha256).read_bytes()
        except OSError as error:
            reason = explain_os_error(error) or error.strerror
            raise NotFound(f"原文件 {source.name} 无法读取（{reason}），请检查权限和磁盘。") from None
        if hashlib.sha256(data).hexdigest() != source.sha256:
            raise NotFound(f"原文件 {source.name} 已被改动，与收录时的摘要不符，请重新收录。")
        return data

    def find_fault(self, sha256: str) -> str:
        """Return what is wrong with an original, "" where it is as it was taken in."""
        try:
            self.read(_source(self._home.originals / sha256[:2] / f"{sha256}.json"))
        except (NotFound, ArchiveDamaged) as error:
            return error.message
        return ""

    def list_known(self) -> set[str]:
        """Return SHA-256 of all originals of which there are bytes or a record."""
        return {path.name.partition(".")[0] for path in self._home.originals.glob("??/[0-9a-f]*.*")}

    def list_half_trashed(self) -> set[str]:
        """Return SHA-256 of those whose record is in the trash and not here: they were being discarded."""
        here = {path.stem for path in self._home.originals.glob("??/*.json")}
        return {path.stem for path in self._home.trash.glob("*.json")} - here

    def delete_unfinished(self) -> None:
        """Delete what a stop left of files that were not finished."""
        for path in self._home.originals.glob("??/.*"):
            path.unlink(missing_ok=True)

    def trash(self, sha256: str, withdrawal: Withdrawal | None = None) -> None:
        """Move bytes and source to the trash.

        Args:
            withdrawal: what is recorded beside them of who did it.
        """
        with guard_writes(self._home.trash):
            self._home.trash.mkdir(parents=True, exist_ok=True)
        record = self._home.originals / sha256[:2] / f"{sha256}.json"
        with suppress(ArchiveDamaged):  # goes as it is
            if withdrawal:
                write_atomically(record, _dump(dataclasses.replace(_source(record), withdrawn=withdrawal)))
        # The bytes go last: as long as their record is not in the trash too, the move can be completed.
        for path in sorted((self._home.originals / sha256[:2]).glob(f"{sha256}.*"), reverse=True):
            move_into_place(path, self._home.trash / path.name)

    def read_trashed(self, sha256: str) -> Source | None:
        """Return the source of something in the trash; None where it is not there, or cannot be read."""
        try:
            return _source(self._home.trash / f"{sha256}.json")
        except ArchiveDamaged:
            return None

    def find_trashed(self, report_id: str) -> Source | None:
        """Return the source of what was trashed last of those that had this id; None where there is none."""
        found = [each for each in self.list_trashed() if report_id in (each.report, *each.former)]
        return max(found, key=_find_time, default=None)

    def has_trashed(self, sha256: str) -> bool:
        """Whether the bytes of something in the trash are kept."""
        return (self._home.trash / f"{sha256}.bin").exists()

    def recover(self, source: Source) -> None:
        """Put bytes and source of something in the trash back to their place; the source stays in the trash
        too, until it is published (`delete_trashed_record`).

        Raises:
            NotFound: the bytes are gone, or not those that were taken in.
            ArchiveError: they cannot be moved.
        """
        kept = self._home.trash / f"{source.sha256}.bin"
        try:
            with kept.open("rb") as file:
                is_sound = hashlib.file_digest(file, "sha256").hexdigest() == source.sha256
        except OSError:
            is_sound = False
        if not is_sound:
            raise NotFound(f"原文件 {source.name} 已不在 trash 文件夹中，或已损坏，不能恢复；请重新上传。")
        folder = self._home.originals / source.sha256[:2]
        with guard_writes(folder):
            folder.mkdir(parents=True, exist_ok=True)
        # The record first, as a withdrawal moves it first: bytes alone are nobody's.
        self.store_source(source)
        move_into_place(kept, folder / kept.name)

    def delete_trashed_record(self, sha256: str) -> None:
        """Delete the record in the trash of something that is published again."""
        with guard_writes(self._home.trash):
            (self._home.trash / f"{sha256}.json").unlink(missing_ok=True)


def _find_time(source: Source) -> str:
    return source.withdrawn.at if source.withdrawn else ""


def _dump(source: Source) -> bytes:
    return json.dumps(source.to_json(), ensure_ascii=False, indent=1).encode()


def _source(path: Path) -> Source:
    try:
        return Source.from_json(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        raise ArchiveDamaged(
            f"原文件的记录 {path} 已损坏，请移走它和同名的 .bin 后重新收录该文件。"
        ) from None
