"""Puts files of a folder into the waiting area, for people to look at before they are published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from indexer.archive.catalogue.records import Run, format_now
from indexer.archive.outcome import FileOutcome
from indexer.archive.storage.current import list_current_originals
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError, NianbaoError
from indexer.extraction.formats import SUFFIXES
from indexer.ingest.staging.area import WaitingArea
from indexer.ingest.staging.item import STANDING_NAMES, Waiting
from indexer.settings import Settings
from indexer.sources import files as corpus

_WHO = "看守文件夹"
_FULL = "待发布的文件太多，其余的稍后再取；请到 /staff 发布或丢弃一些。"


def stage(
    paths: Iterable[Path],
    area: WaitingArea,
    settings: Settings,
    notify: Callable[[FileOutcome], None],
    seen: set[str],
) -> Run:
    """Put files into the waiting area; those that wait or are published already are left as they are.

    Args:
        paths: files, and archives of files.
        area: of the home of `settings`.
        notify: called with the outcome of every file.
        seen: SHA-256 of files that were put there before: what was discarded since does not come again. It
            grows.

    Raises:
        ArchiveError: there is no room for more, or the area cannot be written; what was taken waits.
    """
    began, counts, failures = format_now(), Counter[str](), list[tuple[str, str]]()
    known, reader = list_current_originals(Home.of(settings)), corpus.FileReader()
    for path in corpus.walk(paths, SUFFIXES).files:
        try:
            found = reader.read(path, settings.max_file_bytes)
            outcome = FileOutcome(path, "unchanged")
            if found.sha256 not in known and found.sha256 not in seen and not area.has(found.sha256):
                if not area.has_room(len(found.data)):
                    raise ArchiveError(_FULL)
                taken = area.take(found.data, path.name, _WHO, str(path))
                outcome = _describe(path, taken.items, taken.refused)
            seen.add(found.sha256)
        except ArchiveError:
            raise
        except NianbaoError as error:
            outcome = FileOutcome(path, "failed", message=error.message)
        counts[outcome.status] += 1
        if outcome.status == "failed":
            failures.append((str(path), outcome.message))
        notify(outcome)
    return Run("review", began, format_now(), dict(counts), tuple(failures))


def _describe(path: Path, items: tuple[Waiting, ...], refused: tuple[str, ...]) -> FileOutcome:
    if refused:
        return FileOutcome(path, "failed", message="；".join(refused))
    standings = "、".join(STANDING_NAMES[item.standing] for item in items)
    return FileOutcome(path, "waiting", message=f"{standings}，请到 /staff 核对后发布")
