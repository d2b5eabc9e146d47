"""The archive's folder: where things lie, which generation is current, who may write.

::

    <home>/
      originals/ab/<sha256>.bin        bytes as they came, with <sha256>.json beside them
      generations/<name>/             catalogue.sqlite and index/, derived from the originals; lists/, files
                                       that were exported before
      current                         name of the current generation
      trash/                          originals that were taken out
      claim.json                      there where originals/, trash/, and the bytes of attached/ and waiting/
                                       are elsewhere: where
      verdicts.sqlite                 what people judged; nothing can rebuild it
      inventory, inventory.lock       what there should be of what people added, by sums
      copies/                         verdicts and corrections as they were on the last seven days
      aliases.json                    which names of bodies staff said to be one body's
      corrections/                    what people corrected of reports
      acts/                           what staff did, by name
      staff.json, staff.lock          accounts of staff: names, and hashes of their passwords
      attached/ab/<report>-<sha256>.bin  spreadsheets with the tables of reports, <…>.json beside them
      recognised/ab/<sha256>/<page>.json  what was recognised in pages that are pictures
      meanings/<model>.bin            vectors of sentences, where a sentence model is set; no part of a backup
      waiting/                        files that staff sent in and have not published yet
      manifests/<month>.tsv           the sums of what was added in a month, written once
      dumps/<day>/                    the archive as tables for everybody to take away; no part of a backup
      synonyms.tsv                    what else is said for a word: staff's own list, where they keep one
      searches.sqlite                 how often which words were searched for; no part of a backup
      secret, attempts.sqlite         signs sessions; wrong passwords of the last minute
      unfinished                      there while a batch is written
      lock, writer                    held by the one process that writes; which one that is
"""

from __future__ import annotations

import re
import shutil
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from indexer.archive.storage.lock import lock_folder
from indexer.archive.storage.objects import open_objects
from indexer.archive.storage.objects.base import ObjectStore
from indexer.durable import (
    delete_abandoned,
    explain_os_error,
    guard_writes,
    sync_file,
    sync_tree,
    write_atomically,
)
from indexer.errors import ArchiveDamaged, ArchiveError, ArchiveMissing
from indexer.settings import Settings

_WRITTEN = (
    ".*",
    "originals/??/.*",
    "trash/.*",
    "acts/.*",
    "copies/.*",
    "corrections/.*",
    "attached/??/.*",
    "manifests/.*",
    "waiting/.*",
    "fetched/.*",
    "recognised/??/*/.*",
)
"""Where files are written whole or not at all."""
_TIME = "%Y%m%dT%H%M%S%f"
_NAME = re.compile(r"\d{8}T\d{12}")


@dataclass(frozen=True, slots=True)
class Generation:
    """One build of catalogue and index."""

    folder: Path

    @property
    def name(self) -> str:
        """Its name: the UTC time at which it was begun."""
        return self.folder.name

    @property
    def catalogue(self) -> Path:
        """The SQLite file."""
        return self.folder / "catalogue.sqlite"

    @property
    def index(self) -> Path:
        """The index folder."""
        return self.folder / "index"

    @property
    def lists(self) -> Path:
        """The folder of kept lists, which need not be there."""
        return self.folder / "lists"


