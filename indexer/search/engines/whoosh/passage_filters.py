"""Which passages of a snapshot the filters let through."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.matches import Mask
from indexer.search.engines.whoosh.snapshot_columns import PassageColumns
from indexer.search.facets.year_range import match_years
from indexer.search.query.division_test import make_division_test
from indexer.search.query.tree import District, Years

_KEPT = 8
"""Choices of divisions kept, a byte for each passage and one for each division."""
_COMPARED = 8
"""Codes that are sooner looked for one by one than looked up."""


class FilteredPassages(PassageColumns):
    """The columns of all passages, and masks of those that a choice among their values leaves."""

    def in_years(self, years: tuple[Years, ...]) -> Mask:
        """Return the passages of reports of these years."""
        return match_years(self.year, years)

    def in_districts(self, districts: tuple[District, ...]) -> Mask:
        """Return the passages of reports about these divisions or divisions below them."""
        return self._in_districts(districts)

    @cached_property
    def _in_districts(self) -> Callable[[tuple[District, ...]], Mask]:
        # One question asks several times for the same: what is found, what it scores, what facets count.
        return lru_cache(_KEPT)(
            lambda districts: _choose_codes(self.match_districts(districts), self.regions.codes)
        )

    def match_districts(self, districts: tuple[District, ...]) -> Mask:
        """Return for each of `paths` whether it is one of these divisions or lies below one."""
        return self._match_districts(districts)

    @cached_property
    def _match_districts(self) -> Callable[[tuple[District, ...]], Mask]:
        return lru_cache(_KEPT)(self._match)

    def _match(self, districts: tuple[District, ...]) -> Mask:
        is_chosen = make_division_test(districts)
        fits = (is_chosen(region.codes if region else ()) for region in self.paths)
        return np.fromiter(fits, np.bool_, len(self.paths))

    def about(self, districts: tuple[District, ...]) -> Mask:
        """Return the passages of reports about just these divisions."""
        wanted = {code for district in districts for code in district.codes}
        fits = (region is not None and region.codes[-1] in wanted for region in self.paths)
        return _choose_codes(np.fromiter(fits, np.bool_, len(self.paths)), self.regions.codes)

    def in_sections(self, sections: tuple[int, ...]) -> Mask:
        """Return the passages of these sections."""
        return np.isin(self.section, sections)

    def of_kinds(self, kinds: tuple[str, ...]) -> Mask:
        """Return the passages of these kinds of report."""
        fits = np.fromiter((value in kinds for value in self.kinds.values), np.bool_, len(self.kinds.values))
        return _choose_codes(fits, self.kinds.codes)


def _choose_codes(fits: Mask, codes: NDArray[np.int32]) -> Mask:
    """For each passage whether its code is one for which a mask holds."""
    (wanted,) = fits.nonzero()
    if len(wanted) > _COMPARED:
        return fits.take(codes)
    mask = np.zeros(len(codes), np.bool_)
    for code in wanted.tolist():
        mask |= codes == code
    return mask
