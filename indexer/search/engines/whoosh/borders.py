"""Where a number ends, by array: `indexer.search.borders` over all places of a segment at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.search.engines.whoosh.units import BREAK, Units
from indexer.search.query.notation import NUMERALS

_ZERO, _NINE, _POINT, _COMMA = map(ord, "09.,")
_NUMERALS = np.array(sorted(map(ord, NUMERALS)), np.uint16)


def find_whole_numbers(units: Units, places: NDArray[Any], run: Units, numerals: bool) -> NDArray[Any]:
    """Those of the places of a run at which no number goes on beyond it.

    Args:
        numerals: no Chinese one either.
    """
    if not len(run) or not len(places):
        return places
    # Only at a digit or a numeral are the units beside the places looked at.
    if _ZERO <= run[0] <= _NINE:
        places = places.compress(~_goes_on_before(units, places.astype(np.intp)))
    if _ZERO <= run[-1] <= _NINE:
        places = places.compress(~_goes_on_after(units, places.astype(np.intp) + len(run)))
    for end, beside in ((0, -1), (-1, len(run))):
        if numerals and run[end] in _NUMERALS:
            places = places.compress(~np.isin(_at(units, places.astype(np.intp) + beside), _NUMERALS))
    return places


def _at(units: Units, places: NDArray[np.intp]) -> Units:
    """The units at these places; a line break beyond either end."""
    taken: Units = units.take(places, mode="clip")
    outside = (places < 0) | (places >= len(units))
    if outside.any():
        taken[outside] = BREAK
    return taken


def _digits(units: Units, places: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether digits stand at these places."""
    taken = _at(units, places)
    return (taken >= _ZERO) & (taken <= _NINE)


def _groups(units: Units, places: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether just three digits stand from these places on."""
    three = _digits(units, places) & _digits(units, places + 1) & _digits(units, places + 2)
    return three & ~_digits(units, places + 3)


def _goes_on_before(units: Units, places: NDArray[np.intp]) -> NDArray[np.bool_]:
    before = _at(units, places - 1)
    inside = (before >= _ZERO) & (before <= _NINE)
    (marks,) = ((before == _POINT) | (before == _COMMA)).nonzero()
    if len(marks):
        at, point = places[marks], before[marks] == _POINT
        four = _digits(units, at - 3) & _digits(units, at - 4) & _digits(units, at - 5)
        inside[marks] = _digits(units, at - 2) & (point | (~four & _groups(units, at)))
    return inside


def _goes_on_after(units: Units, ends: NDArray[np.intp]) -> NDArray[np.bool_]:
    after = _at(units, ends)
    inside = (after >= _ZERO) & (after <= _NINE)
    (marks,) = ((after == _POINT) | (after == _COMMA)).nonzero()
    if len(marks):
        at, point = ends[marks], after[marks] == _POINT
        four = (
            _digits(units, at - 1) & _digits(units, at - 2) & _digits(units, at - 3) & _digits(units, at - 4)
        )
        inside[marks] = (point & _digits(units, at + 1)) | (~point & ~four & _groups(units, at + 1))
    return inside
