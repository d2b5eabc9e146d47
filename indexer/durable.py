"""Files that are there whole or not at all, also after the power failed: the one place for it.

A rename is atomic for those who look, but not lasting: what a file holds, and the name that it stands under,
reach the disk each in its own time. So the bytes go first, then the rename, then the folder that holds the
name; and a file that points at others (`current`) is written after they have come to rest.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, and lasts."""
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
    """Put a finished file in the place of another, or of none, in the same file system; it lasts."""
    sync(finished)
    finished.replace(path)
    sync(path.parent)
    if finished.parent != path.parent:
        sync(finished.parent)


def move(path: Path, folder: Path) -> None:
    """Move a file into a folder, over what has its name there; it lasts."""
    folder.mkdir(parents=True, exist_ok=True)
    path.replace(folder / path.name)
    sync(folder)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk."""
    if sys.platform == "win32" and path.is_dir():
        return  # folders cannot be opened there; the system keeps their names in step by itself
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
