"""Which number comes in a certain place of many, without ordering them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCKS = 8
"""Blocks for each number that is wanted: the lowest of them are seldom two in one block."""
_FEW = 4096
"""So many numbers are soon ordered."""


def find_lowest(numbers: NDArray[Any], place: int) -> Any:
    """Return the number that comes in a place from the lowest, from 1; there are as many."""
    count = _BLOCKS * place
    if len(numbers) > max(_BLOCKS * count, _FEW):
        # Each of so many blocks has a number up to its own lowest, so none above the bound is wanted.
        width = len(numbers) // count
        lowest = numbers[: count * width].reshape(count, width).min(axis=1)
        bound = np.partition(lowest, place - 1)[place - 1]
        numbers = numbers.compress(numbers <= bound)
    return np.partition(numbers, place - 1)[place - 1]