@dataclass(frozen=True)
class Home:
    """Paths of one archive, and where its originals are.

    Attributes:
        originals_url: where originals and files that wait are kept (`Settings.originals_url`); in the folder
            itself where it is empty.
    """

    path: Path
    originals_url: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Home:
        """Return the home that settings name."""
        return cls(settings.home, settings.originals_url)

    @cached_property
    def objects(self) -> ObjectStore:
        """What keeps originals and files that wait; no other machine is asked before it is needed.

        Raises:
            SettingError: what it needs is not installed.
            ArchiveError: originals are elsewhere, and the settings do not say so.
        """
        return open_objects(self.path, self.originals_url)

    @property
    def trash(self) -> Path:
        """Folder of originals that were taken out."""
        return self.path / "trash"

    @property
    def verdicts(self) -> Path:
        """The SQLite file of what people judged."""
        return self.path / "verdicts.sqlite"

    @property
    def search_counts(self) -> Path:
        """The SQLite file of what people searched for."""
        return self.path / "searches.sqlite"

    @property
    def synonyms(self) -> Path:
        """File of staff's own synonyms, which need not be there."""
        return self.path / "synonyms.tsv"

    @property
    def dumps(self) -> Path:
        """Folder of what `nianbao export` made for everybody to take away, which need not be there."""
        return self.path / "dumps"

    @property
    def recognised(self) -> Path:
        """Folder of what was recognised in pages that are pictures, which need not be there."""
        return self.path / "recognised"

    @property
    def meanings(self) -> Path:
        """Folder of the vectors of sentences, which need not be there."""
        return self.path / "meanings"

    @property
    def attached(self) -> Path:
        """Folder of spreadsheets with the tables of reports, which need not be there."""
        return self.path / "attached"

    @property
    def waiting(self) -> Path:
        """Folder of files that wait to be published."""
        return self.path / "waiting"

    @cached_property
    def pointer(self) -> Path:
        """The file that names the current generation."""
        return self.path / "current"

    @property
    def unfinished(self) -> Path:
        """A file that is there while a batch is being written: found later, it tells of a stop."""
        return self.path / "unfinished"

    def find_current(self) -> Generation:
        """Return the current generation.

        Raises:
            ArchiveMissing: nothing was ever published here.
            ArchiveDamaged: it is not known which one it is, or it is gone.
            ArchiveError: it may not be read.
        """
        pointer = self.pointer
        try:
            name = pointer.read_text("utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            raise ArchiveMissing(f"{self.path} 中还没有档案，请先用 nianbao add 收录报告。") from None
        except OSError as error:
            if reason := explain_os_error(error):
                raise ArchiveError(f"无法读取 {pointer}（{reason}），请检查权限和磁盘。") from None
            name = ""
        except UnicodeDecodeError:
            name = ""
        generation = Generation(self.path / "generations" / name)
        if not _NAME.fullmatch(name) or not generation.folder.is_dir():
            raise ArchiveDamaged(f"{pointer} 没有指向完好的目录和索引，请用 nianbao reindex 从原文件重建。")
        return generation

    def list_generations(self) -> frozenset[str]:
        """Return the names of all generations that are there, the one being built included."""
        with suppress(OSError):
            return frozenset(folder.name for folder in (self.path / "generations").iterdir())
        return frozenset()

    def read_stamp(self) -> tuple[int, int, int]:
        """Return what is another one once another generation was published; zeros where nothing was."""
        try:
            known = self.pointer.stat()
        except OSError:
            return 0, 0, 0
        return known.st_ino, known.st_mtime_ns, known.st_size

    def begin(self) -> Generation:
        """Return an empty generation beside the current one; delete what a stop left of later ones."""
        now = datetime.now(UTC)
        with suppress(ArchiveError):
            live = self.find_current().name
            for folder in (self.path / "generations").iterdir():
                if folder.name > live:
                    shutil.rmtree(folder, ignore_errors=True)
            # Later ones have later names, also after the clock was put back.
            now = max(now, datetime.strptime(live, _TIME).replace(tzinfo=UTC) + timedelta(microseconds=1))
        name = now.strftime(_TIME)
        generation = Generation(self.path / "generations" / name)
        with guard_writes(generation.folder):
            generation.index.mkdir(parents=True)
        return generation

    def delete(self, generation: Generation) -> None:
        """Delete a generation that was never published."""
        shutil.rmtree(generation.folder, ignore_errors=True)

    def publish(self, generation: Generation) -> None:
        """Make a generation the current one, at once for all readers; delete old ones."""
        try:
            before = self.find_current().name
        except ArchiveError:
            before = ""
        with guard_writes(generation.folder):
            # What `current` names must be at rest on the disk before it is named. For the catalogue SQLite
            # sees to that itself; its files may be open, and to close one of them here would take the locks
            # from the connection (howtocorrupt.html, 2.2), so that a reader who leaves deletes what it needs.
            sync_tree(generation.index)
            sync_file(generation.folder)
            sync_file(generation.folder.parent)
        write_atomically(self.pointer, generation.name.encode())
        # The one before stays: a reader may be between reading `current` and opening files.
        for folder in (self.path / "generations").iterdir():
            if folder.name not in (generation.name, before):
                shutil.rmtree(folder, ignore_errors=True)

    def sweep(self) -> None:
        """Delete the temporary files and folders of processes that were killed while they wrote; what cannot
        be deleted stays.
        """
        delete_abandoned(self.path, _WRITTEN)

    def lock_for_writing(self, wait: float = 0) -> AbstractContextManager[None]:
        """Hold the archive for writing.

        Args:
            wait: seconds to wait for another process.

        Raises:
            ArchiveBusy: another process still holds it then.
            ArchiveError: the folder cannot be written.
        """
        return lock_folder(self.path, wait)
