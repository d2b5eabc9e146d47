"""Which values of a coded column have some characters: titles and headings, searched where they lie."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from indexer.search.borders import find_whole
from indexer.search.engines.whoosh.arrays import Array
from indexer.search.engines.whoosh.columns import unpack_value
from indexer.search.query.notation import NUMERALS

_IN_NUMBER = np.zeros(256, np.bool_)
_IN_NUMBER[list(b"0123456789.,")] = True


def find_coded(column: Mapping[str, Array], run: str, numerals: bool) -> NDArray[np.bool_]:
    """Return for each passage whether what it has in a coded column (see `columns`) contains a run whole (see
    `indexer.search.borders.find_whole`).

    Args:
        run: folded characters, at least one.
        numerals: Chinese numbers too stand whole.
    """
    data, ends = column["bytes"], column["ends"]
    sought = run.encode("utf-8", "surrogatepass")
    matches = re.finditer(re.escape(sought), data.data)
    starts = np.fromiter((match.start() for match in matches), np.intp)
    values = ends.searchsorted(starts, "right")
    last = ends.searchsorted(starts + len(sought) - 1, "right")
    sure = values == last
    # What goes from one value into others is not theirs, and may hide what begins before its end.
    doubtful = [np.arange(first + 1, end + 1) for first, end in zip(values[~sure], last[~sure], strict=True)]
    if numerals and (run[0] in NUMERALS or run[-1] in NUMERALS):
        sure[:] = False
    else:
        sure &= ~_touch_number(data, starts, len(sought), run)
    doubtful.append(values.compress(~sure))
    fits = np.zeros(len(ends), np.bool_)
    fits[values.compress(sure)] = True
    for value in np.unique(np.concatenate(doubtful)).tolist():
        text = unpack_value(column, value).decode("utf-8", "surrogatepass")
        fits[value] |= next(find_whole(run, text, numerals), None) is not None
    return fits.take(column["codes"])


def _touch_number(data: Array, starts: NDArray[np.intp], length: int, run: str) -> NDArray[np.bool_]:
    """Which places of a run may lie in a longer number: a digit of it is beside what may belong to one."""
    touch = np.zeros(len(starts), np.bool_)
    if run[0].isdecimal():
        touch |= _IN_NUMBER.take(data.take(starts - 1, mode="clip")) & (starts > 0)
    if run[-1].isdecimal():
        after = starts + length
        touch |= _IN_NUMBER.take(data.take(after, mode="clip")) & (after < len(data))
    return touch
