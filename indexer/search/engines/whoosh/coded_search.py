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

_DIGITS = frozenset("0123456789")
_NONE, _MARK, _DIGIT = range(3)
_BESIDE = np.zeros(256, np.uint8)
"""What a byte is beside a number."""
_BESIDE[list(b".,")] = _MARK
_BESIDE[list(b"0123456789")] = _DIGIT


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
    inside = values == last
    # What goes from one value into others is not theirs, and may hide what begins before its end.
    doubtful = [
        np.arange(first + 1, end + 1) for first, end in zip(values[~inside], last[~inside], strict=True)
    ]
    starts, values = starts.compress(inside), values.compress(inside)
    beside = np.zeros(len(starts), np.uint8)
    if run[0] in _DIGITS:
        first = np.where(values > 0, ends.take(values - 1), 0)
        before = _BESIDE.take(data.take(starts - 1, mode="clip"))
        np.maximum(beside, before * (starts > first), out=beside)
    if run[-1] in _DIGITS:
        after = starts + len(sought)
        behind = _BESIDE.take(data.take(after, mode="clip"))
        np.maximum(beside, behind * (after < ends.take(values)), out=beside)
    sure = beside == _NONE
    if numerals and (run[0] in NUMERALS or run[-1] in NUMERALS):
        sure[:] = False
        doubtful.append(values)
    elif _DIGITS.issuperset(run) or not _overlaps(run):
        doubtful.append(values.compress(beside == _MARK))
    else:
        doubtful.append(values.compress(~sure))
    fits = np.zeros(len(ends), np.bool_)
    fits[values.compress(sure)] = True
    for value in set(np.concatenate(doubtful).tolist()):
        text = unpack_value(column, value).decode("utf-8", "surrogatepass")
        fits[value] |= next(find_whole(run, text, numerals), None) is not None
    return fits.take(column["codes"])


def _overlaps(run: str) -> bool:
    """Whether a run may begin before it ended, as 1年1: then one place of it hides another."""
    return any(run.startswith(run[at:]) for at in range(1, len(run)))
