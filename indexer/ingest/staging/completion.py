"""Completes the records of waiting files by what is to be said of them beside what is published now."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from contextlib import closing, suppress

from indexer.archive.catalogue.catalogue import Catalogue
from indexer.archive.preservation.originals import Originals
from indexer.archive.storage.home import Home
from indexer.errors import ArchiveError
from indexer.ingest.staging.item import Waiting
from indexer.ingest.staging.preview import describe_withdrawal, make_preview


def complete_items(home: Home, items: Sequence[Waiting]) -> tuple[Waiting, ...]:
    """Return items with what is to be said of them beside the reports that are published now."""
    with_notes, originals = [], Originals(home)
    with suppress(ArchiveError), closing(Catalogue(home.find_current().catalogue)) as catalogue:
        for item in items:
            if item.identity and not item.problem:
                found = make_preview(catalogue, item.sha256, item.identity, item.body, item.sketch)
                doubts = (*item.doubts, *found.doubts)
                if not found.is_held and (withdrawn := originals.read_trashed(item.sha256)):
                    doubts = (*doubts, describe_withdrawal(withdrawn))
                item = dataclasses.replace(item, doubts=doubts, notes=found.notes, others=found.others)
            with_notes.append(item)
        return tuple(with_notes)
    return tuple(items)
