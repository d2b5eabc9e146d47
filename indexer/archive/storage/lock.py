"""Who may write: one process at a time; the others wait a while, and then learn who it is.

The lock is the system's own (`flock`, through filelock): it ends with the process that holds it, however that
ends, so no lock is ever stale. Beside it lies a note of who holds it, which is only for people.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from indexer.archive.storage.process import describe_command
from indexer.durable import guard_writes, make_private_folder, write_atomically
from indexer.errors import ArchiveBusy, ArchiveError


@contextmanager
def lock_folder(folder: Path, wait: float, database_url: str = "") -> Iterator[None]:
    """Hold a folder for writing.

    Args:
        wait: seconds to wait for another process.
        database_url: address of the database that has the archive's tables, and then its lock, too.

    Raises:
        ArchiveBusy: another process still holds it then.
        ArchiveError: the folder cannot be written, or the database gives no answer.
    """
    if database_url:
        # Packages of an extra.
        from indexer.archive.databases.postgresql.lock import lock_database

        with guard_writes(folder):
            make_private_folder(folder)
        with lock_database(database_url, wait):
            yield
        return
    from filelock import FileLock, Timeout  # loaded by who writes

    note = folder / "writer"
    lock = FileLock(folder / "lock")
    with guard_writes(folder):
        make_private_folder(folder)
        try:
            lock.acquire(timeout=wait, poll_interval=0.05)
        except Timeout:
            who = _read_note(note)
            raise ArchiveBusy(
                f"另一个进程{who}正在写入 {folder}，等了 {wait:g} 秒仍未结束，请稍后再试。"
                if wait
                else f"另一个进程{who}正在写入 {folder}，请稍后再试。"
            ) from None
    try:
        with suppress(ArchiveError, OSError):  # a full disk must not keep anybody from taking reports out
            note.unlink(missing_ok=True)
            write_atomically(note, json.dumps(_self()).encode())
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)
        lock.release()


@contextmanager
def lock_file(path: Path, wait: float = 10) -> Iterator[None]:
    """Hold one file of a folder for writing, by a file beside it with the suffix `.lock`.

    Args:
        wait: seconds to wait for another process.

    Raises:
        ArchiveBusy: another process still holds it then.
        ArchiveError: the folder cannot be written.
    """
    from filelock import FileLock, Timeout  # loaded by who writes

    lock = FileLock(path.with_suffix(".lock"))
    with guard_writes(path):
        make_private_folder(path.parent)
        try:
            lock.acquire(timeout=wait, poll_interval=0.02)
        except Timeout:
            raise ArchiveBusy(f"另一个进程正在写入 {path}，请稍后再试。") from None
    try:
        yield
    finally:
        lock.release()


def _self() -> dict[str, str | int]:
    """This process, in words that its user knows."""
    return {
        "command": describe_command(),
        "pid": os.getpid(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _read_note(note: Path) -> str:
    """Return who holds the lock, as far as it is known."""
    try:
        writer = json.loads(note.read_text("utf-8"))
        return f"（{writer['command']}，进程号 {writer['pid']}，始于 {writer['since']}）"
    except (OSError, ValueError, LookupError, TypeError):
        return ""
