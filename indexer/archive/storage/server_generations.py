"""Generations whose catalogues are schemas of a database on a server."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

from indexer.archive.databases.postgresql.schemas import Schemas
from indexer.archive.storage.generations import NAME, SCHEMAS, Generation, Generations, name_next
from indexer.errors import ArchiveDamaged, ArchiveMissing

_MOMENT = 0.25
"""Seconds that readers go on with a generation after another was published: the one before is still there."""


class ServerGenerations(Generations):
    """A row names the current one. What else belongs to a generation lies in a folder, as ever."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder)
        self._url, self._schemas = url, Schemas(url)
        self._known = float("-inf"), ""

    def find_current(self) -> Generation:
        """Return the one that the row names."""
        name = self._read_name()
        if not name:
            raise ArchiveMissing(
                f"数据库 {self._schemas.where} 中还没有档案，请先用 nianbao add 收录报告；"
                "文件夹中已有原文件的，请运行 nianbao reindex。"
            )
        if not NAME.fullmatch(name):
            raise ArchiveDamaged(
                f"数据库 {self._schemas.where} 没有指明完好的目录，请用 nianbao reindex 从原文件重建。"
            )
        return self._make(name)

    def list_names(self) -> frozenset[str]:
        """Return the names of the schemas."""
        return frozenset(map(_name, self._schemas.list_builds(SCHEMAS)))

    def read_stamp(self) -> tuple[object, ...]:
        """Return the name in the row; a page asks ten times, so it is known for a moment."""
        now = time.monotonic()
        asked, name = self._known
        if now - asked > _MOMENT:
            name = self._read_name()
            self._known = now, name
        return (name,)

    def begin(self) -> Generation:
        """Make the schema, and the folder."""
        live = self._read_name()
        live = live if NAME.fullmatch(live) else ""
        later = [name for name in self._schemas.list_builds(SCHEMAS) if name > SCHEMAS + live.lower()]
        self._schemas.drop(later)
        for name in later:
            shutil.rmtree(self._make(_name(name)).folder, ignore_errors=True)
        name = name_next(live)
        self._schemas.create(SCHEMAS + name.lower())
        self._make_folder(name)
        return self._make(name)

    def publish(self, generation: Generation) -> None:
        """Write the row."""
        before = self._read_name()
        self._sync(generation)
        self._schemas.publish(SCHEMAS + generation.name.lower())
        self._known = float("-inf"), ""
        # The one before stays: a reader may be between reading the row and opening what it names.
        kept = {SCHEMAS + name.lower() for name in (generation.name, before) if name}
        self._schemas.drop(name for name in self._schemas.list_builds(SCHEMAS) if name not in kept)
        self._delete_folders(generation.name, before)

    def delete(self, generation: Generation) -> None:
        """Drop the schema, and delete the folder."""
        shutil.rmtree(generation.folder, ignore_errors=True)
        with suppress(ArchiveDamaged):
            self._schemas.drop([SCHEMAS + generation.name.lower()])

    def _read_name(self) -> str:
        return _name(self._schemas.find_current())

    def _make(self, name: str) -> Generation:
        return Generation(self._folder / "generations" / name, self._url)


def _name(schema: str) -> str:
    return schema.removeprefix(SCHEMAS).upper()
