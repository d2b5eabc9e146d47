"""Which divisions a choice of districts means."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from indexer.search.query.tree import District


def make_division_test(districts: Iterable[District]) -> Callable[[tuple[str, ...]], bool]:
    """Return a function that says of a division whether it is chosen: from its codes, () where unknown.

    A chosen division means those below it too, unless it is chosen alone.
    """
    chosen = tuple(districts)
    whole = {code for district in chosen if not district.alone for code in district.codes}
    alone = {code for district in chosen if district.alone for code in district.codes}
    unknown = any(not district.codes for district in chosen)

    def is_chosen(codes: tuple[str, ...]) -> bool:
        return (not whole.isdisjoint(codes) or codes[-1] in alone) if codes else unknown

    return is_chosen
