"""The columns of a snapshot's passages: nothing is read of one before it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np

from indexer.report.report import Region
from indexer.search.engines.whoosh.matches import Chosen, Matches, give_no_score
from indexer.search.engines.whoosh.passage_columns import (
    Coded,
    SharedTexts,
    join_coded,
    join_numbers,
    parse_region,
)
from indexer.search.engines.whoosh.report_order import ReportOrder
from indexer.search.engines.whoosh.segment_reader import Numbers, Part

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
