"""The columns of a snapshot's passages: nothing is read of one before it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.report.report import Region
from indexer.search.engines.whoosh.matches import Chosen, Docs, Mask, Matches, give_no_score
from indexer.search.engines.whoosh.passage_columns import (
    Coded,
    SharedTexts,
    join_coded,
    join_numbers,
    parse_region,
)
from indexer.search.engines.whoosh.report_order import ReportOrder
from indexer.search.engines.whoosh.segment_reader import Numbers, Part
from indexer.search.engines.whoosh.units import to_units

_REGIONS = 2048
"""Regions kept as they were parsed."""


class PassageColumns:
    """Columns by the numbers of passages, over all segments.

    Attributes:
        size: number of passages, deleted ones included.
        reports, titles, bodies, headings: by passage (see `schema`).
        order: of passages by report id and position in the report.
    """

    def __init__(self, parts: Sequence[Part], offsets: Sequence[int], size: int) -> None:
        self._parts, self.size = parts, size
        self.reports = SharedTexts(parts, "report_id")
        self.titles, self.bodies, self.headings = (
            SharedTexts(parts, name) for name in ("shown_title", "body", "shown_heading")
        )
        self.order = ReportOrder(parts, offsets, self.reports)
        self._region = lru_cache(_REGIONS)(parse_region)

    def read_region(self, number: int) -> Region | None:
        """The region of a passage."""
        return self._region(self.regions.of(number))

    @cached_property
    def year(self) -> Numbers:
        """By passage, 0 where unknown."""
        return join_numbers(self._parts, "year")

    @cached_property
    def section(self) -> Numbers:
        """By passage (see `schema`)."""
        return join_numbers(self._parts, "section")

    @cached_property
    def ordinal(self) -> Numbers:
        """By passage (see `schema`)."""
        return join_numbers(self._parts, "ordinal")

    @cached_property
    def first(self) -> Numbers:
        """By passage (see `schema`)."""
        return join_numbers(self._parts, "first")

    @cached_property
    def damage(self) -> Numbers:
        """By passage (see `schema`)."""
        return join_numbers(self._parts, "damage")

    @cached_property
    def straight(self) -> Numbers:
        """By passage (see `schema`)."""
        return join_numbers(self._parts, "straight")

    @cached_property
    def kinds(self) -> Coded:
        """By passage, as coded values."""
        return join_coded(self._parts, "kind")

    @cached_property
    def regions(self) -> Coded:
        """By passage, as coded values."""
        return join_coded(self._parts, "region")

    @cached_property
    def paths(self) -> tuple[Region | None, ...]:
        """The regions by their codes."""
        return tuple(parse_region(value) for value in self.regions.values)

    @cached_property
    def everything(self) -> Matches:
        """All passages."""
        return give_no_score(Chosen(self.size, np.arange(self.size)))

    def bound_reports(self, docs: Docs) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the first passage of the report of each of some passages, and the one after its last."""
        after = self._report_ends
        at = np.searchsorted(after, docs, "right")
        ends = after[at]
        starts = np.where(at > 0, after[np.maximum(at - 1, 0)], 0)
        return starts, ends

    @cached_property
    def _report_ends(self) -> NDArray[np.intp]:
        """Numbers after the last passage of each report, whose passages follow each other; the size at the
        end.
        """
        (changes,) = np.diff(self.reports.codes).nonzero()
        return np.append(changes + 1, self.size)

    @cached_property
    def region_ranks(self) -> NDArray[np.int64]:
        """The place of each of `paths` in the order of codes, unknown ones last."""
        paths = self.paths
        order = sorted(range(len(paths)), key=lambda at: (not paths[at], getattr(paths[at], "codes", ())))
        ranks = np.empty(len(paths), np.int64)
        ranks[order] = np.arange(len(paths))
        return ranks

    @cached_property
    def heads(self) -> NDArray[np.int64]:
        """By passage, how many units are before its text: its heading, in the first of a report the title
        too.
        """

        def measure(column: Coded) -> NDArray[np.int64]:
            sizes = (len(to_units(value)) + 1 for value in column.values)
            return np.fromiter(sizes, np.int64, len(column.values))[column.codes]

        titled = self.ordinal == 0
        return measure(self.folded_headings) + np.where(titled, measure(self.folded_titles), 0)

    @cached_property
    def openings(self) -> Mask:
        """By passage, whether it is the first under its heading."""
        opens: Mask = self.ordinal == 0
        for column in (self.reports.codes, self.section, self.folded_headings.codes):
            opens[1:] |= np.diff(column) != 0
        return opens

    @cached_property
    def folded_titles(self) -> Coded:
        """By passage, as coded values."""
        return join_coded(self._parts, "folded_title")

    @cached_property
    def folded_headings(self) -> Coded:
        """By passage, as coded values."""
        return join_coded(self._parts, "folded_heading")
