"""Takes in what appears in a folder.

The folder is looked at again and again, not subscribed to: shared folders (SMB, NFS), where staff leave
their files, tell of no changes, and a file that is still being copied has to be waited for anyway.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from indexer import build
from indexer.bundle import SUFFIX
from indexer.errors import ArchiveBusy, UnreadableSource
from indexer.extraction import SUFFIXES
from indexer.outcome import Outcome
from indexer.records import Run
from indexer.settings import Settings

PAUSE = 2.0
"""Seconds between two looks. A file is taken in once it has not changed from one to the next."""

_State = tuple[int, int]


def watch(
    folder: Path,
    settings: Settings,
    told: Callable[[Outcome], None],
    seconds: float | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Run]:
    """Take in the files of a folder, those in it and those that appear or change, for a time or for ever.

    Args:
        told: told every outcome but those of files that are known already.
        seconds: how long; None until the process is stopped.

    Raises:
        UnreadableSource: there is no such folder.
    """
    if not folder.is_dir():
        raise UnreadableSource(f"{folder} 不是文件夹，请指定要看守的文件夹。")
    until = None if seconds is None else time.monotonic() + seconds
    done: dict[Path, _State] = {}
    before: dict[Path, _State] = {}
    runs: list[Run] = []
    while True:
        now = _look(folder)
        ready = [path for path, state in now.items() if before.get(path) == state != done.get(path)]
        before = now
        try:
            if ready:
                runs.append(_take(ready, settings, told))
                done.update((path, now[path]) for path in ready)
        except ArchiveBusy:
            pass  # another process writes: at the next look these are still waiting
        if until is not None and time.monotonic() >= until and not (now.keys() - done.keys()):
            return runs
        sleep(PAUSE)


def _take(paths: Iterable[Path], settings: Settings, told: Callable[[Outcome], None]) -> Run:
    def tell(outcome: Outcome, _total: int) -> None:
        if outcome.status not in ("unchanged", "skipped"):
            told(outcome)

    return build.add(paths, settings, tell)


def _look(folder: Path) -> dict[Path, _State]:
    """The files of a folder that could be reports, with size and time of change."""
    found = {}
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if hidden or path.suffix.lower() not in (*SUFFIXES, SUFFIX):
            continue
        try:
            state = path.stat()
        except OSError:
            continue  # gone again
        if path.is_file():
            found[path] = (state.st_size, state.st_mtime_ns)
    return found
