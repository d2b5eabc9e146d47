"""Which pages a list of pages links to."""

from __future__ import annotations


def numbers(page: int, last: int) -> list[int]:
    """Pages to link to, 0 for a gap: the first, the last, and those around the present one."""
    near = {1, last, *range(page - 2, page + 3)}
    shown = sorted(number for number in near if 1 <= number <= last)
    found: list[int] = []
    for number in shown:
        if found and number > found[-1] + 1:
            found.append(number - 1 if number == found[-1] + 2 else 0)
        found.append(number)
    return found
