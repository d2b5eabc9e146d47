"""Spreadsheets that belong to reports: kept beside the originals, their tables read into the report.

Two files each, `attached/ab/<report>-<spreadsheet>.bin` and `.json` (SHA-256 of the original and of the
spreadsheet): the bytes as they came, where originals are kept (`Home.objects`), and as a document where they
came from with the tables that were read in them. They are of the report's original, so they outlive rebuilds,
and go and come back with it.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Any

from indexer.archive.storage.home import Home
from indexer.errors import ArchiveDamaged
from indexer.report.document import Table
from indexer.report.report_json import tables_from_json, tables_to_json

_GONE = ".gone"
_TRASH = "trash/attached/"


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
        # Who reads records alone does not ask where bytes are.
        self._home, self._documents = home, home.documents

    def read(self, report: str) -> tuple[AttachedTables, ...]:
        """Return the spreadsheets of a report, the one that was added last first.

        Args:
            report: SHA-256 of its original.

        Raises:
            ArchiveDamaged: the record of one cannot be read.
        """
        found = [self._load(name) for name in self._list_records(report)]
        return tuple(sorted(found, key=lambda each: (each.added, each.sha256), reverse=True))

    def store(self, report: str, attached: AttachedTables, data: bytes) -> None:
        """Keep a spreadsheet with a report.

        Raises:
            ArchiveError: it cannot be written.
        """
        self._home.objects.write(make_attached_key(report, attached.sha256), data)
        record = json.dumps(attached.to_json(), ensure_ascii=False).encode()
        self._documents.write(_make_record_name(report, attached.sha256), record)

    def delete(self, report: str, sha256: str) -> None:
        """Delete a spreadsheet that was stored and is not wanted after all.

        Raises:
            ArchiveError: it cannot be deleted.
        """
        self._documents.delete(_make_record_name(report, sha256))
        self._home.objects.delete(make_attached_key(report, sha256))

    def trash(self, report: str) -> tuple[str, ...]:
        """Move the spreadsheets of a report to the trash folder; return their names.

        Raises:
            ArchiveError: they cannot be moved.
        """
        names = []
        for name in self._list_records(report):
            names.append(self._find_file_name(name))
            self._trash(name)
        return tuple(names)

    def recover(self, report: str) -> None:
        """Put the spreadsheets of a report back from the trash folder.

        Raises:
            ArchiveError: they cannot be moved.
        """
        for trashed in self._documents.list_names(f"{_TRASH}{report}-", f".json{_GONE}"):
            name = f"attached/{report[:2]}/{trashed.removeprefix(_TRASH).removesuffix(_GONE)}"
            key = name.replace(".json", ".bin")
            self._home.objects.move(_make_trash_key(key), key)
            self._documents.write(name, self._documents.read(trashed))
            self._documents.delete(trashed)

    def _list_records(self, report: str) -> list[str]:
        return self._documents.list_names(f"attached/{report[:2]}/{report}-")

    def _load(self, name: str) -> AttachedTables:
        try:
            return AttachedTables.from_json(json.loads(self._documents.read(name).decode()))
        except (OSError, ValueError, TypeError, LookupError, AttributeError):
            shown = self._documents.show(name)
            raise ArchiveDamaged(
                f"电子表格的记录 {shown} 已损坏，请从备份恢复，或删去它后重新收录这份表格。"
            ) from None

    def _find_file_name(self, name: str) -> str:
        try:
            return self._load(name).name
        except ArchiveDamaged:
            return name.rpartition("/")[2].removesuffix(".json")

    def _trash(self, name: str) -> None:
        key = name.replace(".json", ".bin")
        # The record last: bytes alone are nobody's.
        self._home.objects.move(key, _make_trash_key(key))
        self._documents.write(f"{_TRASH}{name.rpartition('/')[2]}{_GONE}", self._documents.read(name))
        self._documents.delete(name)


def make_attached_key(report: str, sha256: str) -> str:
    """Return the key of a spreadsheet's bytes.

    Args:
        report: SHA-256 of the original of the report that it belongs to, and `sha256` its own.
    """
    return f"attached/{report[:2]}/{report}-{sha256}.bin"


def _make_record_name(report: str, sha256: str) -> str:
    return make_attached_key(report, sha256).replace(".bin", ".json")


def _make_trash_key(key: str) -> str:
    return f"trash/attached/{key.rpartition('/')[2]}{_GONE}"
