"""The originals: bytes as they came, with what is known of where they came from.

They are the source of truth. Beside each lies a JSON file with its `Source`, so that
catalogue and index can be rebuilt from this folder alone, ids and order included.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from indexer.durable import move, write_atomically
from indexer.errors import ArchiveDamaged, NotFound
from indexer.home import Home


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report came from.

    Attributes:
        sha256: SHA-256 of the bytes.
        name: file name as it came.
        path: path that it was read from.
        size: bytes.
        added: time of taking in, ISO 8601 in UTC.
        sequence: place in the order of taking in, from 1.
        report: id that its report was given.
    """

    sha256: str
    name: str
    path: str
    size: int
    added: str
    sequence: int
    report: str


class Originals:
    """The originals of one home."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def path(self, sha256: str) -> Path:
        """Where the bytes lie.

        Raises:
            NotFound: there is no such original.
        """
        if re.fullmatch(r"[0-9a-f]{64}", sha256):
            for path in (self._home.originals / sha256[:2]).glob(f"{sha256}.bin"):
                return path
        raise NotFound(f"没有摘要为 {sha256[:12]}… 的原文件。")

    def keep(self, data: bytes, source: Source) -> None:
        """Store bytes and source, each whole or not at all."""
        folder = self._home.originals / source.sha256[:2]
        write_atomically(folder / f"{source.sha256}.bin", data)
        self.note(source)

    def note(self, source: Source) -> None:
        """Store what is known of an original, over what was."""
        record = json.dumps(dataclasses.asdict(source), ensure_ascii=False, indent=1)
        path = self._home.originals / source.sha256[:2] / f"{source.sha256}.json"
        write_atomically(path, record.encode())

    def sources(self) -> list[Source]:
        """All sources in the order of taking in.

        Raises:
            ArchiveDamaged: the record of one cannot be read.
        """
        records = self._home.originals.glob("??/*.json")
        return sorted(map(_source, records), key=lambda source: source.sequence)

    def read(self, source: Source) -> bytes:
        """The bytes.

        Raises:
            NotFound: they are gone, or not those that were taken in.
        """
        data = self.path(source.sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != source.sha256:
            raise NotFound(f"原文件 {source.name} 已被改动，与收录时的摘要不符，请重新收录。")
        return data

    def discard(self, sha256: str) -> None:
        """Move bytes and source to the trash."""
        for path in (self._home.originals / sha256[:2]).glob(f"{sha256}.*"):
            move(path, self._home.trash)


def _source(path: Path) -> Source:
    try:
        return Source(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        raise ArchiveDamaged(
            f"原文件的记录 {path} 已损坏，请移走它和同名的 .bin 后重新收录该文件。"
        ) from None
