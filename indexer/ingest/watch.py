"""Adds the reports that appear in a folder, or has them wait for people to look at.

The folder is looked at again and again, not subscribed to: shared folders (SMB, NFS), where staff leave
their files, tell of no changes, and a file that is still being copied has to be waited for anyway.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from indexer.archive.catalogue.records import Run
from indexer.archive.outcome import FileOutcome
from indexer.errors import ArchiveBusy, ArchiveError, UnreadableSource
from indexer.extraction.formats import SUFFIXES
from indexer.ingest.add import add
from indexer.ingest.reading.readers import Readers
from indexer.ingest.staging.area import WaitingArea
from indexer.ingest.staging.folder import stage
from indexer.settings import Settings
from indexer.sources.bundles.kinds import find_suffix

PAUSE = 2.0
"""Seconds between two looks."""
QUIET = 5
"""Looks in a row at which a file must be the same to be taken in: one that comes over a slow line, or is
written by hand, is still for seconds."""

LATER = 30.0
"""Seconds until what the archive did not let happen is tried again: a full disk stays full for a while."""

_State = tuple[int, int]


def watch(
    folder: Path,
    settings: Settings,
    notify: Callable[[FileOutcome], None],
    seconds: float | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Run]:
    """Add the files of a folder, those in it and those that appear or change, for a time or for ever.

    What the archive does not let happen (a full disk) is notified once and tried again: files go on waiting.

    Args:
        notify: called with every outcome but those of files that are known already.
        seconds: how long; None until the process is stopped.

    Raises:
        UnreadableSource: there is no such folder.
        ArchiveError: the time is over, and the archive cannot be written.
    """
    return _watch(folder, partial(_add, settings=settings, notify=notify), notify, seconds, sleep)


def review(
    folder: Path,
    settings: Settings,
    notify: Callable[[FileOutcome], None],
    seconds: float | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Run]:
    """Put the files of a folder into the waiting area in place of adding them; otherwise as `watch`.

    Raises:
        UnreadableSource, ArchiveError: as of `watch`.
    """
    with Readers(settings, sandbox_all=True) as readers:
        area, seen = WaitingArea(settings, readers), set[str]()

        def take(paths: list[Path]) -> Run:
            return stage(paths, area, settings, partial(_notify, notify), seen)

        return _watch(folder, take, notify, seconds, sleep)


def _watch(
    folder: Path,
    take: Callable[[list[Path]], Run],
    notify: Callable[[FileOutcome], None],
    seconds: float | None,
    sleep: Callable[[float], None],
) -> list[Run]:
    check(folder)
    until = None if seconds is None else time.monotonic() + seconds
    done: dict[Path, _State] = {}
    before: dict[Path, tuple[_State, int]] = {}
    runs: list[Run] = []
    trouble = ""
    while True:
        missing: ArchiveError | None = None
        try:
            now = _look(folder)
        except OSError as error:  # a shared folder whose server does not answer
            now, missing = {}, ArchiveError(f"{folder} 无法查看（{error.strerror}），稍后会再看。")
        before = {path: (state, _quiet(before.get(path), state)) for path, state in now.items()}
        ready = [
            path for path, (state, quiet) in before.items() if quiet >= QUIET and state != done.get(path)
        ]
        try:
            if missing:
                raise missing
            if ready:
                runs.append(take(ready))
                done.update((path, now[path]) for path in ready)
            trouble = ""
        except ArchiveBusy:
            pass  # another process writes: at the next look these are still waiting
        except ArchiveError as error:
            if until is not None and time.monotonic() >= until:
                raise
            if error.message != trouble:
                trouble = error.message
                notify(FileOutcome(folder, "failed", message=trouble))
        if until is not None and time.monotonic() >= until and not (now.keys() - done.keys()):
            return runs
        left = math.inf if until is None else max(until - time.monotonic(), 0)
        sleep(min(LATER if trouble else PAUSE, max(left, PAUSE)))


def check(folder: Path) -> None:
    """Make sure that there is a folder to watch.

    Raises:
        UnreadableSource: there is none.
    """
    if not folder.is_dir():
        raise UnreadableSource(f"{folder} 不是文件夹，请指定要看守的文件夹。")


def _quiet(before: tuple[_State, int] | None, state: _State) -> int:
    """At how many looks a file has been the same since it was first seen so."""
    return before[1] + 1 if before and before[0] == state else 0


def _add(paths: Iterable[Path], settings: Settings, notify: Callable[[FileOutcome], None]) -> Run:
    return add(paths, settings, lambda outcome, _total: _notify(notify, outcome))


def _notify(notify: Callable[[FileOutcome], None], outcome: FileOutcome) -> None:
    if outcome.status not in ("unchanged", "skipped"):
        notify(outcome)


def _look(folder: Path) -> dict[Path, _State]:
    """Return the files of a folder that could be reports, with size and time of change."""
    found = {}
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if hidden or not (path.suffix.lower() in SUFFIXES or find_suffix(path.name)):
            continue
        try:
            state = path.stat()
        except OSError:
            continue  # gone again
        if path.is_file():
            found[path] = (state.st_size, state.st_mtime_ns)
    return found
