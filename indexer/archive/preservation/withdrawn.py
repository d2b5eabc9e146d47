"""Reports that were withdrawn and are not held again."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.archive.preservation.source import Source
from indexer.archive.preservation.trashed import TrashedOriginals
from indexer.archive.storage.current import list_current_originals
from indexer.archive.storage.home import Home


@dataclass(frozen=True, slots=True)
class WithdrawnReport:
    """A report that was withdrawn: its source as it was, and whether its original is kept, so that the
    withdrawal can be undone.
    """

    source: Source
    is_kept: bool


def list_withdrawn(home: Home) -> tuple[WithdrawnReport, ...]:
    """Return the withdrawn reports, the last that was withdrawn first."""
    trashed, held = TrashedOriginals(home), list_current_originals(home)
    found = [each for each in trashed.list_all() if each.sha256 not in held and each.report]
    found.sort(key=lambda each: (each.withdrawn.at if each.withdrawn else "", each.report), reverse=True)
    kept = trashed.list_bytes()
    return tuple(WithdrawnReport(each, each.sha256 in kept) for each in found)


def find_withdrawn(home: Home, report_id: str) -> WithdrawnReport | None:
    """Return the withdrawn report that had an id; None where there is none, or it is held again."""
    trashed = TrashedOriginals(home)
    source = trashed.find(report_id)
    if not source or source.sha256 in list_current_originals(home):
        return None
    return WithdrawnReport(source, source.sha256 in trashed.list_bytes())
