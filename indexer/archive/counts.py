"""How many reports an archive holds of what: in all, by division and by year."""

from __future__ import annotations

from indexer.archive.catalogue.coverage import Area, Coverage, Overview
from indexer.archive.places.reported_years import ReportedYears
from indexer.archive.storage.live import LiveGeneration, State
from indexer.archive.storage.loading import LatestLoaded
from indexer.search.query.tree import District
from indexer.text.damage import Damage


class ArchiveCounts:
    """The counts of one archive, those of all divisions worked out once for each of its states. May be
    shared by threads.
    """

    def __init__(self, live: LiveGeneration) -> None:
        """Count nothing yet."""
        self._live = live
        self._areas: LatestLoaded[State, tuple[Area, ...]] = LatestLoaded()
        self._coverage: LatestLoaded[State, tuple[Coverage, ...]] = LatestLoaded()
        self._reported: LatestLoaded[State, ReportedYears] = LatestLoaded()

    def read_overview(self) -> Overview:
        """Return what the archive holds, in figures."""
        generation, catalogue, _ = self._live.open()
        return catalogue.counts.read_overview(generation.name)

    def count_damage(self) -> tuple[Damage, ...]:
        """Return the damaged places of all reports by kind."""
        return self._live.open()[1].counts.count_damage()

    def list_areas(self) -> tuple[Area, ...]:
        """Return all divisions with reports, and those above them, by their codes; unknown ones last."""
        state, catalogue = self._live.open_state()
        return self._areas.get(state, catalogue.counts.list_areas)

    def list_coverage(self) -> tuple[Coverage, ...]:
        """Return reports by division and year, each at its own division, in the order of `areas`."""
        state, catalogue = self._live.open_state()
        return self._coverage.get(state, catalogue.counts.list_coverage)

    def list_reported_years(self, districts: tuple[District, ...] = ()) -> frozenset[int]:
        """Return the years of reports about chosen divisions; those of all reports where none is chosen."""
        state, catalogue = self._live.open_state()
        held = self._reported.get(state, lambda: ReportedYears(catalogue.counts.list_coverage()))
        return held.list_years(districts)

    def list_coverage_below(self, codes: tuple[str, ...]) -> tuple[Coverage, ...]:
        """Return reports by year of the divisions right below one, what lies below them included."""
        return self._live.open()[1].counts.list_coverage_below(codes)
