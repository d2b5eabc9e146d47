"""Backup of a live archive to one file, and restoring it.

A backup holds what cannot be made again: the originals with their sources, and whatever people added.
Catalogue and index are not in it: they are rebuilt, for opening an index that came from elsewhere runs
code in it (Whoosh pickles), and a backup outlives the format of an index.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import json
import re
import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from indexer.archive.preservation.claim import settle_originals, take_over
from indexer.archive.preservation.elsewhere import STORED, check_elsewhere, list_elsewhere
from indexer.archive.preservation.originals import Originals
from indexer.archive.storage.home import Home
from indexer.durable import move_into_place, sync_file, sync_tree
from indexer.errors import ArchiveError, ArchiveMissing
from indexer.settings import Settings

_MANIFEST = "backup.json"
_LEFT = frozenset(
    {"generations", "current", "lock", "writer", "unfinished", "waiting", "searches.sqlite", "meanings"}
)
_UNSAVED = frozenset({"attempts.sqlite", "secret", "inventory", "inventory.lock", "staff.lock", "copies"})
"""Who tried to sign in, and what sessions are signed with: nothing for a file that is carried about. A backup
has sums of its own, and is a copy itself.
"""
_OF_DISKS = frozenset({"lost+found"})
"""What lies on a disk that is empty."""
_UNPACKING = ".restoring"
_SQLITE = b"SQLite format 3\x00"
_BROKEN = (
    *(tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, FileNotFoundError, NotADirectoryError),
    *(LookupError, TypeError, ValueError),
)


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
    if home.database_url:
        raise ArchiveError(
            "档案有一部分在数据库里，这个命令不能一并备份：请先用 pg_dump --schema=nianbao 备份核对意见，"
            f"再复制文件夹 {home.path}（其余的人工记录）和 {home.objects.shown}（原文件）。"
        )
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
    waiting = len(list(home.waiting.glob("*.json")))
    return Saved(originals, len(digests), target.stat().st_size, waiting, home.originals_url)


def restore(source: Path, settings: Settings) -> None:
    """Check every file of a backup and put them in place; catalogue and index are then to be rebuilt.

    Raises:
        ArchiveError: the home is not empty, or the backup cannot be read or is damaged.
    """
    if settings.database_url:
        raise ArchiveError(
            "备份恢复到文件夹里，而设了 NIANBAO_DATABASE_URL，其中的核对意见到不了数据库；请不设它来恢复。"
        )
    home = Home(settings.home.resolve(), settings.originals_url)
    if not source.is_file():
        raise ArchiveError(f"找不到 {source}，请检查路径。")
    try:
        _empty(home)
        _put_in_place(source, home)
    except OSError as error:
        raise ArchiveError(f"无法写入 {home.path}（{error.strerror}），请检查磁盘空间和权限。") from None
    take_over(home)


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


def _empty(home: Home) -> None:
    """Make sure that a home is empty; what a restoration that was stopped left in it goes.

    Raises:
        ArchiveError: it is not.
    """
    if not home.path.exists():
        return
    if (home.path / _UNPACKING).exists() and not home.pointer.exists():
        for path in home.path.iterdir():
            if path.name not in _OF_DISKS and path.name != _UNPACKING:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.rmtree(home.path / _UNPACKING)
    if any(path.name not in _OF_DISKS for path in home.path.iterdir()):
        if (home.path / "originals").exists() and not home.pointer.exists():
            raise ArchiveError(f"{home.path} 中已有原文件，只差目录和索引，请运行 nianbao reindex 建好。")
        raise ArchiveError(f"{home.path} 不是空文件夹，为免覆盖未恢复，请用 --home 指定新的文件夹。")


def _put_in_place(source: Path, home: Home) -> None:
    """Unpack a backup, and put it where the home is to be: at once, but for a disk of its own, whose folder
    no other takes the place of. There the mark that a restoration is under way goes last.

    Raises:
        ArchiveError: it is no whole backup.
    """
    home.path.parent.mkdir(parents=True, exist_ok=True)
    filling = False
    try:
        home.path.rmdir()
    except FileNotFoundError:
        pass
    except OSError as error:
        if error.errno not in (errno.EBUSY, errno.ENOTEMPTY):
            raise
        filling = True
    unpacking = home.path / _UNPACKING if filling else home.path.parent / f".{home.path.name}{_UNPACKING}"
    shutil.rmtree(unpacking, ignore_errors=True)
    try:
        _read(source, unpacking)
        check_elsewhere(unpacking, home)
        (unpacking / STORED).unlink(missing_ok=True)
    except _BROKEN:
        shutil.rmtree(unpacking, ignore_errors=True)
        raise ArchiveError(f"{source} 不是完整的备份，未恢复，请换一份备份。") from None
    except BaseException:
        shutil.rmtree(unpacking, ignore_errors=True)
        raise
    sync_tree(unpacking)
    if filling:
        for path in unpacking.iterdir():
            path.rename(home.path / path.name)
        sync_file(home.path)
        unpacking.rmdir()
    else:
        unpacking.rename(home.path)
    sync_file(home.path if filling else home.path.parent)


def _write(part: Path, home: Home, folder: Path) -> dict[str, str]:
    """Write the backup; the hash of each file by its name, which ends it as the manifest."""
    digests: dict[str, str] = {}
    with tarfile.open(part, "w:gz", compresslevel=6) as tar:
        for path in _files(home):
            name = path.relative_to(home.path).as_posix()
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
        _append(tar, _MANIFEST, json.dumps(manifest, indent=1).encode())
    return digests


def _append(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def _files(home: Home) -> Iterator[Path]:
    for path in sorted(home.path.rglob("*")):
        parts = path.relative_to(home.path).parts
        if parts[0] in _LEFT | _UNSAVED or any(part.startswith(".") for part in parts):
            continue
        # Of what was taken out the record stays: no other text is given its id.
        if parts[0] == home.trash.name and path.suffix != ".json":
            continue
        if path.is_file() and not path.is_symlink() and not path.name.endswith(("-wal", "-shm", "-journal")):
            yield path


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


def _read(source: Path, folder: Path) -> None:
    """Unpack a backup; nothing leaves the folder, and every file is the one that was saved.

    Raises:
        ValueError: it is not.
    """
    found: dict[str, str] = {}
    folder.mkdir()
    with tarfile.open(source, "r:*") as tar:
        for member in tar:
            parts = member.name.split("/")
            if not member.isfile() or parts[0] in ("", *_LEFT) or ".." in parts or member.name in found:
                raise ValueError(member.name)
            tar.extract(member, folder, filter="data")
            with (folder / member.name).open("rb") as file:
                found[member.name] = hashlib.file_digest(file, "sha256").hexdigest()
    manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
    (folder / _MANIFEST).unlink()
    del found[_MANIFEST]
    if manifest["files"] != found or not any(re.match(rf"originals/|{STORED}$", name) for name in found):
        raise ValueError(source)
