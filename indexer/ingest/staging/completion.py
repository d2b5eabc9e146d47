"""Completes the records of waiting files by what is to be said of them beside what is published now."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.preservation.source import Source
from indexer.archive.preservation.trashed import TrashedOriginals
from indexer.archive.recognitions import Recognitions
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError
from indexer.ingest.staging.item import Waiting
from indexer.ingest.staging.preview import describe_withdrawal, make_preview
from indexer.ingest.staging.tables import preview_tables


def complete_items(
    home: Home, items: Sequence[Waiting], waiting: Sequence[Waiting] = ()
) -> tuple[Waiting, ...]:
    """Return items with what is to be said of them beside the reports that are published now, and how far
    their recognition is.

    Args:
        waiting: further files that wait: one may be the report that a spreadsheet belongs to.
    """
    recognitions, beside = Recognitions(home), (*items, *waiting)
    trashed: dict[str, Source] = {}

    def complete(item: Waiting, catalogue: Catalogue | None) -> Waiting:
        if item.unrecognised:
            return replace(item, recognised=recognitions.count(item.sha256, item.unrecognised))
        if item.loose:
            return preview_tables(catalogue, item, beside)
        if not catalogue or not item.identity or item.problem:
            return item
        found = make_preview(catalogue, item.sha256, item.identity, item.body, item.sketch)
        doubts = (*item.doubts, *found.doubts)
        if not found.is_held and (withdrawn := trashed.get(item.sha256)):
            doubts = (*doubts, describe_withdrawal(withdrawn))
        return replace(item, doubts=doubts, notes=found.notes, others=found.others)

    with suppress(ArchiveError), closing(Catalogue(home.find_current().database)) as catalogue:
        asked = {item.sha256 for item in items if item.identity and not item.loose and not item.problem}
        trashed.update(TrashedOriginals(home).read_some(asked))
        return tuple(complete(item, catalogue) for item in items)
    return tuple(complete(item, None) for item in items)
