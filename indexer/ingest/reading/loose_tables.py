"""Reads the statutory tables of a spreadsheet, and what it says of the report that they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indexer.errors import UnreadableSource
from indexer.extraction import extract
from indexer.figures.tables.loose import find_tables
from indexer.figures.tables.sheet import Uncertain
from indexer.report.document import Block, Table
from indexer.report.report_json import tables_from_json, tables_to_json
from indexer.settings import Settings


@dataclass(frozen=True, slots=True)
class LooseTables:
    """What a spreadsheet holds: the lines above its tables, and the statutory tables by their number."""

    lines: tuple[str, ...]
    tables: dict[int, Table]

    def to_json(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        return {"lines": self.lines, "tables": tables_to_json(self.tables)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> LooseTables:
        """Return what `to_json` turned into `data`."""
        return cls(tuple(data["lines"]), tables_from_json(data["tables"]))


def read_tables(data: bytes, name: str, settings: Settings) -> LooseTables:
    """Read a spreadsheet.

    Raises:
        SourceError: it cannot be read, or a statutory table in it not for certain.
    """
    document = extract(data, name, settings)
    sheets = [block for block in document.blocks if isinstance(block, Table)]
    try:
        tables = find_tables(sheets)
    except Uncertain as reason:
        raise UnreadableSource(f"电子表格没有读入：{reason}。") from None
    return LooseTables(tuple(block.text for block in document.blocks if isinstance(block, Block)), tables)
