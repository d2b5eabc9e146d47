"""The commitments of an archive as columns of arrays, in the order of reports and lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from indexer.commitments.record import STATE_NAMES, FollowUp
from indexer.commitments.search.rows import (
    CommitmentState,
    Mask,
    ReportColumns,
    SearchReport,
    make_report_columns,
)
from indexer.report.report import Region
from indexer.search.facets.year_range import match_years
from indexer.search.query.division_test import make_division_test
from indexer.search.query.tree import District, Years
from indexer.text.fold import fold

STATES = tuple(state.value for state in STATE_NAMES)
"""Values of states by the numbers that stand for them in the columns."""
_REMEMBERED = 500
_WAITING = STATES.index(FollowUp.WAITING.value)


class CommitmentColumns:
    """What searching and counting takes of every commitment.

    Attributes:
        made: the year for which a report promises if it names none, 0 where it is not known.
        repeated: which of them say what one before them in the same report says.
        ranks: place of each in the order newest first, checkable first, the reports taking turns.
    """

    def __init__(
        self,
        reports: Sequence[SearchReport],
        columns: Mapping[str, ReportColumns],
        states: Mapping[int, CommitmentState],
    ) -> None:
        """Arrange the commitments of these reports, in their order.

        Args:
            columns: of each report.
            states: of commitments, by their numbers.
        """
        listed = [(report, columns[report.report]) for report in reports if report.report in columns]
        parts = [part for _, part in listed] or [make_report_columns(())]
        sizes = [len(part.keys) for part in parts]
        self.numbers = np.concatenate([part.numbers for part in parts])
        self.places = {key: place for place, key in enumerate(key for part in parts for key in part.keys)}
        self.texts = [text for part in parts for text in part.texts]
        self.classes = np.concatenate([part.classes for part in parts])
        self.years = np.concatenate([part.years for part in parts])
        self.topics = np.concatenate([part.topics for part in parts], axis=1)
        self.having = {
            "figure": np.concatenate([part.figures for part in parts]),
            "deadline": np.concatenate([part.deadlines for part in parts]),
        }
        known = {state: number for number, state in enumerate(STATES)}
        found = (states.get(number) for number in self.numbers.tolist())
        self.states = np.array([known[row.state] if row else _WAITING for row in found], dtype=np.int8)
        paths: dict[tuple[str, str], int] = {}
        regions = [paths.setdefault((r.region_codes, r.region_path), len(paths)) for r, _ in listed]
        self.regions = np.repeat(np.array(regions or [0], dtype=np.int64), sizes)
        self.paths = [Region.parse(*joined) for joined in paths]
        self.kinds = np.repeat(np.array([r.kind for r, _ in listed] or [""], dtype=object), sizes)
        self.sections = np.concatenate([part.sections for part in parts])
        self.lengths = np.array([len(text) for text in self.texts], dtype=np.float64)
        self._reports = np.repeat(np.arange(len(parts)), sizes)
        self._titles = [fold(r.title) for r, _ in listed] or [""]
        self.repeated = np.concatenate([part.repeated for part in parts])
        self.made = np.repeat(np.array([r.made for r, _ in listed] or [0], dtype=np.int32), sizes)
        before = np.concatenate([part.before for part in parts])
        order = np.lexsort((before, self.classes, -self.made))
        self.ranks = np.empty(len(order), dtype=np.int64)
        self.ranks[order] = np.arange(len(order))
        self._known: dict[str, Mask] = {}

    def titled(self, folded: str) -> Mask:
        """Which stand in a report with these characters in its title."""
        return np.array([folded in title for title in self._titles], dtype=bool)[self._reports]

    def has(self, folded: str) -> Mask:
        """Which commitments have these characters in them."""
        mask = self._known.get(folded)
        if mask is None:
            mask = np.fromiter((folded in text for text in self.texts), dtype=bool, count=len(self.texts))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[folded] = mask
        return mask

    def in_years(self, spans: Iterable[Years]) -> Mask:
        """Which are for a year in one of these ranges."""
        return match_years(self.years, spans)

    def in_districts(self, districts: tuple[District, ...]) -> Mask:
        """Which are about one of these divisions or one below it."""
        is_chosen = make_division_test(districts)
        chosen = [
            place for place, region in enumerate(self.paths) if is_chosen(region.codes if region else ())
        ]
        return np.isin(self.regions, chosen)
