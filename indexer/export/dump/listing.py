"""Finds the dumps of an archive that are ready to be taken away."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.errors import NotFound
from indexer.export.dump.dump import DICTIONARY

_NAME = re.compile(r"\w[\w.-]{0,60}")


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A file of a dump.

    Attributes:
        table: name of the table that it holds.
        sha256: of its bytes, as hexadecimal digits.
    """

    name: str
    table: str
    format: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DumpListing:
    """A dump: its folder's name, when it was begun (ISO 8601 in UTC), its files."""

    name: str
    made: str
    files: tuple[DumpFile, ...]


def list_dumps(folder: Path) -> tuple[DumpListing, ...]:
    """Return the dumps in a folder, the last one first; what is no whole dump is left out."""
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            with suppress(OSError, ValueError, KeyError, TypeError):
                if _NAME.fullmatch(path.name):
                    found.append(_read(path))
    return tuple(sorted(found, key=lambda each: (each.made, each.name), reverse=True))


def find_file(folder: Path, dump: str, name: str) -> Path:
    """Return the path of a file of a dump, or of its dictionary.

    Raises:
        NotFound: there is no such dump, or it has no such file.
    """
    for listing in list_dumps(folder):
        if listing.name == dump and name in (DICTIONARY, *(file.name for file in listing.files)):
            return folder / dump / name
    raise NotFound("没有这个数据文件，请从数据下载的页面上选择。")


def _read(path: Path) -> DumpListing:
    described: Mapping[str, Any] = json.loads((path / DICTIONARY).read_text("utf-8"))
    files = tuple(
        DumpFile(
            each["path"],
            each["name"].rpartition("-")[0],
            each["format"],
            each["rows"],
            each["bytes"],
            each["hash"].removeprefix("sha256:"),
        )
        for each in described["resources"]
        if _NAME.fullmatch(each["path"]) and (path / each["path"]).is_file()
    )
    return DumpListing(path.name, described["created"], files)
