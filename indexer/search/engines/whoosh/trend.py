"""The reports of a snapshot, and which of them say something: from arrays, no passage is opened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indexer.search.auditing.held_reports import Codes, HeldReports, Mask
from indexer.search.engines.whoosh.searcher import Snapshot
from indexer.search.query.tree import Node, Query


@dataclass(frozen=True, slots=True)
class SnapshotReports:
    """The reports of a snapshot; `at` gives a report's place in them (-1 where it has no passage that lives)
    from its code in the snapshot.
    """

    at: Codes
    held: HeldReports


def list_held_reports(snapshot: Snapshot) -> SnapshotReports:
    """Return the reports of a snapshot, deleted ones left out."""
    docs = np.arange(snapshot.size) if snapshot.live is None else np.flatnonzero(snapshot.live)
    codes, first = np.unique(snapshot.reports.codes[docs], return_index=True)
    at = np.full(int(snapshot.reports.codes.max(initial=-1)) + 1, -1, np.int64)
    at[codes] = np.arange(len(codes))
    firsts = docs[first]
    return SnapshotReports(
        at,
        HeldReports(
            snapshot.year[firsts].astype(np.int64),
            snapshot.regions.codes[firsts].astype(np.int64),
            snapshot.kinds.codes[firsts].astype(np.int64),
            snapshot.paths,
            snapshot.kinds.values,
        ),
    )


def find_saying(snapshot: Snapshot, reports: SnapshotReports, tree: Node, scope: Query) -> Mask:
    """Return for each report whether it has a passage that a tree matches, in the sections of the scope."""
    docs = snapshot.find(tree).docs
    if scope.sections:
        docs = docs.compress(snapshot.in_sections(scope.sections)[docs])
    mask = np.zeros(len(reports.held.years), np.bool_)
    mask[reports.at[snapshot.reports.codes[docs]]] = True
    return mask
