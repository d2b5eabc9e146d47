"""Restores an archive from a backup: its files are put in place, catalogue and index then rebuilt."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import re
import shutil
import tarfile
import zlib
from pathlib import Path

from indexer.archive.contributions.transfer import adopt_contributions, list_contributions
from indexer.archive.preservation.backup import LEFT, MANIFEST
from indexer.archive.preservation.claim import take_over
from indexer.archive.preservation.elsewhere import STORED, check_elsewhere
from indexer.archive.storage.home import Home
from indexer.durable import sync_file, sync_tree
from indexer.errors import ArchiveError, ArchiveMissing
from indexer.settings import Settings

_OF_DISKS = frozenset({"lost+found"})
"""What lies on a disk that is empty."""
_UNPACKING = ".restoring"
_BROKEN = (
    *(tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, LookupError, TypeError, ValueError),
    *(FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError),
)


def restore(source: Path, settings: Settings) -> None:
    """Check every file of a backup and put them in place; catalogue and index are then to be rebuilt.

    Raises:
        ArchiveBusy: another process writes to the database.
        ArchiveError: the home or the database is not empty, or the backup cannot be read or is damaged.
    """
    home = Home(settings.home.resolve(), settings.originals_url, settings.database_url)
    if not source.is_file():
        raise ArchiveError(f"找不到 {source}，请检查路径。")
    try:
        _empty(home)
        if home.database_url:
            _require_empty_database(home)
        _put_in_place(source, home)
    except OSError as error:
        raise ArchiveError(f"无法写入 {home.path}（{error.strerror}），请检查磁盘空间和权限。") from None
    if home.database_url:
        with home.lock_for_writing(settings.wait_seconds):
            adopt_contributions(home)
    take_over(home)


def _require_empty_database(home: Home) -> None:
    """Raises:
    ArchiveError: there is something of an archive in the database.
    """
    try:
        home.find_current()
    except ArchiveMissing:
        if not list_contributions(home.documents):
            return
    raise ArchiveError("数据库中已有档案或人工记录，为免覆盖未恢复，请换一个空的数据库。")


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
            if not member.isfile() or parts[0] in ("", *LEFT) or ".." in parts or member.name in found:
                raise ValueError(member.name)
            found[member.name] = _unpack(tar, member, folder / member.name)
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    (folder / MANIFEST).unlink()
    del found[MANIFEST]
    if manifest["files"] != found or not any(re.match(rf"originals/|{STORED}$", name) for name in found):
        raise ValueError(source)


def _unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> str:
    """Write a plain file of a backup with its times and what its owner and others may do with it, but for
    others' writing; return its SHA-256. `TarFile.extract` has a filter for that only from Python 3.11.4 on.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    packed = tar.extractfile(member)
    assert packed is not None  # it is a file
    with packed, path.open("xb") as file:
        shutil.copyfileobj(packed, file)
    path.chmod(member.mode & 0o755 | 0o600)
    os.utime(path, (member.mtime, member.mtime))
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
