"""The years that reports are held of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from indexer.archive.catalogue.coverage import Coverage
from indexer.search.query.division_test import make_division_test
from indexer.search.query.tree import District


class ReportedYears:
    """What is held of one state of an archive. May be shared by threads."""

    def __init__(self, coverage: Sequence[Coverage]) -> None:
        """Args:
        coverage: all reports, each at its own division.
        """
        self._coverage = coverage
        # Asked by every page of results, and mostly about the same divisions.
        self._list = lru_cache(256)(self._look_up)

    def list_years(self, districts: tuple[District, ...]) -> frozenset[int]:
        """Return the years of reports about chosen divisions; those of all reports where none is chosen."""
        return self._list(districts)

    def _look_up(self, districts: tuple[District, ...]) -> frozenset[int]:
        is_chosen = make_division_test(districts)
        return frozenset(
            year
            for row in self._coverage
            if not districts or is_chosen(row.area.codes)
            for year in row.years
            if year is not None
        )
