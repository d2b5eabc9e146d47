"""Spreadsheets that belong to reports: kept beside the originals, their tables read into the report.

Two files each, `attached/ab/<report>-<spreadsheet>.bin` and `.json` (SHA-256 of the original and of the
spreadsheet): the bytes as they came, and where they came from with the tables that were read in them. They
are of the report's original, so they outlive rebuilds, and go and come back with it.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.archive.contributions.inventory import Inventory
from indexer.archive.storage.home import Home
from indexer.durable import guard_writes, write_atomically
from indexer.errors import ArchiveDamaged
from indexer.report.document import Table
from indexer.report.report_json import tables_from_json, tables_to_json

_GONE = ".gone"


@dataclass(frozen=True, slots=True)
class AttachedTables:
    """The statutory tables of a spreadsheet that belongs to a report.

    Attributes:
        sha256: of the spreadsheet's bytes.
        name: its file name as it came, `path` where it was read from, and `size` in bytes.
        added: when, ISO 8601 in UTC.
        tables: by their statutory number.
    """

    sha256: str
    name: str
    path: str
    size: int
    added: str
    tables: dict[int, Table]

    def to_json(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return values | {"tables": tables_to_json(self.tables)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> AttachedTables:
        """Return what `to_json` turned into `data`."""
        return cls(**data | {"tables": tables_from_json(data["tables"])})


class Attachments:
    """The spreadsheets of one home."""

    def __init__(self, home: Home) -> None:
        self._home, self._inventory = home, Inventory(home)

    def read(self, report: str) -> tuple[AttachedTables, ...]:
        """Return the spreadsheets of a report, the one that was added last first.

        Args:
            report: SHA-256 of its original.

        Raises:
            ArchiveDamaged: the record of one cannot be read.
        """
        found = [_load(path) for path in self._folder(report).glob(f"{report}-*.json")]
        return tuple(sorted(found, key=lambda each: (each.added, each.sha256), reverse=True))

    def find_path(self, report: str, sha256: str) -> Path:
        """Return where the bytes of a spreadsheet are, or would be."""
        return self._folder(report) / f"{report}-{sha256}.bin"

    def store(self, report: str, attached: AttachedTables, data: bytes) -> None:
        """Keep a spreadsheet with a report.

        Raises:
            ArchiveError: it cannot be written.
        """
        path = self.find_path(report, attached.sha256)
        write_atomically(path, data)
        record = json.dumps(attached.to_json(), ensure_ascii=False).encode()
        self._inventory.write(path.with_suffix(".json"), record)

    def delete(self, report: str, sha256: str) -> None:
        """Delete a spreadsheet that was stored and is not wanted after all.

        Raises:
            ArchiveError: it cannot be deleted.
        """
        path = self.find_path(report, sha256)
        with guard_writes(path):
            self._inventory.remove(path.with_suffix(".json"))
            path.unlink(missing_ok=True)

    def trash(self, report: str) -> tuple[str, ...]:
        """Move the spreadsheets of a report to the trash folder; return their names.

        Raises:
            ArchiveError: they cannot be moved.
        """
        names = []
        for path in sorted(self._folder(report).glob(f"{report}-*.json")):
            names.append(_name(path))
            self._move(path, self._home.trash / "attached")
        return tuple(names)

    def recover(self, report: str) -> None:
        """Put the spreadsheets of a report back from the trash folder.

        Raises:
            ArchiveError: they cannot be moved.
        """
        for record in (self._home.trash / "attached").glob(f"{report}-*.json{_GONE}"):
            data = record.with_name(record.name.replace(".json", ".bin"))
            path = self._folder(report) / data.name.removesuffix(_GONE)
            with guard_writes(path):
                write_atomically(path, data.read_bytes())
                self._inventory.write(path.with_suffix(".json"), record.read_bytes())
                record.unlink()
                data.unlink()

    def _folder(self, report: str) -> Path:
        return self._home.attached / report[:2]

    def _move(self, record: Path, folder: Path) -> None:
        with guard_writes(folder):
            data = record.with_suffix(".bin")
            for path in (data, record):  # the record last: bytes alone are nobody's
                if path.exists():
                    write_atomically(folder / f"{path.name}{_GONE}", path.read_bytes())
            self._inventory.remove(record)
            data.unlink(missing_ok=True)


def _load(path: Path) -> AttachedTables:
    try:
        return AttachedTables.from_json(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        raise ArchiveDamaged(
            f"电子表格的记录 {path} 已损坏，请从备份恢复，或删去它后重新收录这份表格。"
        ) from None


def _name(path: Path) -> str:
    try:
        return _load(path).name
    except ArchiveDamaged:
        return path.stem
