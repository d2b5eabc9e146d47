"""Has archives that must be read from end to end unpacked by a process bounded in time and memory.

The process (`worker`) writes the files one after the other into one file on the disk, which is gone when
nobody reads it any more.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from indexer.durable import guard_writes
from indexer.errors import OversizedSource
from indexer.extraction.sandbox.pool import decode
from indexer.extraction.sandbox.process import SandboxProcess
from indexer.sources.bundles.base import Packed
from indexer.sources.bundles.budget import Budget
from indexer.sources.bundles.kinds import BundleKind

_WORKER = "indexer.sources.bundles.worker"


@dataclass(frozen=True, slots=True)
class StoredMember:
    """A file that was unpacked: a stretch of a file on the disk."""

    file: IO[bytes]
    start: int
    size: int

    def read(self, most: int) -> bytes:
        """Return its first bytes (`base.Member`)."""
        self.file.seek(self.start)
        return self.file.read(min(most, self.size))


def unpack(source: Path | bytes, kind: BundleKind, budget: Budget) -> Iterator[Packed]:
    """Yield the files in an archive, or in one inside it.

    Args:
        kind: one that has an unpacker.

    Raises:
        ArchiveError: there is no room to unpack.
        OversizedSource: there are too many files or bytes, or it takes too long or too much memory.
        SourceError: damaged, locked, or a program for its kind is missing.
    """
    with ExitStack() as stack:
        with guard_writes(Path(tempfile.gettempdir(), "nianbao")):
            descriptor, name = tempfile.mkstemp(prefix="nianbao-")
        # Its name is gone when it is filled: whatever stops this process, nothing of it stays.
        stack.callback(os.unlink, name)
        stored = os.fdopen(descriptor, "rb")
        path = source if isinstance(source, Path) else _write(source, stack)
        process = SandboxProcess(_WORKER, kind.megabytes)
        stack.callback(process.close)
        question: dict[str, str | int] = {
            "unpacker": kind.unpacker,
            "path": str(path.absolute()),
            "label": str(budget.path),
            "out": name,
            "files": budget.free_files,
            "bytes": budget.free_bytes,
        }
        with budget.timed():
            members = _ask(process, question, budget)
    for member, start, size in members:
        budget.spend_files(1)
        budget.spend_stored(size)
        yield Packed(member, size, StoredMember(stored, start, size))


def _write(data: bytes, stack: ExitStack) -> Path:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    path = folder / "inner"
    with guard_writes(path):
        path.write_bytes(data)
    return path


def _ask(
    process: SandboxProcess, question: dict[str, str | int], budget: Budget
) -> list[tuple[str, int, int]]:
    try:
        answer = process.ask(question, b"", budget.seconds)
    except OversizedSource:
        raise budget.refuse("读取所需的时间或内存超过上限，未读取；请解压后再收录其中的报告。") from None
    try:
        said = decode(answer)
    except OversizedSource as error:
        raise budget.refuse(error.message) from None
    budget.spend_seconds(said["seconds"])
    members: list[tuple[str, int, int]] = said["members"]
    return members
