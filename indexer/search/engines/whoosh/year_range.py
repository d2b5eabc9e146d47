"""What a range of years means, for the filter, its facet and the query alike."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.matches import Mask
from indexer.search.query.tree import Years


def match_years(years: NDArray[Any], spans: tuple[Years, ...]) -> Mask:
    """Which of some years (0 where unknown) lie in one of the ranges."""
    mask = np.zeros(len(years), np.bool_)
    for span in spans:
        if span.without:
            mask |= years == 0
        else:
            mask |= (years >= (span.first or 1)) & (years <= (9999 if span.last is None else span.last))
    return mask
