"""The generations of an archive: which one is current, a new one beside it, and the swap."""

from __future__ import annotations

import re
import shutil
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from indexer.archive.storage.database_place import DatabasePlace
from indexer.durable import explain_os_error, guard_writes, read_stamp, sync_file, sync_tree, write_atomically
from indexer.errors import ArchiveDamaged, ArchiveError, ArchiveMissing

_TIME = "%Y%m%dT%H%M%S%f"
NAME = re.compile(r"\d{8}T\d{12}")
"""A generation's name."""
SCHEMAS = "nianbao_"
"""What the names of their schemas begin with, where the catalogue is in a database on a server."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One build of catalogue and index.

    Attributes:
        folder: where its files lie.
        database_url: address of the database that its catalogue is in; "" where that is a file of the folder.
    """

    folder: Path
    database_url: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """Its name: the UTC time at which it was begun."""
        return self.folder.name

    @property
    def catalogue(self) -> Path:
        """The SQLite file."""
        return self.folder / "catalogue.sqlite"

    @property
    def database(self) -> DatabasePlace:
        """Where the tables of the catalogue lie."""
        return DatabasePlace(self.catalogue, self.database_url, SCHEMAS + self.name.lower())

    @property
    def index(self) -> Path:
        """The index folder."""
        return self.folder / "index"

    @property
    def lists(self) -> Path:
        """The folder of kept lists, which need not be there.

        Where the catalogue is on a server it is one for all generations: another machine may have made this
        one and make the next, and nobody deletes its folder here.
        """
        return (self.folder.parent.parent if self.database_url else self.folder) / "lists"


class Generations(ABC):
    """All generations of a home."""

    def __init__(self, folder: Path) -> None:
        """Args:
        folder: of the home.
        """
        self._folder = folder

    @abstractmethod
    def find_current(self) -> Generation:
        """Return the current generation.

        Raises:
            ArchiveMissing: nothing was ever published here.
            ArchiveDamaged: it is not known which one it is, or it is gone.
            ArchiveError: that cannot be read.
        """

    @abstractmethod
    def list_names(self) -> frozenset[str]:
        """Return the names of all that are there, the one being built included."""

    @abstractmethod
    def read_stamp(self) -> tuple[object, ...]:
        """Return what is another one once another generation was published."""

    @abstractmethod
    def begin(self) -> Generation:
        """Return an empty generation beside the current one; delete what a stop left of later ones."""

    @abstractmethod
    def publish(self, generation: Generation) -> None:
        """Make a generation the current one, at once for all readers; delete old ones."""

    @abstractmethod
    def delete(self, generation: Generation) -> None:
        """Delete a generation that was never published."""

    def _make_folder(self, name: str) -> Path:
        folder = self._folder / "generations" / name
        with guard_writes(folder):
            (folder / "index").mkdir(parents=True)
        return folder

    def _sync(self, generation: Generation) -> None:
        # What is named must be at rest on the disk before it is named. For the catalogue its database sees to
        # that itself; SQLite's files may be open, and to close one of them here would take the locks from the
        # connection (howtocorrupt.html, 2.2), so that a reader who leaves deletes what it needs.
        with guard_writes(generation.folder):
            sync_tree(generation.index)
            sync_file(generation.folder)
            sync_file(generation.folder.parent)

    def _delete_folders(self, *kept: str) -> None:
        for folder in (self._folder / "generations").iterdir():
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def name_next(current: str) -> str:
    """Return the name of a generation that is begun now: after the current one's, whatever the clock says.

    Args:
        current: name of the current one, "" where there is none.
    """
    now = datetime.now(UTC)
    if current:
        now = max(now, datetime.strptime(current, _TIME).replace(tzinfo=UTC) + timedelta(microseconds=1))
    return now.strftime(_TIME)


class FolderGenerations(Generations):
    """Generations each wholly in a folder; a file names the current one."""

    @cached_property
    def _pointer(self) -> Path:
        return self._folder / "current"

    def find_current(self) -> Generation:
        """Return the one that the file names."""
        pointer = self._pointer
        try:
            name = pointer.read_text("utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            raise ArchiveMissing(f"{self._folder} 中还没有档案，请先用 nianbao add 收录报告。") from None
        except OSError as error:
            if reason := explain_os_error(error):
                raise ArchiveError(f"无法读取 {pointer}（{reason}），请检查权限和磁盘。") from None
            name = ""
        except UnicodeDecodeError:
            name = ""
        generation = Generation(self._folder / "generations" / name)
        if not NAME.fullmatch(name) or not generation.folder.is_dir():
            raise ArchiveDamaged(f"{pointer} 没有指向完好的目录和索引，请用 nianbao reindex 从原文件重建。")
        return generation

    def list_names(self) -> frozenset[str]:
        """Return the names of the folders."""
        with suppress(OSError):
            return frozenset(folder.name for folder in (self._folder / "generations").iterdir())
        return frozenset()

    def read_stamp(self) -> tuple[object, ...]:
        """Return the state of the file; zeros where there is none."""
        return read_stamp(self._pointer)

    def begin(self) -> Generation:
        """Make the folder."""
        live = ""
        with suppress(ArchiveError):
            live = self.find_current().name
            for folder in (self._folder / "generations").iterdir():
                if folder.name > live:
                    shutil.rmtree(folder, ignore_errors=True)
        return Generation(self._make_folder(name_next(live)))

    def publish(self, generation: Generation) -> None:
        """Write the file."""
        try:
            before = self.find_current().name
        except ArchiveError:
            before = ""
        self._sync(generation)
        write_atomically(self._pointer, generation.name.encode())
        # The one before stays: a reader may be between reading `current` and opening files.
        self._delete_folders(generation.name, before)

    def delete(self, generation: Generation) -> None:
        """Delete the folder."""
        shutil.rmtree(generation.folder, ignore_errors=True)
