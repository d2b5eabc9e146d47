"""Publishes waiting files as `nianbao add` takes files in, and records who did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.archive.contributions.acts import Act, Acts, Deed
from indexer.archive.outcome import FileOutcome
from indexer.archive.storage.home import Home
from indexer.extraction.formats import is_workbook
from indexer.ingest.add import add
from indexer.ingest.reading.readers import Readers
from indexer.ingest.staging.item import Waiting
from indexer.sources.files import Origin
from indexer.sources.upload import holds

STILL_RECOGNISING = "这份文件的文字还在识别，识别完再来核对、改正和发布。"
"""What is said of a file whose pages are being recognised."""
_UPLOADS = "上传"
_DAMAGED = "等待期间文件已损坏，请丢弃后重新上传。"


@dataclass(frozen=True, slots=True)
class Publication:
    """What became of the files that were to be published, and the record of it (None if none was left)."""

    outcomes: tuple[FileOutcome, ...]
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class AddedItems:
    """What became of waiting files that were added, and those that need wait no longer."""

    outcomes: tuple[FileOutcome, ...]
    done: tuple[Waiting, ...]


def add_items(items: Mapping[Path, Waiting], readers: Readers) -> AddedItems:
    """Add waiting files to the archive.

    Args:
        items: by the absolute path of their bytes.
        readers: what reads them, with the settings of the archive.

    Raises:
        ArchiveBusy: another process is writing.
        ArchiveError: the archive cannot be written.
    """
    origins = {
        # Another file of the same name is no new version of this one for its name alone.
        path: Origin(item.name, item.path or f"{_UPLOADS}/{item.sha256[:8]}/{item.name}")
        for path, item in items.items()
        if not item.unrecognised and holds(path, item.sha256)
    }
    outcomes: list[FileOutcome] = []
    if origins:
        add(
            origins,
            readers.settings,
            lambda outcome, _total: outcomes.append(outcome),
            origins,
            readers=readers,
        )
    # Spreadsheets come last, whatever their place among the others.
    in_order = sorted(origins, key=lambda path: is_workbook(path.read_bytes(), items[path].name))
    paired = zip(in_order, outcomes, strict=True)
    done = tuple(items[path] for path, outcome in paired if outcome.status != "failed")
    left = sorted((items[path] for path in items.keys() - origins.keys()), key=lambda item: item.name)
    refused = (
        FileOutcome(item.name, "failed", message=STILL_RECOGNISING if item.unrecognised else _DAMAGED)
        for item in left
    )
    return AddedItems((*outcomes, *refused), done)


def record(added: AddedItems, who: str, home: Home) -> Publication:
    """Record who published files, and return what became of them."""
    if not added.outcomes:
        return Publication(())
    reports = tuple(dict.fromkeys(outcome.id for outcome in added.outcomes if outcome.id))
    details = tuple(f"{outcome.path}：{outcome.message}" for outcome in added.outcomes if outcome.message)
    return Publication(added.outcomes, Acts(home).record(Act(Deed.PUBLISH, who, reports, details)))
