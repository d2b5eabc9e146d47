"""Where a number ends: a run that begins or ends with a digit never matches inside a longer number."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.search.query.notation import NUMERALS

_DIGITS = frozenset("0123456789")


def find_whole(run: str, text: str, numerals: bool = False) -> Iterator[int]:
    """Offsets at which a run is in a text as a whole, in order.

    Beside a digit at the run's begin or end there is no other digit, and none beyond a decimal point
    (5% is not in 2.5%) or a thousands separator, which is a comma before just three digits (234 is not in
    1,234, but 2019 is in 2019,2020).

    Args:
        run: folded characters, at least one.
        text: a folded text.
        numerals: the same holds for Chinese numerals: 二百 is not in 一千二百.
    """
    at = text.find(run)
    while at >= 0:
        if is_whole(text, at, at + len(run), numerals):
            yield at
        at = text.find(run, at + 1)


def is_whole(text: str, start: int, end: int, numerals: bool = False) -> bool:
    """Whether a slice of a text begins and ends where a number does, if it begins or ends with one."""
    first, last = text[start], text[end - 1]
    if first in _DIGITS and _goes_on_before(text, start):
        return False
    if last in _DIGITS and _goes_on_after(text, end):
        return False
    if numerals:
        if first in NUMERALS and text[start - 1 : start] and text[start - 1] in NUMERALS:
            return False
        if last in NUMERALS and text[end : end + 1] and text[end] in NUMERALS:
            return False
    return True


def _goes_on_before(text: str, start: int) -> bool:
    before = text[max(0, start - 5) : start].rjust(5, "\n")
    if before[4] in _DIGITS:
        return True
    if before[4] == "." and before[3] in _DIGITS:
        return True
    return (
        before[4] == "," and before[3] in _DIGITS and not _all_digits(before[:4]) and _is_group(text, start)
    )


def _goes_on_after(text: str, end: int) -> bool:
    after = text[end : end + 2].ljust(2, "\n")
    if after[0] in _DIGITS or (after[0] == "." and after[1] in _DIGITS):
        return True
    before = text[max(0, end - 4) : end].rjust(4, "\n")
    return after[0] == "," and _is_group(text, end + 1) and not _all_digits(before)


def _is_group(text: str, start: int) -> bool:
    """Whether just three digits stand here."""
    return _all_digits(text[start : start + 3].ljust(3, "\n")) and text[start + 3 : start + 4] not in _DIGITS


def _all_digits(text: str) -> bool:
    return all(char in _DIGITS for char in text)
