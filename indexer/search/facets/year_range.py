"""What a range of years means, wherever passages or commitments are chosen by years."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.search.query.tree import Years


def match_years(years: NDArray[Any], spans: Iterable[Years]) -> NDArray[np.bool_]:
    """Which of some years (0 where unknown) lie in one of the ranges."""
    mask = np.zeros(len(years), np.bool_)
    for span in spans:
        if span.without:
            mask |= years == 0
        else:
            mask |= (years >= (span.first or 1)) & (years <= (9999 if span.last is None else span.last))
    return mask
