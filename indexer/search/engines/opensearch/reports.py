"""The reports of a published state, and which of them say something."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indexer.search.auditing.held_reports import HeldReports, Mask
from indexer.search.engines.opensearch.choices import be_in_sections
from indexer.search.engines.opensearch.clauses import EVERYTHING, match_all
from indexer.search.engines.opensearch.filters import Filters
from indexer.search.engines.opensearch.looking import look_up
from indexer.search.engines.opensearch.published import PublishedIndex
from indexer.search.query.tree import Node, Query


@dataclass(frozen=True, slots=True)
class IndexedReports:
    """The reports of a published state, and the place of each in the columns."""

    places: dict[str, int]
    held: HeldReports


def list_held_reports(published: PublishedIndex) -> IndexedReports:
    """Return the reports of a published state."""
    axes = published.axes
    regions = {region: at for at, region in enumerate(axes.regions)}
    kinds = {kind: at for at, kind in enumerate(axes.axes.kinds)}
    fields = ("report", "year", "region", "kind")
    rows = [
        tuple(value["key"][name] for name in fields) for value in published.list_values(EVERYTHING, fields)
    ]
    return IndexedReports(
        {row[0]: at for at, row in enumerate(rows)},
        HeldReports(
            np.array([row[1] for row in rows], np.int64),
            np.array([regions[row[2]] for row in rows], np.int64),
            np.array([kinds[row[3]] for row in rows], np.int64),
            axes.paths,
            axes.axes.kinds,
        ),
    )


def find_saying(published: PublishedIndex, reports: IndexedReports, tree: Node, scope: Query) -> Mask:
    """Return for each report whether it has a passage that a tree matches, in the sections of the scope."""
    filters = Filters(look_up(tree, published))
    sections = be_in_sections(scope.sections) if scope.sections else EVERYTHING
    wanted = match_all([filters.of_tree(tree), sections])
    mask = np.zeros(len(reports.places), np.bool_)
    for value in published.list_values(wanted, ["report"]):
        mask[reports.places[value["key"]["report"]]] = True
    return mask
