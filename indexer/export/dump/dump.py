"""Writes the whole archive as a folder of tables, in one pass and in memory that does not grow with it.

Each table is there twice: as JSON Lines, exactly, and as CSV, where a text that a spreadsheet would take for
a formula begins with an apostrophe. `datapackage.json` (Frictionless Data Package) is the dictionary of the
columns and says how many rows and bytes each file has and its SHA-256; it is written last.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from indexer.archive.archive import Archive
from indexer.archive.catalogue.additions import AdditionFilter
from indexer.durable import explain_os_error
from indexer.errors import NotFound, UnwritableFile
from indexer.export.base import is_formula
from indexer.export.dump.rows import list_rows
from indexer.export.dump.tables import TABLES, DumpTable

DICTIONARY = "datapackage.json"
_AT_A_TIME = 200
_BUFFER = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Dumped:
    """What was written: the number of reports, of rows by table, of bytes."""

    reports: int
    rows: dict[str, int]
    size: int


@dataclass
class _Part:
    """A table on its way into its two files."""

    table: DumpTable
    jsonl: IO[str]
    csv: IO[str]
    rows: int = 0
    _writer: Any = field(init=False)

    def __post_init__(self) -> None:
        self._writer = csv.writer(self.csv, lineterminator="\n")
        self._writer.writerow([each.name for each in self.table.fields])

    def write(self, row: dict[str, Any]) -> None:
        """Write a row to both files."""
        values = {each.name: row[each.name] for each in self.table.fields}
        self.jsonl.write(json.dumps(values, ensure_ascii=False) + "\n")
        self._writer.writerow([_to_csv(value) for value in values.values()])
        self.rows += 1


def dump(archive: Archive, folder: Path, site: str, packed: bool, progress: Callable[[int], None]) -> Dumped:
    """Write all current reports of an archive into a new folder, which is there whole or not at all.

    Args:
        site: `https://host` that addresses begin with; "" leaves paths.
        packed: whether files are compressed (gzip).
        progress: called with the number of reports after each one.

    Raises:
        UnwritableFile: the folder is there already and not empty, or cannot be written.
        ArchiveMissing, ArchiveDamaged: the archive cannot answer.
    """
    folder = folder.resolve()  # of `.` too it has a name
    part = folder.with_name(f".{folder.name}.part")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UnwritableFile(f"{folder} 已经存在而且不是空文件夹，请换一个文件夹。")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            dumped = _write(archive, part, site, packed, progress)
            if folder.exists():
                folder.rmdir()
            part.replace(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        reason = explain_os_error(error) or error.strerror
        raise UnwritableFile(f"无法写入 {folder}（{reason}），请检查文件夹、权限和磁盘空间。") from None
    return dumped


def _write(
    archive: Archive, folder: Path, site: str, packed: bool, progress: Callable[[int], None]
) -> Dumped:
    began = datetime.now(UTC).isoformat(timespec="seconds")
    suffix = ".gz" if packed else ""
    reports = 0
    with ExitStack() as stack:
        files = {
            (table.name, kind): stack.enter_context(_open(folder / f"{table.name}.{kind}{suffix}", packed))
            for table in TABLES
            for kind in ("jsonl", "csv")
        }
        parts = {
            table.name: _Part(table, files[table.name, "jsonl"], files[table.name, "csv"]) for table in TABLES
        }
        for report_id in _list_ids(archive):
            try:
                # Of a report that is removed meanwhile there is no row at all.
                rows = list(list_rows(archive, archive.read_report(report_id), site))
            except NotFound:
                continue
            for name, row in rows:
                parts[name].write(row)
            reports += 1
            progress(reports)
    counts = {name: part.rows for name, part in parts.items()}
    paths = sorted(folder.iterdir())
    described = _describe(paths, counts, began, site)
    (folder / DICTIONARY).write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return Dumped(reports, counts, sum(path.stat().st_size for path in paths))


def _open(path: Path, packed: bool) -> IO[str]:
    """A text file to write; what is compressed has no time in it: the same rows give the same bytes."""
    if not packed:
        return path.open("w", encoding="utf-8", errors="replace", newline="", buffering=_BUFFER)
    written = gzip.GzipFile(path, "wb", compresslevel=6, mtime=0)
    return io.TextIOWrapper(written, encoding="utf-8", errors="replace", newline="")


def _list_ids(archive: Archive) -> Iterator[str]:
    after = 0
    while found := archive.additions.list_after(AdditionFilter(), _AT_A_TIME, after):
        yield from (addition.id for addition in found)
        after = found[-1].sequence


def _to_csv(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and is_formula(value) else value


def _describe(files: Sequence[Path], counts: dict[str, int], made: str, site: str) -> dict[str, Any]:
    """The dictionary (Frictionless Data Package, version 1)."""
    tables = {table.name: table for table in TABLES}
    resources = []
    for path in files:
        name, _, kind = path.name.partition(".")
        table = tables[name]
        with path.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
        schema: dict[str, Any] = {
            "fields": [{"name": each.name, "type": each.kind, "title": each.title} for each in table.fields],
        }
        if table.key:
            schema["primaryKey"] = list(table.key)
        resources.append(
            {
                "name": f"{name}-{kind.partition('.')[0]}",
                "title": table.title,
                "path": path.name,
                "format": kind.partition(".")[0],
                "mediatype": "text/csv" if kind.startswith("csv") else "application/x-ndjson",
                "encoding": "utf-8",
                "rows": counts[name],
                "bytes": path.stat().st_size,
                "hash": f"sha256:{digest}",
                "schema": schema,
            }
        )
    return {
        "name": "nianbao",
        "title": "政府年度报告",
        "description": "政府信息公开工作年度报告和政府工作报告：文字、统计表、核对、承诺和指标。"
        "每一行的 url 都通向它在本站的位置。CSV 中可能被当作公式的文字前加了一个撇号；JSON Lines 一字不改。",
        "created": made,
        "homepage": site,
        "resources": resources,
    }
