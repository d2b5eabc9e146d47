"""Files that are there whole or not at all, also after the power failed: the one place for it.

A rename is atomic for those who look, but not lasting: what a file holds, and the name that it stands under,
reach the disk each in its own time. So the bytes go first, then the rename, then the folder that holds the
name; and a file that points at others (`current`) is written after they have come to rest.

What keeps a file from being written is no fault of the program, and told in one sentence (`hindrance`).
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from indexer.errors import ArchiveError

_HINDRANCES = {
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


def hindrance(error: OSError) -> str:
    """What the system does not let happen, in words; "" where a file is missing or not what it should be."""
    return _HINDRANCES.get(error.errno or 0, "")


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Whatever keeps a file or folder from being written as one sentence.

    Raises:
        ArchiveError: it cannot be written.
    """
    try:
        yield
    except OSError as error:
        reason = hindrance(error) or error.strerror or type(error).__name__
        raise ArchiveError(
            f"无法写入 {path}（{reason}），请检查磁盘空间和权限后重新运行；已发布的不受影响。"
        ) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, and lasts.

    Raises:
        ArchiveError: it cannot be written; what was there before still is.
    """
    with writing_to(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            put(Path(temporary), path)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
            raise


def put(finished: Path, path: Path) -> None:
    """Put a finished file in the place of another, or of none, in the same file system; it lasts.

    Raises:
        ArchiveError: the file cannot be put there; what was there before still is.
    """
    with writing_to(path):
        sync(finished)
        finished.replace(path)
        for folder in {path.parent, finished.parent}:
            sync(folder)


def sync(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk."""
    if sys.platform == "win32" and path.is_dir():
        return  # folders cannot be opened there
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Wait until all that a folder holds, at any depth, is on the disk."""
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)
