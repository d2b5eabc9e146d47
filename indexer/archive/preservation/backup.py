"""Backup of a live archive to one file, of which `restore` makes one again.

A backup holds what cannot be made again: the originals with their sources, and whatever people added.
Catalogue and index are not in it: they are rebuilt, for opening an index that came from elsewhere runs
code in it (Whoosh pickles), and a backup outlives the format of an index.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from indexer.archive.contributions.transfer import copy_documents, is_contribution
from indexer.archive.preservation.claim import settle_originals
from indexer.archive.preservation.elsewhere import STORED, list_elsewhere
from indexer.archive.preservation.originals import Originals
from indexer.archive.storage.documents.base import VERDICTS
from indexer.archive.storage.home import Home
from indexer.archive.storage.objects.base import CLAIM
from indexer.durable import move_into_place
from indexer.errors import ArchiveError, ArchiveMissing
from indexer.settings import Settings

MANIFEST = "backup.json"
LEFT = frozenset(
    (
        *("generations", "current", "lists", "lock", "writer", "unfinished", "waiting"),
        *("searches.sqlite", "meanings"),
    )
)
_UNSAVED = frozenset(
    {"attempts.sqlite", "secret", "inventory", "inventory.lock", "staff.lock", "aliases.lock", "copies"}
)
"""Who tried to sign in, and what sessions are signed with: nothing for a file that is carried about. A backup
has sums of its own, and is a copy itself.
"""
_SQLITE = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds: number of originals, number of files in all, size of the backup in bytes; how
    many files that wait to be published it does not hold; and where the originals themselves are, "" where
    they are in it.
    """

    originals: int
    files: int
    size: int
    waiting: int
    elsewhere: str = ""


def backup(target: Path, settings: Settings) -> Saved:
    """Save an archive to a new file while searches go on; writers wait.

    Raises:
        ArchiveMissing: there is nothing to save.
        ArchiveBusy: another process is writing.
        ArchiveError: the file exists already, or cannot be written.
    """
    home = Home.of(settings)
    if not Originals(home).has_any():
        raise ArchiveMissing(f"{home.path} 中没有原文件，没有可备份的内容。")
    if target.exists():
        raise ArchiveError(f"{target} 已存在，为免覆盖未备份，请换一个文件名。")
    if home.path.resolve() in target.resolve().parents:
        raise ArchiveError(f"{target} 在档案的文件夹里，会被下一份备份收进去，请存到别处。")
    try:
        with (
            home.lock_for_writing(settings.wait_seconds),
            _open_scratch(target, home) as folder,
        ):
            settle_originals(home)
            part = folder / "part"
            digests = _write(part, home, folder)
            move_into_place(part, target)
    except OSError as error:
        raise ArchiveError(f"无法写入 {target}（{error.strerror}），请检查磁盘空间和权限。") from None
    names = home.objects.list_keys("originals") if home.originals_url else digests
    originals = sum(name.startswith("originals/") and name.endswith(".bin") for name in names)
    waiting = len(home.documents.list_names("waiting/"))
    return Saved(originals, len(digests), target.stat().st_size, waiting, home.originals_url)


@contextmanager
def _open_scratch(target: Path, home: Home) -> Iterator[Path]:
    """Make a folder beside a backup, for the time that it is written; what a stop left of one goes first."""
    mark = zlib.crc32(str(home.path.resolve()).encode())  # two archives are perhaps saved to one name
    folder = target.absolute().with_name(f".{target.name}.{mark:08x}.saving")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(part: Path, home: Home, folder: Path) -> dict[str, str]:
    """Write the backup; the hash of each file by its name, which ends it as the manifest."""
    digests: dict[str, str] = {}
    with tarfile.open(part, "w:gz", compresslevel=6) as tar:
        for name, path in _list_files(home, folder):
            with closing(_steady(path, folder)) as file:
                digests[name] = hashlib.file_digest(file, "sha256").hexdigest()
                info = tarfile.TarInfo(name)
                info.size, info.mtime = file.tell(), int(path.stat().st_mtime)
                info.mode = path.stat().st_mode & 0o777  # what was private is private where it is restored
                file.seek(0)
                tar.addfile(info, file)
        if home.originals_url:
            listed = list_elsewhere(home)
            digests[STORED] = hashlib.sha256(listed).hexdigest()
            _append(tar, STORED, listed)
        manifest = {"created": datetime.now(UTC).isoformat(timespec="seconds"), "files": digests}
        _append(tar, MANIFEST, json.dumps(manifest, indent=1).encode())
    return digests


def _append(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def _list_files(home: Home, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a backup, by their names in it.

    Args:
        folder: for what is in a database: it is saved as a home without one has it.
    """
    for name, path in _list_home(home.path):
        if not home.database_url or not (is_contribution(name) or name in (CLAIM, VERDICTS)):
            yield name, path
    if home.database_url:
        written = Home(folder / "records")
        copy_documents(home.documents, written.documents)
        if home.documents.has(CLAIM):
            written.documents.write(CLAIM, home.documents.read(CLAIM))
        # What speaks to a database is loaded where there is one.
        from indexer.archive.contributions.verdict_table import copy_verdicts

        copy_verdicts(home, written.verdicts)
        yield from _list_home(written.path)


def _list_home(home: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(home.rglob("*")):
        parts = path.relative_to(home).parts
        if parts[0] in LEFT | _UNSAVED or any(part.startswith(".") for part in parts):
            continue
        # Of what was taken out the record stays: no other text is given its id.
        if parts[0] == "trash" and path.suffix != ".json":
            continue
        if path.is_file() and not path.is_symlink() and not path.name.endswith(("-wal", "-shm", "-journal")):
            yield "/".join(parts), path


def _steady(path: Path, folder: Path) -> io.BufferedReader:
    """A file to read; of a database that others may write to at this moment, a copy as of one moment."""
    file = path.open("rb")
    if file.read(len(_SQLITE)) != _SQLITE:
        file.seek(0)
        return file
    file.close()
    copy = folder / "copy.sqlite"
    copy.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as live, closing(sqlite3.connect(copy)) as steady:
            live.backup(steady)
    except sqlite3.Error as error:
        raise ArchiveError(
            f"{path} 无法读取（{error}），未备份；请用较早备份中的同名文件代替，或移走后再备份。"
        ) from None
    return copy.open("rb")
