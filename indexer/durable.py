"""Writes files whole or not at all, and so that they survive a power failure.

A rename is atomic for readers, but not durable: the bytes of a file and its name reach the disk
independently. So the bytes are synced first, then the file is renamed, then its folder is synced; a file
that points at others (`current`) is written after those are on the disk.

Whatever the operating system refuses becomes one sentence (`explain_os_error`).
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from indexer.errors import ArchiveError

_ABANDONED = 3600
"""Seconds after which a temporary file is of a process that was killed."""
_TEMPORARY = re.compile(r"\.[a-z0-9_]{8}")
"""Names that `tempfile` gives."""
_MESSAGES = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过系统允许的大小",
    errno.EROFS: "磁盘只读",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
}
_SQLITE_MESSAGES = {
    sqlite3.SQLITE_FULL: _MESSAGES[errno.ENOSPC],
    sqlite3.SQLITE_IOERR: _MESSAGES[errno.EIO],
    sqlite3.SQLITE_READONLY: "没有写入的权限",
    sqlite3.SQLITE_PERM: _MESSAGES[errno.EACCES],
    sqlite3.SQLITE_CANTOPEN: "打不开文件",
    sqlite3.SQLITE_BUSY: "另一个进程正在写入",
}


def explain_os_error(error: BaseException) -> str:
    """Return what the operating system refuses, in Chinese; "" where it refuses nothing.

    Args:
        error: an `OSError` or an error of SQLite; a missing file or damaged content is no refusal.
    """
    if isinstance(error, OSError):
        return _MESSAGES.get(error.errno or 0, "")
    # The low byte is the kind of the error: https://www.sqlite.org/rescode.html
    return _SQLITE_MESSAGES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "")


@contextmanager
def guard_writes(path: Path) -> Iterator[None]:
    """Turn every `OSError` of the block into an `ArchiveError` that names a path.

    Args:
        path: the file or folder that is written.

    Raises:
        ArchiveError: it cannot be written.
    """
    try:
        yield
    except OSError as error:
        reason = explain_os_error(error) or error.strerror or type(error).__name__
        raise ArchiveError(
            f"无法写入 {path}（{reason}），请检查磁盘空间和权限后重新运行；已发布的不受影响。"
        ) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, durably; missing folders above it are made.

    Raises:
        ArchiveError: it cannot be written; the former file remains.
    """
    with guard_writes(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            move_into_place(Path(temporary), path)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
            raise


def read_stamp(path: Path) -> tuple[int, int, int]:
    """Return what is another one once a file was written or replaced; zeros where there is none.

    Two writings within one tick of the file system's clock are not told apart where the size stays.
    """
    try:
        state = path.stat()
    except OSError:
        return 0, 0, 0
    return state.st_ino, state.st_mtime_ns, state.st_size


def is_temporary(path: Path) -> bool:
    """Whether a file is one of `write_atomically` that is not finished, by its name."""
    return bool(_TEMPORARY.fullmatch(path.name))


def delete_abandoned(folder: Path, patterns: Iterable[str]) -> None:
    """Delete the temporary files and folders of processes that were killed while they wrote; what cannot be
    deleted stays.

    Args:
        patterns: where they are in the folder.
    """
    for pattern in patterns:
        for path in folder.glob(pattern):
            # A younger one may be being written: not all that is written is under the lock.
            with suppress(OSError):
                if is_temporary(path) and abs(time.time() - path.stat().st_mtime) > _ABANDONED:
                    if path.is_dir():
                        shutil.rmtree(path)
                    else:
                        path.unlink()


def move_into_place(finished: Path, path: Path) -> None:
    """Move a finished file to a path of the same file system, over the file there if any, durably.

    Raises:
        ArchiveError: it cannot be moved; the former file remains.
    """
    with guard_writes(path):
        sync_file(finished)
        finished.replace(path)
        for folder in {path.parent, finished.parent}:
            sync_file(folder)


def sync_file(path: Path) -> None:
    """Wait until the bytes of a file, or the names in a folder, are on the disk."""
    if sys.platform == "win32" and path.is_dir():
        return  # folders cannot be opened there
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Wait until a folder and everything below it is on the disk."""
    for path in folder.rglob("*"):
        sync_file(path)
    sync_file(folder)


def make_private_folder(path: Path) -> None:
    """Make a folder, where there is none, that no other user of the machine looks into.

    Raises:
        OSError: it cannot be made.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_private(path: Path) -> None:
    """Have a file, made empty where there is none, that no other user of the machine can read.

    SQLite gives the files that it makes beside it the same rights. What cannot be made, or is another user's,
    is left as it is: whoever opens it says what is wrong.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
