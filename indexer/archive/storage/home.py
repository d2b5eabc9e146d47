"""The archive's folder: where things lie, which generation is current, who may write.

::

    <home>/
      originals/ab/<sha256>.bin        bytes as they came, with <sha256>.json beside them
      generations/<name>/             catalogue.sqlite and index/, derived from the originals; lists/, files
                                       that were exported before (right in the home where there is a database)
      current                         name of the current generation
      trash/                          originals that were taken out
      claim.json                      there where originals/, trash/, recognised/, and the bytes of attached/
                                       and waiting/ are elsewhere: where
      verdicts.sqlite                 what people judged; nothing can rebuild it
      inventory, *.lock               what there should be of what people added, by sums; who writes it
      copies/                         verdicts and corrections as they were on the last seven days
      aliases.json                    which names of bodies staff said to be one body's
      corrections/                    what people corrected of reports
      acts/                           what staff did, by name
      staff.json                      accounts of staff: names, and hashes of their passwords
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

Where the archive has a database, the tables are in it and not in a file, and with them all that is JSON here
and what `manifests/` and `unfinished` hold (`Home.documents`), under the same names. What one machine alone
has then is `dumps/`, `copies/`, `secret`, and what it could make again.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from indexer.archive.storage.database_place import STAYING, DatabasePlace
from indexer.archive.storage.documents import open_documents
from indexer.archive.storage.documents.base import DocumentStore
from indexer.archive.storage.generations import FolderGenerations, Generation, Generations
from indexer.archive.storage.lock import lock_folder
from indexer.archive.storage.objects import open_objects
from indexer.archive.storage.objects.base import ObjectStore
from indexer.durable import delete_abandoned
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
UNFINISHED = "unfinished"
"""Name of the document that is there while a batch is being written: found later, it tells of a stop."""


@dataclass(frozen=True)
class Home:
    """Paths of one archive, its generations, and where its originals are.

    Attributes:
        path: its folder.
        originals_url: where originals and files that wait are kept (`Settings.originals_url`); in the folder
            itself where it is empty.
        database_url: address of the database that has its tables; "" where they are files of the folder.
    """

    path: Path
    originals_url: str = ""
    database_url: str = field(default="", repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Home:
        """Return the home that settings name."""
        return cls(settings.home, settings.originals_url, settings.database_url)

    @cached_property
    def objects(self) -> ObjectStore:
        """What keeps originals and files that wait; no other machine is asked before it is needed.

        Raises:
            SettingError: what it needs is not installed.
            ArchiveError: originals are elsewhere, and the settings do not say so.
        """
        return open_objects(self.path, self.originals_url, self.documents)

    @cached_property
    def documents(self) -> DocumentStore:
        """What keeps what people added, but for verdicts; no other machine is asked before it is needed.

        Raises:
            SettingError: what it needs is not installed.
        """
        return open_documents(self.path, self.database_url)

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
    def attempts(self) -> Path:
        """The SQLite file of wrong passwords and ended sessions."""
        return self.path / "attempts.sqlite"

    @property
    def synonyms(self) -> Path:
        """File of staff's own synonyms, which need not be there."""
        return self.path / "synonyms.tsv"

    @property
    def dumps(self) -> Path:
        """Folder of what `nianbao export` made for everybody to take away, which need not be there."""
        return self.path / "dumps"

    @property
    def meanings(self) -> Path:
        """Folder of the vectors of sentences, which need not be there."""
        return self.path / "meanings"

    @cached_property
    def pointer(self) -> Path:
        """The file that names the current generation."""
        return self.path / "current"

    @cached_property
    def _generations(self) -> Generations:
        if not self.database_url:
            return FolderGenerations(self.path)
        # Packages of an extra: who has a folder neither has them nor waits for them.
        from indexer.archive.storage.server_generations import ServerGenerations

        return ServerGenerations(self.path, self.database_url)

    def place_records(self, path: Path) -> DatabasePlace:
        """Return where tables lie that no rebuild makes anew.

        Args:
            path: their file, where they lie in one.
        """
        return DatabasePlace(path, self.database_url, STAYING)

    def find_current(self) -> Generation:
        """Return the current generation (`Generations.find_current`)."""
        return self._generations.find_current()

    def list_generations(self) -> frozenset[str]:
        """Return the names of all generations that are there, the one being built included."""
        return self._generations.list_names()

    def read_stamp(self) -> tuple[object, ...]:
        """Return what is another one once another generation was published."""
        return self._generations.read_stamp()

    def begin(self) -> Generation:
        """Return an empty generation beside the current one; delete what a stop left of later ones."""
        return self._generations.begin()

    def delete(self, generation: Generation) -> None:
        """Delete a generation that was never published."""
        self._generations.delete(generation)

    def publish(self, generation: Generation) -> None:
        """Make a generation the current one, at once for all readers; delete old ones."""
        self._generations.publish(generation)

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
            ArchiveError: the folder cannot be written, or the database gives no answer.
        """
        return lock_folder(self.path, wait, self.database_url)
