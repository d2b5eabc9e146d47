"""Which passages of a snapshot the filters let through."""

from __future__ import annotations

import numpy as np

from indexer.search.engines.whoosh.matches import Mask
from indexer.search.engines.whoosh.snapshot_columns import PassageColumns
from indexer.search.facets.year_range import match_years
from indexer.search.query.division_test import make_division_test
from indexer.search.query.tree import District, Years


class FilteredPassages(PassageColumns):
    """The columns of all passages, and masks of those that a choice among their values leaves."""

    def in_years(self, years: tuple[Years, ...]) -> Mask:
        """Return the passages of reports of these years."""
        return match_years(self.year, years)

    def in_districts(self, districts: tuple[District, ...]) -> Mask:
        """Return the passages of reports about these divisions or divisions below them."""
        mask: Mask = self.match_districts(districts)[self.regions.codes]
        return mask

    def match_districts(self, districts: tuple[District, ...]) -> Mask:
        """Return for each of `paths` whether it is one of these divisions or lies below one."""
        is_chosen = make_division_test(districts)
        fits = (is_chosen(region.codes if region else ()) for region in self.paths)
        return np.fromiter(fits, np.bool_, len(self.paths))

    def about(self, districts: tuple[District, ...]) -> Mask:
        """Return the passages of reports about just these divisions."""
        wanted = {code for district in districts for code in district.codes}
        fits = (region is not None and region.codes[-1] in wanted for region in self.paths)
        mask: Mask = np.fromiter(fits, np.bool_, len(self.paths))[self.regions.codes]
        return mask

    def in_sections(self, sections: tuple[int, ...]) -> Mask:
        """Return the passages of these sections."""
        return np.isin(self.section, sections)

    def of_kinds(self, kinds: tuple[str, ...]) -> Mask:
        """Return the passages of these kinds of report."""
        fits = np.fromiter((value in kinds for value in self.kinds.values), np.bool_, len(self.kinds.values))
        mask: Mask = fits[self.kinds.codes]
        return mask
